/// What kind of value a field holds.
public enum FieldKind: Hashable, Sendable {
  /// An unsigned integer in the byte order of the machine; bit-fields too.
  case unsigned
  /// A signed integer in the byte order of the machine.
  case signed
  /// An unsigned integer with the most significant byte first, on every machine.
  case bigEndian
  /// An unsigned integer with the least significant byte first, on every machine.
  case littleEndian
  /// An array, or a struct that is not taken apart.
  case bytes
  /// A struct that has a history of its own, by its C name.
  case nested(String)
}

/// A field of a struct: its C name and its places.
public struct FieldHistory: Hashable, Sendable {
  /// The field's name in C.
  public let name: String
  /// What kind of value the field holds.
  public let kind: FieldKind
  /// The places of the field, oldest first. Most fields have one and never move.
  public let places: [FieldPlace]
  /// Whether the field only keeps bytes free for later ones. Kernels leave it zero.
  public let isReserved: Bool

  /// A field that has one place from a generation on.
  public init(
    _ name: String, _ kind: FieldKind, _ type: String, at offset: Int, size: Int,
    bits: Range<Int>? = nil, since generation: Int, onI386 offsetOnI386: Int? = nil,
    reserved: Bool = false
  ) {
    self.init(
      name, kind,
      places: [
        FieldPlace(
          type, at: offset, size: size, bits: bits, in: GenerationSet(since: generation),
          onI386: offsetOnI386)
      ], reserved: reserved)
  }

  /// A field that moved, changed its type, or is gone.
  public init(_ name: String, _ kind: FieldKind, places: [FieldPlace], reserved: Bool = false) {
    self.name = name
    self.kind = kind
    self.places = places
    self.isReserved = reserved
  }

  /// The generations that have the field, at whatever place.
  public var generations: GenerationSet {
    places.reduce(GenerationSet(bits: 0)) { $0.union($1.generations) }
  }

  /// The place of the field in one generation, or `nil` where that does not have it.
  public func place(inGeneration generation: Int) -> FieldPlace? {
    places.first { $0.generations.contains(generation) }
  }
}

/// A second name of a field.
public struct FieldAlias: Hashable, Sendable {
  /// The second name.
  public let name: String
  /// The name of the field that it is another name of.
  public let field: String
  /// The first release whose header has the second name.
  public let since: KernelRelease

  /// A second name of a field.
  public init(_ name: String, of field: String, since: KernelRelease) {
    self.name = name
    self.field = field
    self.since = since
  }
}
