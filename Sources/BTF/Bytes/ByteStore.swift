internal import LibC

/// Bytes that stay at their place and unchanged as long as this object lives.
///
/// Every access is checked; a byte after the end counts as 0.
@safe
final class ByteStore: @unchecked Sendable {
  // Nothing writes the bytes after the initializer, so threads may share them.
  private let bytes: UnsafeRawBufferPointer
  private let isMapped: Bool

  /// The file that the bytes are of, or an empty text.
  let file: String
  /// Where they begin in that file.
  let fileOffset: Int

  /// Takes over memory of malloc or mmap.
  @unsafe
  private init(
    taking bytes: UnsafeRawBufferPointer, isMapped: Bool, file: String, fileOffset: Int
  ) {
    unsafe self.bytes = bytes
    self.isMapped = isMapped
    self.file = file
    self.fileOffset = fileOffset
  }

  deinit {
    // The memory came from mmap or malloc with this address and size, and goes back once.
    let address = unsafe UnsafeMutableRawPointer(mutating: bytes.baseAddress)
    if isMapped {
      _ = unsafe munmap(address, bytes.count)
    } else {
      unsafe free(address)
    }
  }

  /// As many bytes as `fill` is told to write.
  convenience init(
    count: Int, file: String, fileOffset: Int,
    fill: (UnsafeMutableRawBufferPointer) throws(BTFError) -> Void
  ) throws(BTFError) {
    guard let address = unsafe calloc(max(count, 1), 1) else {
      throw BTFError(.unreadable, file: file, reason: "there is no memory for \(count) bytes")
    }
    // The memory has at least `count` bytes, all of them set.
    let memory = unsafe UnsafeMutableRawBufferPointer(start: address, count: count)
    do throws(BTFError) {
      try unsafe fill(memory)
    } catch {
      unsafe free(address)
      throw error
    }
    unsafe self.init(
      taking: UnsafeRawBufferPointer(memory), isMapped: false, file: file, fileOffset: fileOffset)
  }

  /// A copy of bytes.
  convenience init(_ bytes: RawSpan, file: String = "") throws(BTFError) {
    try unsafe self.init(count: bytes.byteCount, file: file, fileOffset: 0) {
      (memory) throws(BTFError) in
      // The memory has as many bytes as the span.
      unsafe bytes.withUnsafeBytes { unsafe memory.copyMemory(from: $0) }
    }
  }

  /// Maps a file of the kernel's, or returns `nil` where the kernel does not let it be mapped.
  ///
  /// Files on disks must not be mapped: they can be cut off while they are read, and to touch what
  /// is gone then ends the process.
  convenience init?(mapping descriptor: Int32, count: Int, file: String) {
    guard let address = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0),
      unsafe address != UnsafeMutableRawPointer(bitPattern: -1)
    else { return nil }
    unsafe self.init(
      taking: UnsafeRawBufferPointer(start: address, count: count), isMapped: true, file: file,
      fileOffset: 0)
  }

  /// The number of bytes.
  var count: Int { unsafe bytes.count }

  /// The byte at an offset.
  @inline(__always)
  func byte(at offset: Int) -> UInt8 {
    guard offset >= 0, offset < count else { return 0 }
    // Checked above.
    return unsafe bytes.load(fromByteOffset: offset, as: UInt8.self)
  }

  /// The four bytes at an offset as an integer of this machine's byte order.
  @inline(__always)
  func word(at offset: Int) -> UInt32 {
    guard offset >= 0, offset <= count &- 4, let base = unsafe bytes.baseAddress else { return 0 }
    // Checked above: all four bytes are there.
    return unsafe base.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
  }

  /// The bytes of a range, as far as they are there.
  @inline(__always)
  private func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    // A clamped range lies inside the buffer, which lives as long as this object.
    unsafe UnsafeRawBufferPointer(rebasing: bytes[range.clamped(to: 0..<bytes.count)])
  }

  /// A copy of the bytes of a range.
  func array(_ range: Range<Int>) -> [UInt8] { unsafe Array(bytes(range)) }

  /// The bytes of a range as text.
  func text(_ range: Range<Int>) -> String {
    unsafe String(decoding: bytes(range), as: UTF8.self)
  }

  /// Whether the bytes from an offset on are these.
  @inline(__always)
  func has(_ other: [UInt8], at offset: Int) -> Bool {
    guard offset >= 0, offset <= count &- other.count else { return false }
    guard let own = unsafe bytes.baseAddress else { return other.isEmpty }
    // Checked above: as many bytes are there.
    return unsafe memcmp(own + offset, other, other.count) == 0
  }

  /// A hash of the bytes of a range, which is another one in each process.
  @inline(__always)
  func hash(_ range: Range<Int>) -> Int {
    var hasher = Hasher()
    unsafe hasher.combine(bytes: bytes(range))
    return hasher.finalize()
  }

  /// Copies the bytes of a range, as far as they are there, to memory of the same size.
  @unsafe
  func copy(_ range: Range<Int>, to memory: UnsafeMutableRawBufferPointer) {
    unsafe memory.copyMemory(from: bytes(range))
  }

  /// Where the first zero byte from an offset on is, before `end`.
  @inline(__always)
  func zero(from offset: Int, before end: Int) -> Int? {
    let end = min(end, count)
    guard offset >= 0, offset < end, let base = unsafe bytes.baseAddress else { return nil }
    // Checked above: all bytes up to the end are there.
    return unsafe memchr(base + offset, 0, end - offset).map { unsafe UnsafeRawPointer($0) - base }
  }

  /// An error at an offset of these bytes.
  func error(_ code: BTFError.Code, at offset: Int, _ reason: String) -> BTFError {
    BTFError(code, file: file, byte: fileOffset + offset, reason: reason)
  }
}
