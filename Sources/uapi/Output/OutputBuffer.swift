#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Android)
  internal import Android
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Collects output and writes it in large pieces.
final class OutputBuffer {
  /// What was appended and not written yet.
  var bytes: [UInt8] = []
  /// The error number of the first call that failed: what follows is lost.
  private(set) var errorNumber: Int32?
  private let descriptor: Int32?
  private let pieceSize: Int

  /// Output to an open file; without one, output that stays in memory.
  init(descriptor: Int32? = nil) {
    self.descriptor = descriptor
    // Who watches a terminal wants to see each record as it comes.
    pieceSize = descriptor.map { isatty($0) == 1 } == true ? 1 : 1 << 16
  }

  /// Appends a text.
  func append(_ text: some StringProtocol) { bytes.append(contentsOf: text.utf8) }

  /// Writes what was collected, if it is worth a call.
  func flushIfFull() { if bytes.count >= pieceSize { flush() } }

  /// Writes all that was collected, and tells whether somebody takes it.
  @discardableResult
  func flush() -> Bool {
    guard let descriptor else { return true }
    var start = 0
    while start < bytes.count, errorNumber == nil {
      let count = bytes.withUnsafeBytes { all in
        // The range lies inside the array.
        write(descriptor, all.baseAddress.map { $0 + start }, all.count - start)
      }
      if count < 0 {
        if errno != EINTR { errorNumber = errno }
        continue
      }
      start += count
    }
    bytes.removeAll(keepingCapacity: true)
    return errorNumber == nil
  }

  /// Writes all that was collected.
  ///
  /// - Throws: ``CommandFailure`` where not all of it was taken. Somebody who stopped reading has what
  ///   he wanted.
  func finish() throws(CommandFailure) {
    flush()
    guard let errorNumber, errorNumber != EPIPE else { return }
    throw CommandFailure("standard output: \(String(cString: strerror(errorNumber)))")
  }

  /// What was collected in memory.
  var text: String { String(decoding: bytes, as: UTF8.self) }
}
