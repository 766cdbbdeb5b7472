/// The kinds of types that BTF describes, by the numbers that the format gives them.
public enum BTFKind: UInt8, CaseIterable, Hashable, Sendable {
  /// An integer, `char` and `_Bool` too.
  case integer = 1
  /// A pointer.
  case pointer
  /// An array.
  case array
  /// A struct.
  case `struct`
  /// A union.
  case union
  /// An enum with values of up to 32 bits.
  case enumeration
  /// A struct or union of which only the name is known.
  case forward
  /// A typedef.
  case typedef
  /// `volatile`.
  case volatile
  /// `const`.
  case const
  /// `restrict`.
  case restrict
  /// A function.
  case function
  /// The type of a function.
  case functionPrototype
  /// A variable.
  case variable
  /// A section with variables.
  case dataSection
  /// A floating-point number.
  case float
  /// A tag on a struct, union, function, variable or typedef, or on a member or parameter.
  case declarationTag
  /// A tag on a type.
  case typeTag
  /// An enum with values of up to 64 bits.
  case enumeration64

  /// How many bytes follow the three words that each type begins with.
  var extraSize: (fixed: Int, perElement: Int) {
    switch self {
    case .integer, .variable, .declarationTag: (4, 0)
    case .array: (12, 0)
    case .struct, .union, .dataSection, .enumeration64: (0, 12)
    case .enumeration, .functionPrototype: (0, 8)
    default: (0, 0)
    }
  }

  /// Whether it only says something about the type that it refers to.
  var isModifier: Bool {
    switch self {
    case .typedef, .volatile, .const, .restrict, .typeTag: true
    default: false
    }
  }

  /// Whether types of this kind have a name of their own among types.
  var isNamedType: Bool {
    switch self {
    case .integer, .struct, .union, .enumeration, .forward, .typedef, .float, .enumeration64: true
    default: false
    }
  }

  /// Whether types of this kind have a name among functions, variables and sections.
  var isSymbol: Bool { self == .function || self == .variable || self == .dataSection }
}

extension BTFKind: CustomStringConvertible {
  /// The kind as the kernel's documentation writes it, without what all have in common: `STRUCT`.
  public var description: String {
    switch self {
    case .integer: "INT"
    case .pointer: "PTR"
    case .array: "ARRAY"
    case .struct: "STRUCT"
    case .union: "UNION"
    case .enumeration: "ENUM"
    case .forward: "FWD"
    case .typedef: "TYPEDEF"
    case .volatile: "VOLATILE"
    case .const: "CONST"
    case .restrict: "RESTRICT"
    case .function: "FUNC"
    case .functionPrototype: "FUNC_PROTO"
    case .variable: "VAR"
    case .dataSection: "DATASEC"
    case .float: "FLOAT"
    case .declarationTag: "DECL_TAG"
    case .typeTag: "TYPE_TAG"
    case .enumeration64: "ENUM64"
    }
  }
}
