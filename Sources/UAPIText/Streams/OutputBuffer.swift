internal import LibC

internal import Synchronization

/// Collects output and writes it in large pieces.
///
/// All that the command prints goes through here: nothing that others chose steers a terminal, and no
/// failure is lost.
package final class OutputBuffer {
  /// What goes out.
  package enum Content {
    /// Lines of text.
    case text
    /// Bytes, as they are.
    case bytes
  }

  /// What was appended and not written yet.
  package var bytes: [UInt8] = []
  /// The error number of the first call that failed: what follows is lost.
  package private(set) var errorNumber: Int32?
  private let descriptor: Int32?
  private let content: Content
  private let pieceSize: Int

  /// Output to an open file; without one, output that stays in memory.
  package init(descriptor: Int32? = nil, content: Content = .text) {
    self.descriptor = descriptor
    self.content = content
    // Who watches a terminal wants to see each record as it comes.
    pieceSize = descriptor.map { isatty($0) == 1 } == true ? 1 : 1 << 16
  }

  /// Appends a text.
  @inlinable package func append(_ text: some StringProtocol) {
    bytes.append(contentsOf: text.utf8)
  }

  /// Writes what was collected, if it is worth a call.
  package func flushIfFull() { if bytes.count >= pieceSize { flush() } }

  /// Writes all that was collected, and tells whether somebody takes it.
  @discardableResult
  package func flush() -> Bool {
    guard let descriptor else { return true }
    if errorNumber == nil {
      let piece = content == .text ? VisibleText.cleaned(bytes) : bytes
      errorNumber = DescriptorWriting.write(piece[...], to: descriptor).errorNumber
      if let errorNumber { Self.note(errorNumber, of: descriptor) }
    }
    bytes.removeAll(keepingCapacity: true)
    return errorNumber == nil
  }

  /// Writes all that was collected.
  ///
  /// - Throws: ``CommandFailure`` where not all of it was taken.
  package func finish() throws(CommandFailure) {
    flush()
    guard let errorNumber, let descriptor else { return }
    Self.unsaid.withLock { $0[descriptor] = nil }
    throw Self.failure(errorNumber, of: descriptor)
  }

  /// What was collected in memory, as it would go out.
  package var text: String { String(decoding: VisibleText.cleaned(bytes), as: UTF8.self) }

  // MARK: - Failures

  /// The failures that ``finish()`` has not thrown.
  private static let unsaid = Mutex<[Int32: Int32]>([:])

  private static func note(_ errorNumber: Int32, of descriptor: Int32) {
    unsaid.withLock { $0[descriptor] = errorNumber }
  }

  private static func failure(_ errorNumber: Int32, of descriptor: Int32) -> CommandFailure {
    let name = descriptor == 2 ? "standard error" : "standard output"
    return CommandFailure("\(name): \(String(cString: strerror(errorNumber)))")
  }

  /// A failure to write to standard output or error that was not thrown. Whatever a command made of
  /// it, its output is not whole.
  package static var unsaidFailure: CommandFailure? {
    let (descriptor, number) = unsaid.withLock { failures in
      let first = failures.first { $0.key == 1 } ?? failures.first { $0.key == 2 }
      return (first?.key ?? 1, first?.value)
    }
    return number.map { failure($0, of: descriptor) }
  }
}
