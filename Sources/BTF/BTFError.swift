/// Type information that cannot be read, or a question that it cannot answer.
public struct BTFError: Error, Hashable, Sendable {
  /// What is wrong. More codes may come.
  public struct Code: RawRepresentable, Hashable, Sendable {
    /// The name of the code, which stays the same between releases of this package.
    public let rawValue: String
    /// A code with a name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The file cannot be opened or read, or is none that has a size.
    public static let unreadable = Code(rawValue: "unreadable")
    /// The bytes are neither BTF nor an ELF file with a section of it.
    public static let notBTF = Code(rawValue: "notBTF")
    /// A version, a flag or a compression that is not known.
    public static let unsupported = Code(rawValue: "unsupported")
    /// The bytes end inside a header, a section or a type.
    public static let truncated = Code(rawValue: "truncated")
    /// An offset or a length points outside its file or section.
    public static let outOfRange = Code(rawValue: "outOfRange")
    /// A type is of a kind that is not known, and nothing tells its size.
    public static let unknownKind = Code(rawValue: "unknownKind")
    /// The types and strings before these are in another file, their base.
    public static let missingBase = Code(rawValue: "missingBase")
    /// The types were given a base that is not the one they continue.
    public static let wrongBase = Code(rawValue: "wrongBase")
    /// The types were given a base, and continue none.
    public static let needlessBase = Code(rawValue: "needlessBase")
    /// There is no type with a number.
    public static let noSuchType = Code(rawValue: "noSuchType")
    /// A type is of a kind that the question does not fit.
    public static let wrongKind = Code(rawValue: "wrongKind")
    /// A type contains itself, or is nested deeper than any compiler nests.
    public static let cyclic = Code(rawValue: "cyclic")
    /// A size exceeds what the answer can hold.
    public static let tooLarge = Code(rawValue: "tooLarge")
    /// A member lies where no member can.
    public static let badMember = Code(rawValue: "badMember")
  }

  /// What is wrong.
  public let code: Code
  /// The file, or an empty text for bytes in memory.
  public let file: String
  /// The offset in the file of the byte at which it goes wrong, where there is one.
  public let byte: Int?
  /// What is wrong, in words.
  public let reason: String

  /// An error in type information.
  public init(_ code: Code, file: String = "", byte: Int? = nil, reason: String) {
    self.code = code
    self.file = file
    self.byte = byte
    self.reason = reason
  }
}

extension BTFError: CustomStringConvertible {
  /// File, byte and reason in one line.
  public var description: String {
    let place = [file.isEmpty ? nil : file, byte.map { "byte \($0)" }].compactMap(\.self)
    return place.isEmpty ? reason : "\(place.joined(separator: ", ")): \(reason)"
  }
}
