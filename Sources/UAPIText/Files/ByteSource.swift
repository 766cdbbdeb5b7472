internal import LibC

/// Bytes that come one piece after the other: a file, standard input, or memory.
///
/// Nothing after the current piece is held, so that an archive of any size can be read.
package struct ByteSource: ~Copyable {
  /// The open file; `nil` for bytes in memory.
  private let descriptor: Int32?
  /// The file that was opened here.
  private let file: ReadableFile?
  /// The bytes that were read and not taken yet start at ``start``.
  package private(set) var buffer: [UInt8] = []
  package private(set) var start = 0
  /// What one read gives.
  private var piece: [UInt8] = []
  /// Whether there is nothing after the buffer.
  package private(set) var isAtEnd: Bool

  /// What some systems write at the beginning of UTF-8 text.
  package static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
  /// How many bytes one read asks for.
  package static let chunkSize = 1 << 18

  /// Bytes in memory.
  package init(_ bytes: [UInt8]) {
    descriptor = nil
    file = nil
    buffer = bytes
    isAtEnd = true
  }

  /// The bytes of an open file, which stays open.
  package init(descriptor: Int32) {
    self.descriptor = descriptor
    file = nil
    isAtEnd = false
  }

  /// The bytes of a file.
  package init(path: String) throws(InputFailure) {
    guard let file = ReadableFile(path) else {
      throw InputFailure(line: nil, reason: "cannot open it: \(String(cString: strerror(errno)))")
    }
    descriptor = file.descriptor
    self.file = consume file
    isAtEnd = false
  }

  /// The bytes that are in memory and not taken yet.
  package var available: ArraySlice<UInt8> { buffer[start...] }

  /// Reads one more piece after what is available. Returns whether there was one.
  @discardableResult
  package mutating func fill() throws(InputFailure) -> Bool {
    guard !isAtEnd, let descriptor else { return false }
    if start > 0 {
      buffer.removeFirst(start)
      start = 0
    }
    if piece.isEmpty { piece = [UInt8](repeating: 0, count: Self.chunkSize) }
    let count = piece.withUnsafeMutableBytes { SystemCall.read(descriptor, into: $0) }
    let problem = errno
    guard count >= 0 else {
      isAtEnd = true
      throw InputFailure(line: nil, reason: "cannot read it: \(String(cString: strerror(problem)))")
    }
    buffer += piece[..<count]
    if count == 0 { isAtEnd = true }
    return count > 0
  }

  /// Takes bytes away from the front.
  package mutating func drop(_ count: Int) { start = min(start + count, buffer.count) }

  /// A line of a source.
  package enum Line {
    /// The line without its end.
    case text([UInt8])
    /// It is longer than the limit, and was taken away without being held.
    case tooLong
  }

  /// Takes the next line, or `nil` where there is none.
  package mutating func nextLine(limit: Int) throws(InputFailure) -> Line? {
    var searched = 0
    while true {
      if let end = newline(after: start + searched) {
        var line = buffer[start..<end]
        start = end + 1
        if line.count > limit { return .tooLong }
        if line.last == Ascii.carriageReturn { line.removeLast() }
        return .text(Array(line))
      }
      searched = buffer.count - start
      if searched > limit {
        try skipLine()
        return .tooLong
      }
      if try fill() { continue }
      guard start < buffer.count else { return nil }
      defer { start = buffer.count }
      return .text(Array(buffer[start...]))
    }
  }

  /// Takes the next line away, however long it is, without holding it.
  package mutating func skipLine() throws(InputFailure) {
    while true {
      if let end = newline(after: start) {
        start = end + 1
        return
      }
      start = buffer.count
      guard try fill() else { return }
    }
  }

  private func newline(after index: Int) -> Int? {
    buffer.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, index < bytes.count else { return nil }
      // The range lies inside the array.
      return memchr(base + index, Int32(Ascii.newline), bytes.count - index).map {
        UnsafeRawPointer($0) - base
      }
    }
  }

  /// Takes everything that is left.
  package mutating func takeAll(limit: Int) throws(InputFailure) -> [UInt8] {
    while buffer.count - start <= limit, try fill() {}
    guard buffer.count - start <= limit else {
      throw InputFailure(line: nil, reason: "it is larger than \(limit) bytes")
    }
    defer { start = buffer.count }
    return start == 0 ? buffer : Array(buffer[start...])
  }
}
