/// Where a field is in a struct, and in which generations it is there.
public struct FieldPlace: Hashable, Sendable {
  /// The field's type as the C header spells it.
  public let type: String
  /// The offset of the field in bytes; for a bit-field, of the integer that holds it.
  public let offset: Int
  /// The offset on i386, where 64-bit integers are aligned to four bytes.
  public let offsetOnI386: Int
  /// The size of the field in bytes; for a bit-field, of the integer that holds it.
  public let size: Int
  /// For a bit-field its bits, counted in the order in which the compiler hands them out: from the
  /// least significant one on little-endian machines, from the most significant one on the others.
  public let bits: Range<Int>?
  /// The generations that have the field at this place.
  public let generations: GenerationSet

  /// A place that holds for some generations, counted from 1.
  public init(
    _ type: String, at offset: Int, size: Int, bits: Range<Int>? = nil,
    generations: ClosedRange<Int>, onI386 offsetOnI386: Int? = nil
  ) {
    self.init(
      type, at: offset, size: size, bits: bits, in: GenerationSet(generations),
      onI386: offsetOnI386)
  }

  init(
    _ type: String, at offset: Int, size: Int, bits: Range<Int>?, in generations: GenerationSet,
    onI386 offsetOnI386: Int?
  ) {
    self.type = type
    // No struct that a kernel hands out comes near these bounds; with them no sum can overflow.
    self.offset = offset.clamped(to: 0...StructLayout.maximumSize)
    self.offsetOnI386 = (offsetOnI386 ?? offset).clamped(to: 0...StructLayout.maximumSize)
    self.size = size.clamped(to: 0...StructLayout.maximumSize)
    self.bits = bits
    self.generations = generations
  }

  /// The offset in bytes for one ABI.
  @usableFromInline
  func offset(in abi: ABI) -> Int { abi.alignsLongIntegersToFour ? offsetOnI386 : offset }

  /// Whether the other place is the same bytes and bits, whatever their type is called.
  func isSamePlace(as other: FieldPlace) -> Bool {
    offset == other.offset && offsetOnI386 == other.offsetOnI386 && size == other.size
      && bits == other.bits
  }
}

extension Int {
  func clamped(to bounds: ClosedRange<Int>) -> Int {
    Swift.min(Swift.max(self, bounds.lowerBound), bounds.upperBound)
  }
}
