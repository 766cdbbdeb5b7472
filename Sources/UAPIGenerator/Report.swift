internal import UAPIText
internal import UAPIHeaders

/// What was not bound as it stands in the header, and why.
public struct ReportEntry: Hashable, Sendable, CustomStringConvertible {
  /// What kind of entry it is.
  public enum Kind: String, Hashable, Sendable {
    /// Something that Swift has no form for, or that the generator does not understand. `--strict` makes it an error.
    case unsupported
    /// Something that is left out on purpose.
    case omitted
    /// Something that got another name than the rules give.
    case renamed
    /// Something worth knowing about where a fact comes from.
    case remark
  }

  /// What kind of entry it is.
  public var kind: Kind
  /// The C or Swift name that it is about.
  public var name: String
  /// The reason.
  public var reason: String
  /// The header or file, never with a folder of this machine.
  public var file: String?
  /// The line.
  public var line: Int?

  /// Makes an entry.
  public init(_ kind: Kind, _ name: String, _ reason: String, file: String? = nil, line: Int? = nil)
  {
    self.kind = kind
    self.name = name
    self.reason = reason
    self.file = file
    self.line = line
  }

  /// `linux/tcp.h:70: unsupported: tcp_flag_word: it takes arguments`.
  public var description: String {
    var text = ""
    // Types of a kernel have no line.
    if let file { text += line.flatMap { $0 > 0 ? "\(file):\($0): " : nil } ?? "\(file): " }
    return OneLine.escaped(text + "\(kind.rawValue): \(name): \(reason)")
  }
}
