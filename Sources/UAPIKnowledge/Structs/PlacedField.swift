/// A field in one layout.
package struct PlacedField: Hashable, Sendable {
  package var name: String
  package var type: String
  package var content: FieldContent
  package var offset: Int
  package var size: Int
  /// For a bit-field its bits in the integer at ``offset``, in allocation order.
  package var bits: Range<Int>?
  package var offsetOnI386: Int?
  /// Whether the field shares its bytes with other members of a union.
  package var isUnionMember = false

  /// A field at its place.
  package init(
    name: String, type: String, content: FieldContent, offset: Int, size: Int,
    bits: Range<Int>? = nil, offsetOnI386: Int? = nil, isUnionMember: Bool = false
  ) {
    self.name = name
    self.type = type
    self.content = content
    self.offset = offset
    self.size = size
    self.bits = bits
    self.offsetOnI386 = offsetOnI386
    self.isUnionMember = isUnionMember
  }

  /// Whether the field only keeps room for later ones, as its name says.
  package var isReserved: Bool { Self.isReserved(name) }

  /// Whether a field of this name is padding.
  package static func isReserved(_ name: String) -> Bool {
    // Asked for very many names, and so by bytes.
    let bare = name.utf8.drop { $0 == UInt8(ascii: "_") }
    return paddingWords.contains { word in
      bare.starts(with: word)
        && bare.dropFirst(word.count).allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    }
  }

  private static let paddingWords = [
    "reserved", "resv", "rsvd", "pad", "padding", "spare", "unused",
  ].map { Array($0.utf8) }

  /// The bits that the field takes, counted from the start of the struct.
  package var bitRange: Range<Int> {
    // Histories and headers keep offsets and sizes below 2^20 and bits inside their storage.
    let start = offset &* 8
    if let bits { return (start &+ bits.lowerBound)..<(start &+ bits.upperBound) }
    return start..<(start &+ size &* 8)
  }

  /// Whether both take the same bits, however a header spells the type.
  package func standsAt(_ other: PlacedField) -> Bool { bitRange == other.bitRange }

  /// The place in words, for errors and documentation.
  package var placeInWords: String {
    guard let bits else {
      return size == 1
        ? "`\(type)` at byte \(offset)" : "`\(type)` at bytes \(offset)..<\(offset &+ size)"
    }
    let count = bits.count == 1 ? "1 bit" : "\(bits.count) bits"
    return "\(count) of `\(type)` at byte \(offset), from bit \(bits.lowerBound)"
  }

  /// Whether both are one place in a history: the same bits in the same storage.
  package func isSamePlace(as other: PlacedField) -> Bool {
    offset == other.offset && size == other.size && bits == other.bits
      && (offsetOnI386 ?? offset) == (other.offsetOnI386 ?? other.offset)
  }
}

extension [PlacedField] {
  /// Where each name is first.
  package var positions: [String: Int] {
    Dictionary(enumerated().lazy.map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }
}
