/// The bytes of an answer, kept in line, with what is known of their layout.
///
/// This is what a generated struct holds: plain bytes that copy like an integer, without a reference
/// to anything. `wordCount` words of eight bytes hold the newest known layout; after it there is
/// room for what a newer kernel may add.
public struct _DecodedBytes<let wordCount: Int>: _DecodedStorage {
  /// The answer before the known end. Words after the answer are 0.
  @usableFromInline let words: InlineArray<wordCount, UInt64>

  /// The answer after the known end, as far as there is room.
  @usableFromInline let beyond: InlineArray<8, UInt64>

  /// How the bytes are to be read.
  public let reading: Reading

  /// Copies an answer of whole words, no more than ``knownSize`` bytes.
  @inlinable
  @inline(__always)
  public init(whole bytes: RawSpan, reading: Reading) {
    if !Self.isLarge {
      self.words = Self.words(of: bytes)
    } else if bytes.byteCount == Self.knownSize {
      // Checked above: the bytes are as many as the words have.
      self.words = unsafe bytes.unsafeLoadUnaligned(
        fromUncheckedByteOffset: 0, as: InlineArray<wordCount, UInt64>.self)
    } else {
      self.words = Self.zeroPadded(bytes)
    }
    self.beyond = InlineArray(repeating: 0)
    self.reading = reading
  }

  /// Copies an answer of any length.
  @inlinable
  public init(_ bytes: RawSpan, reading: Reading) {
    let known = Swift.min(bytes.byteCount, Self.knownSize)
    self.words = Self.zeroPadded(bytes.extracting(0..<known))
    self.beyond = Self.zeroPadded(
      bytes.extracting(known..<Swift.min(bytes.byteCount, known &+ 64)))
    self.reading = reading
  }

  /// Bytes followed by zeros. No more are given than the words have.
  @inlinable
  static func zeroPadded<let count: Int>(_ bytes: RawSpan) -> InlineArray<count, UInt64> {
    let size = count &* 8
    return unsafe withUnsafeTemporaryAllocation(byteCount: size, alignment: 8) { buffer in
      guard let start = buffer.baseAddress else { return InlineArray(repeating: 0) }
      let inside = Swift.min(bytes.byteCount, size)
      unsafe bytes.withUnsafeBytes { bytes in
        if let bytes = bytes.baseAddress { unsafe start.copyMemory(from: bytes, byteCount: inside) }
      }
      unsafe (start + inside).initializeMemory(
        as: UInt8.self, repeating: 0, count: size &- inside)
      // The buffer has the size of the words, and every byte of it is set.
      return unsafe start.loadUnaligned(as: InlineArray<count, UInt64>.self)
    }
  }

  /// The words of an answer that is a multiple of eight bytes long, at least eight.
  @inlinable
  @inline(__always)
  static func words(of bytes: RawSpan) -> InlineArray<wordCount, UInt64> {
    let length = bytes.byteCount
    guard length >= 8 else { return InlineArray(repeating: 0) }
    if length >= knownSize {
      return InlineArray { index in
        // Checked above: every word of the array lies inside the bytes.
        unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index &* 8, as: UInt64.self)
      }
    }
    return InlineArray { index in
      // Words that are not there are loaded from the start instead, without a branch. Checked above:
      // the first word is there.
      let isThere = index &* 8 &+ 8 <= length
      let word = unsafe bytes.unsafeLoadUnaligned(
        fromUncheckedByteOffset: isThere ? index &* 8 : 0, as: UInt64.self)
      return isThere ? word : 0
    }
  }

  /// Everything that is kept, zeros after the answer too. In an answer of an exact layout that equals no
  /// generation, fields are where the newest generation has them.
  @usableFromInline
  var allBytes: [UInt8] {
    // Integers have no padding: all their bytes can be read.
    unsafe words.span.bytes.array + beyond.span.bytes.array
  }

  /// Hands over the words before the known end or, of a longer answer, all that is kept.
  @inlinable
  public func withBytes<Result>(_ body: (RawSpan) -> Result) -> Result {
    // Only answers that are longer than all known ones have anything after the words.
    if reading.length <= Self.knownSize { return unsafe body(words.span.bytes) }
    let bytes = allBytes
    return unsafe body(bytes.span.bytes)
  }
}
