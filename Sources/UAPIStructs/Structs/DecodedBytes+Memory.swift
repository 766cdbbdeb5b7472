// Answers in memory that may be changed. A large struct takes longer to copy than to judge: here it is
// judged and made ready where it lies, and then copied once, to where it stays.

extension _DecodedStorage {
  /// How the whole struct of the native ABI is to be read, from a kernel of which something may be known:
  /// `nil` where that takes the rule.
  @inlinable
  @inline(__always)
  package static func fastReading(
    of bytes: RawSpan, history: StructHistory, kernel: KernelKnowledge
  ) -> Reading? {
    guard bytes.byteCount <= knownSize else { return nil }
    return history.fastPath.reading(of: bytes, extent: .whole, kernel: kernel)
  }

  /// Judges any answer of the native ABI, and copies it to the memory from which the struct is made. The
  /// memory after it is cleared, and the fields of an exact layout that equals no generation are moved.
  ///
  /// - Parameters:
  ///   - bytes: the answer, which may lie in that memory already.
  ///   - memory: room for as much as ``keptSize`` says.
  @unsafe
  package static func reading(
    of bytes: RawSpan, copiedTo memory: UnsafeMutableRawPointer, history: StructHistory,
    extent: Extent, kernel: KernelKnowledge
  ) -> Reading {
    let reading = history.reading(of: bytes, extent: extent, kernel: kernel)
    // The caller guarantees the memory, and no more is written than its size.
    if reading.hasOwnPlaces {
      let moved = history.rearranged(bytes, by: reading)
      unsafe copy(moved.span.bytes, to: memory)
      return reading.rearranged
    }
    unsafe copy(bytes, to: memory)
    return reading
  }

  /// Copies as much of an answer as is kept, and clears the memory after it.
  @unsafe
  private static func copy(_ bytes: RawSpan, to memory: UnsafeMutableRawPointer) {
    unsafe bytes.withUnsafeBytes { bytes in
      // Both may overlap, which the call allows.
      if let start = bytes.baseAddress, unsafe start != UnsafeRawPointer(memory) {
        unsafe memory.copyMemory(from: start, byteCount: Swift.min(bytes.count, keptSize))
      }
    }
    unsafe clear(memory, after: bytes.byteCount)
  }

  /// Makes an answer ready to be copied: clears the memory after it.
  ///
  /// - Parameters:
  ///   - memory: the answer, and after it as much as makes ``keptSize``.
  ///   - length: the length of the answer.
  @unsafe
  @inlinable
  @inline(__always)
  package static func clear(_ memory: UnsafeMutableRawPointer, after length: Int) {
    // No more than the words is copied of an answer that has just these.
    if length != knownSize { unsafe clearAll(memory, after: length) }
  }

  @unsafe
  @usableFromInline
  @inline(never)
  static func clearAll(_ memory: UnsafeMutableRawPointer, after length: Int) {
    guard length < keptSize else { return }
    unsafe (memory + length).initializeMemory(
      as: UInt8.self, repeating: 0, count: keptSize &- length)
  }
}

extension _DecodedBytes {
  /// Copies an answer that was judged where it lies.
  @unsafe
  @inlinable
  @inline(__always)
  public init(inPlace memory: UnsafeRawPointer, reading: Reading) {
    self.words = unsafe memory.loadUnaligned(as: InlineArray<wordCount, UInt64>.self)
    self.beyond =
      reading.length <= Self.knownSize
      ? InlineArray(repeating: 0)
      : unsafe memory.loadUnaligned(
        fromByteOffset: Self.knownSize, as: InlineArray<8, UInt64>.self)
    self.reading = reading
  }
}
