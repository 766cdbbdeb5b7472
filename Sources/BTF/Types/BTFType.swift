/// A type, decoded. What it refers to it names by numbers.
public enum BTFType: Hashable, Sendable {
  /// `void`.
  case void
  /// An integer.
  case integer(Integer)
  /// A pointer to a type.
  case pointer(to: BTFTypes.ID)
  /// An array.
  case array(Array)
  /// A struct.
  case `struct`(Record)
  /// A union.
  case union(Record)
  /// An enum.
  case enumeration(Enumeration)
  /// A struct or union of which only the name is known.
  case forward(name: String, isUnion: Bool)
  /// Another name of a type.
  case typedef(name: String, BTFTypes.ID)
  /// `volatile`.
  case volatile(BTFTypes.ID)
  /// `const`.
  case const(BTFTypes.ID)
  /// `restrict`.
  case restrict(BTFTypes.ID)
  /// A function with the number of its prototype.
  case function(name: String, BTFTypes.ID, linkage: Linkage)
  /// The type of a function.
  case functionPrototype(returning: BTFTypes.ID, parameters: [Parameter])
  /// A variable.
  case variable(name: String, BTFTypes.ID, linkage: Linkage)
  /// A section with variables.
  case dataSection(name: String, size: Int, variables: [PlacedVariable])
  /// A floating-point number and its size in bytes.
  case float(name: String, size: Int)
  /// A tag on a declaration: on the whole of it, or on the component with an index. An attribute is
  /// one that the source spells without the prefix `btf_decl_tag`.
  case declarationTag(name: String, BTFTypes.ID, component: Int?, isAttribute: Bool)
  /// A tag on a type.
  case typeTag(name: String, BTFTypes.ID, isAttribute: Bool)
  /// A type of a kind that is not known, of a file that tells its size.
  case unknown(kind: UInt8)

  /// An integer.
  public struct Integer: Hashable, Sendable {
    /// The name in the compiler's words: `long unsigned int`.
    public let name: String
    /// The size in bytes.
    public let size: Int
    /// Whether it has a sign.
    public let isSigned: Bool
    /// Whether it is a character.
    public let isCharacter: Bool
    /// Whether it is a `_Bool`.
    public let isBoolean: Bool
    /// Where its bits begin in those bytes; not 0 only in bit-fields of old compilers.
    public let bitOffset: Int
    /// The number of its bits; less than those of its bytes only in bit-fields of old compilers.
    public let bitWidth: Int
  }

  /// An array.
  public struct Array: Hashable, Sendable {
    /// The type of the elements.
    public let element: BTFTypes.ID
    /// The type of the index.
    public let index: BTFTypes.ID
    /// The number of elements; 0 for an array without a length too.
    public let count: Int
  }

  /// A struct or a union.
  public struct Record: Hashable, Sendable {
    /// The tag, or an empty text for one without.
    public let name: String
    /// The size in bytes.
    public let size: Int
    /// The members in the order of their declaration.
    public let members: [Member]
  }

  /// A member of a struct or union.
  public struct Member: Hashable, Sendable {
    /// The name; an empty text for an anonymous struct or union.
    public let name: String
    /// The type.
    public let type: BTFTypes.ID
    /// The distance from the start of the struct in bits, in the order in which the compiler hands
    /// them out: from the least significant one on little-endian machines, from the most
    /// significant one on the others.
    public let bitOffset: Int
    /// The width in bits of a bit-field; `nil` for every other member.
    public let bitFieldWidth: Int?
  }

  /// An enum.
  public struct Enumeration: Hashable, Sendable {
    /// The tag, or an empty text for one without.
    public let name: String
    /// The size in bytes.
    public let size: Int
    /// Whether its values have a sign.
    public let isSigned: Bool
    /// The constants in the order of their declaration.
    public let constants: [Constant]
  }

  /// A constant of an enum.
  public struct Constant: Hashable, Sendable {
    /// The name.
    public let name: String
    /// The bits of the value, those of a negative one extended to 64.
    public let bits: UInt64
    /// Whether the enum's values have a sign.
    public let isSigned: Bool
    /// The enum.
    public let enumeration: BTFTypes.ID

    /// The value, or `nil` where it exceeds an `Int`.
    public var value: Int? {
      isSigned ? Int(exactly: Int64(bitPattern: bits)) : Int(exactly: bits)
    }
  }

  /// A parameter of a function.
  public struct Parameter: Hashable, Sendable {
    /// The name; empty in most prototypes.
    public let name: String
    /// The type; `void` for the dots of a variable list.
    public let type: BTFTypes.ID
  }

  /// A variable in its section.
  public struct PlacedVariable: Hashable, Sendable {
    /// The variable.
    public let variable: BTFTypes.ID
    /// Its offset in the section in bytes.
    public let offset: Int
    /// Its size in bytes.
    public let size: Int
  }

  /// Where a function or variable can be seen.
  public struct Linkage: RawRepresentable, Hashable, Sendable {
    /// The number that BTF has for it.
    public let rawValue: UInt32
    /// A linkage with the number, known or not.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// In its own file.
    public static let `static` = Linkage(rawValue: 0)
    /// Everywhere.
    public static let global = Linkage(rawValue: 1)
    /// Declared here and defined elsewhere.
    public static let external = Linkage(rawValue: 2)
  }
}

extension BTFType {
  /// The name; an empty text for a type that has none.
  public var name: String {
    switch self {
    case .integer(let integer): integer.name
    case .struct(let record), .union(let record): record.name
    case .enumeration(let enumeration): enumeration.name
    case .forward(let name, _), .typedef(let name, _), .function(let name, _, _),
      .variable(let name, _, _), .dataSection(let name, _, _), .float(let name, _),
      .declarationTag(let name, _, _, _), .typeTag(let name, _, _):
      name
    case .void: "void"
    case .pointer, .array, .volatile, .const, .restrict, .functionPrototype, .unknown: ""
    }
  }
}
