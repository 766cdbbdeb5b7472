internal import UAPIText
internal import UAPIHeaders
internal import UAPIKnowledge
internal import UAPIText

/// What was not bound as it is in the header, and why.
package struct ReportEntry: Hashable, Sendable, CustomStringConvertible {
  /// What kind of entry it is.
  package enum Kind: String, Hashable, Sendable {
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
  package var kind: Kind
  /// The C or Swift name that it is about.
  package var name: String
  /// The reason.
  package var reason: String
  /// The header or file, never with a folder of this machine.
  package var file: String?
  /// The line.
  package var line: Int?

  /// Makes an entry.
  package init(
    _ kind: Kind, _ name: String, _ reason: String, file: String? = nil, line: Int? = nil
  ) {
    self.kind = kind
    self.name = name
    self.reason = reason
    self.file = file
    self.line = line
  }

  /// `linux/tcp.h:70: unsupported: tcp_flag_word: it takes arguments`.
  package var description: String {
    var text = ""
    // Types of a kernel have no line.
    if let file { text += line.flatMap { $0 > 0 ? "\(file):\($0): " : nil } ?? "\(file): " }
    return OneLine.escaped(text + "\(kind.rawValue): \(name): \(reason)")
  }
}
