/// The files that a generation gives: names to texts, in a fixed order.
public struct GeneratedFiles: Hashable, Sendable {
  /// The file with checks in C, which is written only where somebody asks for it.
  public static let checksName = "uapi-layout-checks.c"

  /// The files.
  public var files: [(name: String, text: String)] { zip(names, texts).map { ($0, $1) } }

  private var names: [String]
  private var texts: [String]

  /// The files of a spec, whose path tells their names.
  init(spec: String, structs: String, constants: String) {
    // All files of a module need names of their own, and the plugin has to know them beforehand.
    let prefix = Self.part(ofSpec: spec).map { "UAPIBindings.\($0)" } ?? "UAPIBindings"
    names = ["\(prefix).Structs.swift", "\(prefix).Constants.swift"]
    texts = [structs, constants]
  }

  /// What stands before `uapi-bindings.json5` in the name of one of several specs: `files` for
  /// `files.uapi-bindings.json5`.
  static func part(ofSpec path: String) -> String? {
    let name = path.split(separator: "/").last ?? ""
    let suffix = ".uapi-bindings.json5"
    guard name.hasSuffix(suffix), name.count > suffix.count else { return nil }
    return String(name.dropLast(suffix.count))
  }

  /// The text of a file.
  public subscript(name: String) -> String? { files.first { $0.name == name }?.text }
}
