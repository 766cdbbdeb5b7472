/// What a generated struct holds: ``_DecodedBytes`` of one size. No other type conforms.
public protocol _DecodedStorage: Sendable, BitwiseCopyable {
  /// How the bytes are to be read.
  var reading: Reading { get }
  /// Copies an answer of whole words, no more than ``knownSize`` bytes.
  init(whole bytes: RawSpan, reading: Reading)
  /// Copies an answer of any length.
  init(_ bytes: RawSpan, reading: Reading)
  /// Hands over the words before the known end or, of a longer answer, all that is kept.
  func withBytes<Result>(_ body: (RawSpan) -> Result) -> Result
}

extension _DecodedStorage {
  /// The size of the newest known layout, in whole words: all but the room that is kept after it.
  @inlinable
  static var knownSize: Int { MemoryLayout<Self>.size &- MemoryLayout<Reading>.size &- 64 }

  /// Whether the words are better copied at once than one by one, which the compiler likes to keep in
  /// registers.
  @inlinable
  static var isLarge: Bool { knownSize > 128 }

  /// Whether an answer is decoded in line: all whole structs, of large ones only those of full size.
  @inlinable
  static func isDecodedInLine(_ length: Int) -> Bool { !isLarge || length == knownSize }

  /// The bits of the generations that could have given an answer, or 0 where that takes the rule.
  @inlinable
  @inline(__always)
  static func possibleGenerations(
    of bytes: RawSpan, history: StructHistory, extent: Extent
  ) -> UInt64 {
    let length = bytes.byteCount
    guard length <= knownSize, extent.kernelSize(forLength: length) == length else { return 0 }
    return history.fastPath.generations.generations(of: bytes)
  }

  /// Copies an answer that the fast path does not know, and leaves it to the rule.
  @inlinable
  init(
    byRule bytes: RawSpan, history: StructHistory, extent: Extent, kernel: KernelKnowledge,
    abi: ABI
  ) {
    let reading = history.readingByRule(of: bytes, extent: extent, kernel: kernel, abi: abi)
    guard !reading.hasOwnPlaces else {
      let moved = history.rearranged(bytes, by: reading)
      // Integers have no padding: all their bytes can be read.
      unsafe self.init(moved.span.bytes, reading: reading.rearranged)
      return
    }
    self.init(bytes, reading: reading)
  }
}

extension _DecodedStorage {
  /// The bytes of the answer, as far as there is room for them.
  var bytes: [UInt8] { bytes(in: 0..<reading.length) }

  func bytes(in range: Range<Int>) -> [UInt8] {
    withBytes { $0.array(range.clamped(to: 0..<reading.length)) }
  }

  /// Everything that is kept of an answer, zeros after it too.
  package var storedBytes: [UInt8] { withBytes { $0.array } }
}
