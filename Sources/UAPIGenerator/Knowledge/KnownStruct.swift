package import UAPIStructs

/// The layouts of a C struct in the course of its history, each written out in full.
///
/// This is what a history file says, what a header is folded into, and what code is generated from.
package struct KnownStruct: Hashable, Sendable {
  package var name: String
  package var isUnion = false
  /// How C code names it, where that is not by its tag.
  package var cType: String?
  package var header: String
  package var zeroFilled = false
  /// Whether the figures for i386 hold on all 32-bit machines.
  package var alignedToPointers = false
  package var knownThrough: KernelRelease
  /// Mainline layouts, oldest first, then those of vendors.
  package var generations: [KnownGeneration]
  package var aliases: [KnownAlias] = []
  /// The machines whose compilers were asked, and that have this layout; empty where it was not
  /// necessary, since the history knows it.
  package var machines: [String] = []
  /// The layouts of other machines.
  package var elsewhere: [KnownElsewhere] = []

  /// The mainline layouts, oldest first.
  package var mainline: some RandomAccessCollection<KnownGeneration> {
    generations.prefix { $0.vendor == nil }
  }

  /// What all field names begin with, such as `tcpi_`, or nothing.
  ///
  /// The oldest layout decides: it never changes, so that no later field gives other fields new names.
  var customaryPrefix: String {
    let names = generations.first?.fields.filter { !$0.isReserved }.map(\.name) ?? []
    return FieldPrefix.find(names)
  }

  /// Every field of every layout, in the order of the offsets that count now, reserved ones last.
  package var fields: [KnownField] { KnownField.all(in: self) }
}

/// One layout of a struct.
package struct KnownGeneration: Hashable, Sendable {
  package var since: KernelRelease
  package var orEarlier = false
  package var vendor: String?
  package var size: Int
  package var alignment: Int
  package var sizeOnI386: Int?
  /// All fields of this layout, reserved ones too.
  package var fields: [PlacedField]
}

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

  /// Whether the field only keeps room for later ones, as its name says.
  package var isReserved: Bool { Self.isReserved(name) }

  /// Whether a field of this name is padding.
  static func isReserved(_ name: String) -> Bool {
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
  func standsAt(_ other: PlacedField) -> Bool { bitRange == other.bitRange }

  /// The place in words, for errors and documentation.
  var placeInWords: String {
    guard let bits else {
      return size == 1
        ? "`\(type)` at byte \(offset)" : "`\(type)` at bytes \(offset)..<\(offset &+ size)"
    }
    let count = bits.count == 1 ? "1 bit" : "\(bits.count) bits"
    return "\(count) of `\(type)` at byte \(offset), from bit \(bits.lowerBound)"
  }
}

extension [PlacedField] {
  /// Where each name is first.
  var positions: [String: Int] {
    Dictionary(enumerated().lazy.map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }
}

/// A second name of a field.
package struct KnownAlias: Hashable, Sendable {
  package var name: String
  package var of: String
  package var since: KernelRelease
}

/// A field with all its places.
package struct KnownField: Hashable, Sendable {
  package var name: String
  package var content: FieldContent
  package var isReserved: Bool
  /// The places with the numbers, counted from 1, of the generations that have them: vendors' first, then those of the
  /// mainline, oldest first.
  package var places: [Place]

  /// A place and its generations.
  package struct Place: Hashable, Sendable {
    package var field: PlacedField
    package var generations: ClosedRange<Int>
  }

  /// What the field is like where only some machines have it.
  package var onlyElsewhere: PlacedField?

  /// The place that counts now.
  package var newest: PlacedField? { places.last?.field }

  static func all(in known: KnownStruct) -> [KnownField] {
    var order: [String] = []
    var places: [String: [Place]] = [:]
    for (index, generation) in known.generations.enumerated() {
      let number = index + 1
      for field in generation.fields {
        if places[field.name] == nil { order.append(field.name) }
        var found = places[field.name, default: []]
        if let last = found.last, last.generations.upperBound == index,
          last.field.isSamePlace(as: field)
        {
          // The youngest spelling of the type counts, and a place on i386 that is known stays known.
          var merged = field
          merged.offsetOnI386 = field.offsetOnI386 ?? last.field.offsetOnI386
          found[found.count - 1] = Place(
            field: merged, generations: last.generations.lowerBound...number)
        } else {
          found.append(Place(field: field, generations: number...number))
        }
        places[field.name] = found
      }
    }
    let mainline = known.mainline.count
    var onlyElsewhere: [String: PlacedField] = [:]
    for field in known.elsewhere.flatMap(\.fields)
    where places[field.name] == nil && onlyElsewhere[field.name] == nil {
      order.append(field.name)
      onlyElsewhere[field.name] = field
    }
    let fields = order.map { name in
      let all = places[name] ?? []
      let sorted =
        all.filter { $0.generations.lowerBound > mainline }
        + all.filter { $0.generations.lowerBound <= mainline }
      return KnownField(
        name: name, content: (sorted.last?.field ?? onlyElsewhere[name])?.content ?? .bytes,
        isReserved: PlacedField.isReserved(name), places: sorted,
        onlyElsewhere: onlyElsewhere[name])
    }
    return fields.enumerated().sorted { left, right in
      let (a, b) = (left.element, right.element)
      if a.isReserved != b.isReserved { return b.isReserved }
      if a.places.isEmpty != b.places.isEmpty { return b.places.isEmpty }
      let (start, other) = (a.newest?.bitRange.lowerBound ?? 0, b.newest?.bitRange.lowerBound ?? 0)
      return (start, left.offset) < (other, right.offset)
    }.map(\.element)
  }
}

extension PlacedField {
  /// Whether both are one place in a history: the same bits in the same storage.
  func isSamePlace(as other: PlacedField) -> Bool {
    offset == other.offset && size == other.size && bits == other.bits
      && (offsetOnI386 ?? offset) == (other.offsetOnI386 ?? other.offset)
  }
}
