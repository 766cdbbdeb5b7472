/// The bytes of an answer, kept in line, with what is known of their layout.
///
/// This is what a generated struct holds. `wordCount` words of eight bytes hold the newest known
/// layout; the rare answer that is longer keeps its bytes beside it.
public struct DecodedBytes<let wordCount: Int>: Sendable {
  /// The answer in front of the known end. Words behind the answer are 0.
  @usableFromInline let words: InlineArray<wordCount, UInt64>

  /// The generations that remain, as ``Reading`` keeps them.
  @usableFromInline let generationBits: UInt64

  /// What else the presence rule found out.
  @usableFromInline let findings: Reading.Findings

  /// What only unusual answers need.
  @usableFromInline let supplement: Supplement?

  /// Copies an answer and judges it by the history of its struct.
  ///
  /// - Parameters:
  ///   - bytes: the answer, as many bytes as the kernel said that it returned.
  ///   - history: the history of the struct.
  ///   - extent: what is known about the end of the answer.
  @inlinable
  @inline(__always)
  public init(_ bytes: RawSpan, history: StructHistory, extent: Extent) {
    self.words = Self.copy(bytes)
    let length = bytes.byteCount
    if extent.kernelSize(forLength: length) == length {
      let generations = history.quickGenerations(of: bytes)
      if generations != 0 {
        self.generationBits = generations
        self.findings = Reading.Findings(length: length, kernelSize: length)
        self.supplement = nil
        return
      }
    }
    let reading = history.reading(of: bytes, extent: extent, room: wordCount &* 8)
    self.generationBits = reading.generationBits
    self.findings = reading.findings
    self.supplement = reading.supplement
  }

  /// Copies an answer and judges it with what is known of the kernel.
  public init(
    _ bytes: RawSpan, history: StructHistory, extent: Extent, kernel: KernelKnowledge,
    abi: ABI = .native
  ) {
    self.words = Self.copy(bytes)
    let reading = history.reading(
      of: bytes, extent: extent, kernel: kernel, abi: abi, room: wordCount &* 8)
    self.generationBits = reading.generationBits
    self.findings = reading.findings
    self.supplement = reading.supplement
  }

  /// How the bytes are to be read.
  @inlinable
  public var reading: Reading {
    Reading(generationBits: generationBits, findings: findings, supplement: supplement)
  }

  /// The words of an answer; what lies behind the last word is left out.
  @inlinable
  @inline(__always)
  static func copy(_ bytes: RawSpan) -> InlineArray<wordCount, UInt64> {
    guard bytes.byteCount >= wordCount &* 8 else { return copyShort(bytes) }
    return InlineArray { index in
      // Checked above: every word of the array lies inside the bytes.
      unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index &* 8, as: UInt64.self)
    }
  }

  /// The same for an answer that does not fill the words.
  @inlinable
  @inline(never)
  static func copyShort(_ bytes: RawSpan) -> InlineArray<wordCount, UInt64> {
    var words = InlineArray<wordCount, UInt64>(repeating: 0)
    let whole = Swift.min(wordCount, bytes.byteCount &>> 3)
    for index in 0..<whole {
      // The word lies inside the array and inside the bytes.
      unsafe words[unchecked: index] = bytes.unsafeLoadUnaligned(
        fromUncheckedByteOffset: index &* 8, as: UInt64.self)
    }
    if whole < wordCount, bytes.byteCount & 7 != 0 {
      words[whole] = tail(of: bytes, at: whole &* 8)
    }
    return words
  }

  /// The bytes of the last, incomplete word, and zeros.
  @usableFromInline
  static func tail(of bytes: RawSpan, at offset: Int) -> UInt64 {
    UInt64(littleEndian: bytes.integer(at: offset, size: 8, bigEndian: false))
  }

  /// The number of bytes in the answer.
  public var length: Int { reading.length }

  /// All bytes of the answer.
  public var bytes: [UInt8] { withBytes { $0.array(0..<reading.length) } }

  func withBytes<Result>(_ body: (RawSpan) -> Result) -> Result {
    // Integers have no padding: all their bytes can be read.
    if let bytes = supplement?.bytes, !bytes.isEmpty {
      return body(unsafe bytes.span.bytes)
    }
    return body(unsafe words.span.bytes)
  }
}

extension DecodedBytes {
  /// The integer in a field that stands at one place from a generation on, or `nil` unless the field
  /// is present.
  ///
  /// The common case is one test and one load. Everything that it needs is passed by value, also to
  /// the careful path, so that reading a field never copies the struct.
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
    if generationBits & lacking == 0 {
      #if _endian(big)
        return Value(truncatingIfNeeded: word &>> UInt64(64 - 8 * (offset & 7 &+ size)))
      #else
        return Value(truncatingIfNeeded: word &>> UInt64(8 * (offset & 7)))
      #endif
    }
    if generationBits & 1 == 0 { return nil }
    return Field.history.integer(
      ofField: field.index, in: reading, word: word, at: offset & ~7
    ).map(Value.init(truncatingIfNeeded:))
  }

  /// The integer in a field, wherever it stands, or `nil` unless the field is present.
  @inline(never)
  public func integer<Field: UAPIField, Value: FixedWidthInteger>(_ field: Field) -> Value? {
    withBytes { Field.history.integer(ofField: field.index, in: reading, bytes: $0) }
      .map(Value.init(truncatingIfNeeded:))
  }

  /// The bytes of an array or of a struct that is not taken apart, or `nil` unless it is present.
  public func bytes<Field: UAPIField, let count: Int>(
    _ field: Field
  ) -> InlineArray<count, UInt8>? {
    let (presence, place) = Field.history.judge(field: field.index, in: reading)
    guard presence == .present, let place, place.size == count else { return nil }
    let offset = place.offset(in: reading.abi)
    return withBytes { bytes in InlineArray { index in bytes[byteAt: offset + index] } }
  }

  /// A struct inside this one, as far as the answer reaches, or `nil` where none of it is there.
  public func nested<Field: UAPIField, Nested: UAPIStruct>(_ field: Field) -> Nested? {
    let (presence, place) = Field.history.judge(field: field.index, in: reading)
    guard presence == .present || presence == .truncated, let place else { return nil }
    let offset = place.offset(in: reading.abi)
    return withBytes { bytes in
      // A judged field starts inside the answer; the bounds hold against any history all the same.
      let end = Swift.min(offset + place.size, reading.length, bytes.byteCount)
      return Nested(
        bytes.extracting(Swift.min(offset, end)..<end), extent: .kernelSize(place.size),
        kernel: .unknown, abi: reading.abi)
    }
  }
}
