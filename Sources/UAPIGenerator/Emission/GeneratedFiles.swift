/// The files that a generation gives: names to texts, in a fixed order.
public struct GeneratedFiles: Hashable, Sendable {
  /// The names of all files that are ever generated.
  public static let names = [structsName, constantsName]
  /// The file with the structs.
  static let structsName = "UAPIBindings.Structs.swift"
  /// The file with the constants.
  static let constantsName = "UAPIBindings.Constants.swift"
  /// The file with checks in C, which is written only where somebody asks for it.
  public static let checksName = "uapi-layout-checks.c"

  /// The files.
  public var files: [(name: String, text: String)] { zip(Self.names, texts).map { ($0, $1) } }

  private var texts: [String]

  init(structs: String, constants: String) { texts = [structs, constants] }

  /// The text of a file.
  public subscript(name: String) -> String? { files.first { $0.name == name }?.text }
}
