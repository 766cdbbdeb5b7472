internal import Synchronization
internal import UAPIStructs

/// What is known of kernel structs before any header is read: histories, constants and documentation.
///
/// The knowledge that travels inside the tool is ``embedded``. A consumer can add files of its own, which take
/// precedence file by file.
package struct Knowledge: Sendable {
  /// The texts by their paths: `history/mptcp_info.json`, `constants/linux_tcp.json`, `docs/mptcp_info.json5`.
  private var files: [String: File]

  /// What was read already.
  private var readings = Readings()

  private struct File: Sendable {
    var path: String
    var text: String
    var isTrusted = false

    func document() throws(GeneratorError) -> SourceDocument {
      try SourceDocument(path: path, text: text, isTrusted: isTrusted)
    }
  }

  /// Knowledge from texts, by paths that start with `history/`, `constants/` or `docs/`.
  package init(files: [String: String]) {
    self.files = [:]
    for (path, text) in files { self.files[path] = File(path: "headers/" + path, text: text) }
  }

  /// What travels inside the tool: the folder `headers` of this package.
  ///
  /// Its texts are trusted: the tests have read each of them strictly.
  package static var embedded: Knowledge {
    var knowledge = Knowledge(files: EmbeddedKnowledge.files)
    for path in knowledge.files.keys { knowledge.files[path]?.isTrusted = true }
    return knowledge
  }

  /// Puts files over those that are here.
  ///
  /// - Parameters:
  ///   - files: file names to texts.
  ///   - kind: `history`, `constants` or `docs`.
  ///   - folder: the folder as errors name it.
  package mutating func add(_ files: [String: String], kind: String, folder: String) {
    for (name, text) in files {
      self.files["\(kind)/\(name)"] = File(path: "\(folder)/\(name)", text: text)
    }
    readings = Readings()
  }

  /// The names of all structs that have a history, sorted.
  package var structNames: [String] { names(of: "history/", suffix: ".json") }

  private func names(of folder: String, suffix: String) -> [String] {
    files.keys.filter { $0.hasPrefix(folder) && $0.hasSuffix(suffix) }
      .map { String($0.dropFirst(folder.count).dropLast(suffix.count)) }.sorted()
  }

  /// The layouts of a struct, or `nil` if it has no history.
  package func history(of name: String) throws(GeneratorError) -> KnownStruct? {
    guard let file = files["history/\(name).json"] else { return nil }
    return try readings.histories.withLock { histories throws(GeneratorError) in
      if let known = histories[name] { return known }
      let known = try KnownStruct(file.document())
      guard known.name == name else {
        throw GeneratorError(
          .history, path: file.path, line: 1, column: 1, "the file describes '\(known.name)'",
          remedy: "name it \(known.name).json")
      }
      histories[name] = known
      return known
    }
  }

  /// The constants of every header that the knowledge has a file for, in the order of the files' names.
  package func allConstants() throws(GeneratorError) -> [KnownConstants] {
    try readings.constants.withLock { known throws(GeneratorError) in
      if let known { return known }
      var all: [KnownConstants] = []
      for name in names(of: "constants/", suffix: ".json") {
        guard let file = files["constants/\(name).json"] else { continue }
        all.append(try KnownConstants(file.document()))
      }
      known = all
      return all
    }
  }

  /// The constants of a header, or `nil` if no file describes it.
  package func constants(of header: String) throws(GeneratorError) -> KnownConstants? {
    for known in try allConstants() where known.headers.contains(header) { return known }
    return nil
  }

  /// Everything that is documented.
  package func library() throws(GeneratorError) -> DocumentationLibrary {
    try readings.library.withLock { known throws(GeneratorError) in
      if let known { return known }
      var library = DocumentationLibrary()
      for suffix in [".json5", ".json"] {
        for name in names(of: "docs/", suffix: suffix) {
          guard let file = files["docs/\(name)\(suffix)"] else { continue }
          library.take(try DocsFile(file.document()), name: name)
        }
      }
      known = library
      return library
    }
  }

  /// Reads everything ahead; what is wrong shows when it is asked for.
  package func readAhead() {
    for name in structNames { _ = try? history(of: name) }
    _ = try? library()
    _ = try? allConstants()
  }

  /// What is said about a field, or about the struct itself if `field` is `nil`.
  ///
  /// Reads the file each time: for many fields take ``fieldDocumentation(of:)``.
  package func documentation(
    struct name: String, field: String?
  ) throws(GeneratorError) -> (summary: String, discussion: String?, unit: String?)? {
    let library = try docs(of: name)
    let found = field.map { library.fields[name]?[$0] } ?? library.structs[name]
    return found.map { ($0.summary, $0.discussion, $0.unit) }
  }

  /// What is said about each field of a struct, by C names.
  package func fieldDocumentation(of name: String) throws(GeneratorError) -> [String: Documentation]
  {
    try docs(of: name).fields[name] ?? [:]
  }

  private func docs(of name: String) throws(GeneratorError) -> DocumentationLibrary {
    var library = DocumentationLibrary()
    for suffix in [".json5", ".json"] {
      guard let file = files["docs/\(name)\(suffix)"] else { continue }
      library.take(try DocsFile(file.document()), name: name)
    }
    return library
  }
}

/// What was read, shared by the copies of one knowledge. Who asks for what another is about to read
/// waits for it.
private final class Readings: Sendable {
  /// Histories by the names of their structs.
  let histories = Mutex<[String: KnownStruct]>([:])
  let constants = Mutex<[KnownConstants]?>(nil)
  let library = Mutex<DocumentationLibrary?>(nil)
}

/// The documentation of all structs and constants.
package struct DocumentationLibrary: Sendable {
  package var structs: [String: Documentation] = [:]
  package var fields: [String: [String: Documentation]] = [:]
  package var constants: [String: Documentation] = [:]
  package var groups: [String: Documentation] = [:]

  /// Nothing.
  package init() {}

  mutating func take(_ file: DocsFile, name: String) {
    if let summary = file.summary {
      structs[file.structure ?? name] = Documentation(summary: summary, discussion: file.discussion)
    }
    if !file.fields.isEmpty {
      fields[file.structure ?? name] = file.fields.mapValues(\.documentation)
    }
    constants.merge(file.constants.mapValues(\.documentation)) { first, _ in first }
    groups.merge(file.groups.mapValues(\.documentation)) { first, _ in first }
  }
}
