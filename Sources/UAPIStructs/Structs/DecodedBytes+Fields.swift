// How generated properties read their fields.

extension _DecodedBytes {
  /// The integer in a field that has one place from a generation on, or `nil` unless the field
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
    // Bits 1 up to the generation are those that lack the field, bit 0 says that generations alone do not
    // decide; where none of them is set the whole of every remaining generation is in the answer.
    let lacking: UInt64 = (1 &<< UInt64(truncatingIfNeeded: generation)) &- 1
    if reading.generationBits & lacking == 0 {
      #if _endian(big)
        return Value(truncatingIfNeeded: word &>> UInt64(64 - 8 * (offset & 7 &+ size)))
      #else
        return Value(truncatingIfNeeded: word &>> UInt64(8 * (offset & 7)))
      #endif
    }
    if reading.generationsDecide { return nil }
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
    if reading.generationsDecide { return nil }
    return Self.integer(field, in: reading, word: word, at: offset & ~7)
      .map(Value.init(truncatingIfNeeded:))
  }

  /// The integer in a field about which generations alone do not decide, and which lies inside one word.
  @inlinable
  @inline(never)
  static func integer<Field: UAPIField>(
    _ field: Field, in reading: Reading, word: UInt64, at offset: Int
  ) -> UInt64? {
    Field._history.integerByRule(ofField: field.index, in: reading, word: word, at: offset)
  }

  /// The integer in a field, wherever it is, or `nil` unless the field is present.
  @inlinable
  @inline(never)
  public func integer<Field: UAPIField, Value: FixedWidthInteger>(_ field: Field) -> Value? {
    let history = Field._history
    let integer: UInt64?
    if history.fastPath.places.decide(reading) {
      guard let place = history.fastPath.places.place(ofField: field.index, in: reading) else {
        return nil
      }
      // Generations decide about answers that reach to their end: the field is in the words.
      integer = unsafe place.integer(in: words.span.bytes) ?? integerByRule(field)
    } else {
      integer = integerByRule(field)
    }
    return integer.map(Value.init(truncatingIfNeeded:))
  }

  @inlinable
  func integerByRule<Field: UAPIField>(_ field: Field) -> UInt64? {
    withBytes { Field._history.integerByRule(ofField: field.index, in: reading, bytes: $0) }
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
    guard let place = Field._history.place(ofField: field.index, in: reading) else { return nil }
    return withBytes { bytes in
      // A judged field starts inside the answer; the bounds hold against any history all the same.
      let end = Swift.min(place.offset + place.size, reading.length, bytes.byteCount)
      return body(bytes.extracting(Swift.min(place.offset, end)..<end), place.size)
    }
  }
}
