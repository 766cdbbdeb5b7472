package import UAPIGenerator
package import UAPIKnowledge

extension Generator.Output {
  /// C that compiles only where the layouts of the bound structs are those of the headers.
  package var checks: String { ChecksEmitter(module: module).file() }
}

/// The file with checks in C.
package enum ChecksFile {
  /// Its name.
  package static let name = "uapi-layout-checks.c"

  /// Writes the file into a folder, and returns its path if its text was another one.
  package static func write(
    for output: Generator.Output, into folder: String
  ) throws(GeneratorError) -> String? {
    try TextFile.createFolder(folder)
    let path = folder + "/" + name
    return try TextFile.write(output.checks, to: path) ? path : nil
  }
}
