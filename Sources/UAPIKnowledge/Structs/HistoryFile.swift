internal import UAPIStructs

/// A file of `headers/history`: the generations of one struct, each as the difference to the one before.
struct HistoryFile: Decodable {
  var name: String
  var isUnion: Bool
  var header: String
  var zeroFilled: Bool
  var alignedToPointers: Bool
  var knownThrough: KernelRelease
  var generations: [Generation]
  var aliases: [Alias]

  /// One generation.
  struct Generation: Decodable {
    package var since: KernelRelease
    package var orEarlier: Bool
    package var vendor: String?
    package var size: Int
    package var alignment: Int
    package var sizeOnI386: Int?
    package var fields: [Field]
    package var removed: [String]

    package enum Keys: String, CodingKey, CaseIterable {
      case since
      case orEarlier = "or_earlier"
      case vendor, size, align
      case sizeOnI386 = "size_i386"
      case fields, removed
    }

    package init(from decoder: any Decoder) throws {
      let values = try decoder.container(only: Keys.self)
      since = try values.release(.since)
      orEarlier = try values.decodeIfPresent(Bool.self, forKey: .orEarlier) ?? false
      vendor = try values.decodeIfPresent(String.self, forKey: .vendor)
      size = try values.count(.size, in: 0...StructHistory.maximumSize)
      alignment = try values.count(.align, in: 1...4096)
      sizeOnI386 = try values.countIfPresent(.sizeOnI386, in: 0...StructHistory.maximumSize)
      fields = try values.decodeIfPresent([Field].self, forKey: .fields) ?? []
      removed = try values.decodeIfPresent([String].self, forKey: .removed) ?? []
    }
  }

  /// A field that is new or changed.
  struct Field: Decodable {
    package var name: String
    package var type: String
    package var offset: Int
    package var size: Int
    package var bitOffset: Int?
    package var bitWidth: Int?
    package var offsetOnI386: Int?
    package var isUnionMember: Bool

    package enum Keys: String, CodingKey, CaseIterable {
      case name, type, offset, size
      case bitOffset = "bit_offset"
      case bitWidth = "bit_width"
      case offsetOnI386 = "offset_i386"
      case isUnionMember = "union"
    }

    package init(from decoder: any Decoder) throws {
      let values = try decoder.container(only: Keys.self)
      name = try values.decode(String.self, forKey: .name)
      type = try values.decode(String.self, forKey: .type)
      offset = try values.count(.offset, in: 0...StructHistory.maximumSize)
      size = try values.count(.size, in: 0...StructHistory.maximumSize)
      bitOffset = try values.countIfPresent(.bitOffset, in: 0...63)
      bitWidth = try values.countIfPresent(.bitWidth, in: 1...64)
      offsetOnI386 = try values.countIfPresent(.offsetOnI386, in: 0...StructHistory.maximumSize)
      isUnionMember = try values.decodeIfPresent(Bool.self, forKey: .isUnionMember) ?? false
      if (bitOffset == nil) != (bitWidth == nil) {
        let present: Keys = bitOffset == nil ? .bitWidth : .bitOffset
        throw values.mistake(
          in: present, "a bit-field needs both 'bit_offset' and 'bit_width'",
          remedy: "add the other")
      }
    }
  }

  /// A second name of a field.
  struct Alias: Decodable {
    package var name: String
    package var of: String
    package var since: KernelRelease

    package enum Keys: String, CodingKey, CaseIterable {
      case name, of, since
    }

    package init(from decoder: any Decoder) throws {
      let values = try decoder.container(only: Keys.self)
      name = try values.decode(String.self, forKey: .name)
      of = try values.decode(String.self, forKey: .of)
      since = try values.release(.since)
    }
  }

  enum Keys: String, CodingKey, CaseIterable {
    case name = "struct"
    case kind, header
    case zeroFilled = "zero_filled"
    case alignedToPointers = "aligned_to_pointers"
    case knownThrough = "known_through"
    case generations, aliases
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(only: Keys.self)
    name = try values.decode(String.self, forKey: .name)
    let kind = try values.decodeIfPresent(String.self, forKey: .kind) ?? "struct"
    guard kind == "struct" || kind == "union" else {
      throw values.mistake(
        in: .kind, "'\(kind)' is not a kind of type", remedy: "write \"struct\" or \"union\"")
    }
    isUnion = kind == "union"
    header = try values.decode(String.self, forKey: .header)
    zeroFilled = try values.decodeIfPresent(Bool.self, forKey: .zeroFilled) ?? false
    alignedToPointers =
      try values.decodeIfPresent(Bool.self, forKey: .alignedToPointers) ?? false
    knownThrough = try values.release(.knownThrough)
    generations = try values.decode([Generation].self, forKey: .generations)
    aliases = try values.decodeIfPresent([Alias].self, forKey: .aliases) ?? []
  }
}
