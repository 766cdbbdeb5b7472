/// The version of the package, as `uapi --version` prints it.
enum ToolVersion {
  /// That of the newest heading in CHANGELOG.md.
  static let text = "0.1.0"
}
