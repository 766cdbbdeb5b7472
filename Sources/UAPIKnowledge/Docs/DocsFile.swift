/// What we say about a struct, a field, a constant or a group of constants.
package struct Documentation: Hashable, Sendable {
  /// The first line, which is a paragraph of its own.
  package var summary: String
  /// More, if there is more to say; paragraphs are separated by blank lines.
  package var discussion: String?
  /// The unit of a field, such as "bytes" or "ms".
  package var unit: String?

  /// What is said about something.
  package init(summary: String, discussion: String? = nil, unit: String? = nil) {
    self.summary = summary
    self.discussion = discussion
    self.unit = unit
  }
}

/// A file of `headers/docs`: about a struct and its fields, or about constants and their groups.
struct DocsFile: Decodable {
  var structure: String?
  var summary: String?
  var discussion: String?
  var fields: [String: Entry]
  var constants: [String: Entry]
  var groups: [String: Entry]

  /// What is said about one thing.
  struct Entry: Decodable {
    package var documentation: Documentation

    package enum Keys: String, CodingKey, CaseIterable {
      case summary, discussion, unit
    }

    package init(from decoder: any Decoder) throws {
      let values = try decoder.container(only: Keys.self)
      documentation = Documentation(
        summary: try values.decode(String.self, forKey: .summary),
        discussion: try values.decodeIfPresent(String.self, forKey: .discussion),
        unit: try values.decodeIfPresent(String.self, forKey: .unit))
    }
  }

  enum Keys: String, CodingKey, CaseIterable {
    case structure = "struct"
    case summary, discussion, fields, constants, groups, header, headers
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(only: Keys.self)
    structure = try values.decodeIfPresent(String.self, forKey: .structure)
    summary = try values.decodeIfPresent(String.self, forKey: .summary)
    discussion = try values.decodeIfPresent(String.self, forKey: .discussion)
    fields = try values.decodeIfPresent([String: Entry].self, forKey: .fields) ?? [:]
    constants = try values.decodeIfPresent([String: Entry].self, forKey: .constants) ?? [:]
    groups = try values.decodeIfPresent([String: Entry].self, forKey: .groups) ?? [:]
  }
}

extension DocsFile {
  /// Reads a docs file.
  init(_ document: SourceDocument) throws(GeneratorError) {
    self = try document.decode(DocsFile.self)
  }
}
