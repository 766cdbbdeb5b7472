/// Writes files that are never seen half written.
package enum OutputFile {
  /// Writes a file, in the place of one that is there.
  package static func write(_ bytes: [UInt8], to path: String) throws(CommandFailure) {
    do throws(FileFailure) {
      try WholeFile.write(bytes, to: path)
    } catch {
      throw CommandFailure(error.description)
    }
  }
}
