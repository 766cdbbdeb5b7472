/// The bytes of an answer, kept in line, with what is known of their layout.
///
/// This is what a generated struct holds: plain bytes that copy like an integer, without a reference
/// to anything. `wordCount` words of eight bytes hold the newest known layout; behind it there is
/// room for what a newer kernel may add.
public struct DecodedBytes<let wordCount: Int>: Sendable, BitwiseCopyable {
  /// The answer in front of the known end. Words behind the answer are 0.
  @usableFromInline let words: InlineArray<wordCount, UInt64>

  /// The answer behind the known end, as far as there is room.
  @usableFromInline let beyond: InlineArray<8, UInt64>

  /// How the bytes are to be read.
  public let reading: Reading

  /// The size of the newest known layout, in whole words.
  @inlinable
  public static var knownSize: Int { wordCount &* 8 }

  /// Whether the words are better copied at once than one by one, which the compiler likes to keep in
  /// registers.
  @inlinable
  public static var isLarge: Bool { wordCount > 16 }

  /// Copies an answer that ``quickGenerations(of:history:extent:)`` found to be a whole struct, as long as
  /// ``knownSize``.
  @inlinable
  @inline(__always)
  public init(full bytes: RawSpan, reading: Reading) {
    // The caller knows the length.
    self.words = unsafe bytes.unsafeLoadUnaligned(
      fromUncheckedByteOffset: 0, as: InlineArray<wordCount, UInt64>.self)
    self.beyond = InlineArray(repeating: 0)
    self.reading = reading
  }

  /// Copies an answer that ``quickGenerations(of:history:extent:)`` found to be a whole struct.
  @inlinable
  @inline(__always)
  public init(whole bytes: RawSpan, reading: Reading) {
    self.words = Self.isLarge ? Self.zeroPadded(bytes) : Self.words(of: bytes)
    self.beyond = InlineArray(repeating: 0)
    self.reading = reading
  }

  /// The bits of the generations that could have given an answer in the commonest case: the whole
  /// struct of the native ABI, of a size that generations have. 0 in every other case.
  @inlinable
  @inline(__always)
  public static func quickGenerations(
    of bytes: RawSpan, history: StructHistory, extent: Extent
  ) -> UInt64 {
    let length = bytes.byteCount
    guard length <= knownSize, extent.kernelSize(forLength: length) == length else { return 0 }
    return history.quickGenerations(of: bytes)
  }

  /// Copies an answer and judges it with what is known of the kernel.
  @inlinable
  public init(
    _ bytes: RawSpan, history: StructHistory, extent: Extent, kernel: KernelKnowledge,
    abi: ABI = .native
  ) {
    let reading = history.reading(of: bytes, extent: extent, kernel: kernel, abi: abi)
    guard !reading.isExact else {
      let moved = history.rearranged(bytes, by: reading)
      // Integers have no padding: all their bytes can be read.
      unsafe self.init(bytes: moved.span.bytes, reading: reading.rearranged)
      return
    }
    self.init(bytes: bytes, reading: reading)
  }

  @inlinable
  init(bytes: RawSpan, reading: Reading) {
    let known = Swift.min(bytes.byteCount, Self.knownSize)
    self.words = Self.zeroPadded(bytes.extracting(0..<known))
    self.beyond = Self.zeroPadded(
      bytes.extracting(known..<Swift.min(bytes.byteCount, known &+ 64)))
    self.reading = reading
  }

  /// Bytes in front of zeros. No more are given than the words have.
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

  /// The number of bytes in the answer.
  public var length: Int { reading.length }

  /// The bytes of the answer, as far as there is room for them. In an answer of an exact layout that
  /// equals no generation, fields stand where the newest generation has them.
  public var bytes: [UInt8] { Array(allBytes.prefix(length)) }

  /// Everything that is kept, zeros behind the answer too.
  @usableFromInline
  var allBytes: [UInt8] {
    // Integers have no padding: all their bytes can be read.
    unsafe words.span.bytes.array + beyond.span.bytes.array
  }

  /// Hands over the words in front of the known end or, of a longer answer, all that is kept.
  @inlinable
  package func withBytes<Result>(_ body: (RawSpan) -> Result) -> Result {
    // Only answers that are longer than all known ones have anything behind the words.
    if length <= Self.knownSize { return unsafe body(words.span.bytes) }
    let bytes = allBytes
    return unsafe body(bytes.span.bytes)
  }
}

extension DecodedBytes {
  /// The integer in a field that stands at one place from a generation on, or `nil` unless the field
  /// is present.
  ///
  /// The common case is one test and one load.
  @inlinable
  @inline(__always)
  public func integer<Field: UAPIField, Value: FixedWidthInteger & BitwiseCopyable>(
    _ field: Field, at offset: Int, since generation: Int
  ) -> Value? {
    let size = MemoryLayout<Value>.size
    guard offset >= 0, offset & 7 &+ size <= 8, offset &>> 3 < wordCount else {
      return integer(field)
    }
    // Checked above: the field lies inside one word of the array.
    let word = unsafe words[unchecked: offset &>> 3]
    // Bits 1 up to the generation stand for those that lack the field, bit 0 for answers that need
    // care; where none of them is set the whole of every remaining generation is in the answer.
    let lacking: UInt64 = (1 &<< UInt64(truncatingIfNeeded: generation)) &- 1
    if reading.generationBits & lacking == 0 {
      #if _endian(big)
        return Value(truncatingIfNeeded: word &>> UInt64(64 - 8 * (offset & 7 &+ size)))
      #else
        return Value(truncatingIfNeeded: word &>> UInt64(8 * (offset & 7)))
      #endif
    }
    if reading.generationBits & 1 == 0 { return nil }
    return Self.integer(field, in: reading, word: word, at: offset & ~7)
      .map(Value.init(truncatingIfNeeded:))
  }

  /// The same for a bit-field, in an integer of `size` bytes at the offset.
  @inlinable
  @inline(__always)
  public func integer<Field: UAPIField, Value: FixedWidthInteger & BitwiseCopyable>(
    _ field: Field, at offset: Int, size: Int, bits: Range<Int>, since generation: Int
  ) -> Value? {
    guard offset >= 0, size > 0, offset & 7 &+ size <= 8, offset &>> 3 < wordCount,
      bits.lowerBound >= 0, bits.upperBound <= size &* 8, bits.count < 64
    else { return integer(field) }
    // Checked above: the field lies inside one word of the array.
    let word = unsafe words[unchecked: offset &>> 3]
    let lacking: UInt64 = (1 &<< UInt64(truncatingIfNeeded: generation)) &- 1
    if reading.generationBits & lacking == 0 {
      #if _endian(big)
        let shift = 64 - 8 * (offset & 7) - bits.upperBound
      #else
        let shift = 8 * (offset & 7) + bits.lowerBound
      #endif
      return Value(
        truncatingIfNeeded: word &>> UInt64(shift) & ((1 &<< UInt64(bits.count)) &- 1))
    }
    if reading.generationBits & 1 == 0 { return nil }
    return Self.integer(field, in: reading, word: word, at: offset & ~7)
      .map(Value.init(truncatingIfNeeded:))
  }

  /// The integer in a field of an answer that needs care, which lies inside one word.
  @inlinable
  @inline(never)
  static func integer<Field: UAPIField>(
    _ field: Field, in reading: Reading, word: UInt64, at offset: Int
  ) -> UInt64? {
    Field.history.integer(ofField: field.index, in: reading, word: word, at: offset)
  }

  /// The integer in a field, wherever it stands, or `nil` unless the field is present.
  @inlinable
  @inline(never)
  public func integer<Field: UAPIField, Value: FixedWidthInteger>(_ field: Field) -> Value? {
    let history = Field.history
    let integer: UInt64?
    if history.quickPlaces.decide(reading) {
      guard let place = history.quickPlaces.place(ofField: field.index, in: reading) else {
        return nil
      }
      integer = withBytes { bytes in
        place.integer(in: bytes)
          ?? history.integer(ofField: field.index, in: reading, bytes: bytes)
      }
    } else {
      integer = withBytes { history.integer(ofField: field.index, in: reading, bytes: $0) }
    }
    return integer.map(Value.init(truncatingIfNeeded:))
  }

  /// The bytes of an array or of a struct that is not taken apart, or `nil` unless it is present.
  public func bytes<Field: UAPIField, let count: Int>(
    _ field: Field
  ) -> InlineArray<count, UInt8>? {
    let bytes: InlineArray<count, UInt8>?? = withBytes(of: field) { bytes, size in
      guard size == count, bytes.byteCount == count else { return nil }
      // Checked above: the span has all bytes of the array.
      return unsafe bytes.unsafeLoadUnaligned(
        fromUncheckedByteOffset: 0, as: InlineArray<count, UInt8>.self)
    }
    return bytes ?? nil
  }

  /// A struct inside this one, as far as the answer reaches, or `nil` where none of it is there.
  @inlinable
  public func nested<Field: UAPIField, Nested: UAPIStruct>(_ field: Field) -> Nested? {
    withBytes(of: field) { bytes, size in
      Nested(
        bytes, extent: .kernelSize(size), kernel: reading.kernelOfNested, abi: reading.abi)
    }
  }

  /// Hands over the bytes of a field that is present or truncated, as far as the answer reaches, and its
  /// size.
  @inlinable
  package func withBytes<Field: UAPIField, Result>(
    of field: Field, _ body: (_ bytes: RawSpan, _ size: Int) -> Result
  ) -> Result? {
    guard let place = Self.place(of: field, in: reading) else { return nil }
    return withBytes { bytes in
      // A judged field starts inside the answer; the bounds hold against any history all the same.
      let end = Swift.min(place.offset + place.size, reading.length, bytes.byteCount)
      return body(bytes.extracting(Swift.min(place.offset, end)..<end), place.size)
    }
  }

  /// Where a field stands that is present or truncated.
  @usableFromInline
  static func place<Field: UAPIField>(
    of field: Field, in reading: Reading
  ) -> (offset: Int, size: Int)? {
    let history = Field.history
    if let quick = history.quickPlaces.place(ofField: field.index, in: reading) {
      return (quick.offset, quick.size)
    }
    let (presence, place) = history.judge(field: field.index, in: reading)
    guard presence == .present || presence == .truncated, let place else { return nil }
    return (place.offset(in: reading.abi), place.size)
  }
}
