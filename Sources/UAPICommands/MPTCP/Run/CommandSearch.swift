internal import LibC

/// What the name of a command leads to.
enum CommandSearch: Hashable {
  /// The file to run.
  case found(String)
  /// A file that cannot be run, and the error number that says why.
  case notExecutable(String, errno: Int32)
  case notFound

  /// Looks for a command as shells do: a name with a slash is a path, any other one is in one
  /// of the folders of `PATH`.
  ///
  /// - Parameter path: the value of `PATH`; without one, where the C library would look.
  init(_ name: String, path: String?) {
    guard !name.utf8.contains(UInt8(ascii: "/")) else {
      self = Self.look(at: name)
      return
    }
    self = .notFound
    guard !name.isEmpty else { return }
    for folder in (path ?? "/bin:/usr/bin").split(separator: ":", omittingEmptySubsequences: false)
    {
      // No text between two colons is the current folder.
      let found = Self.look(at: folder.isEmpty ? "./\(name)" : "\(folder)/\(name)")
      if case .found = found {
        self = found
        return
      }
      // The first file that may not be run, unless one follows that may. Folders do not count.
      if case .notExecutable(_, EACCES) = found, self == .notFound { self = found }
    }
  }

  private static func look(at path: String) -> CommandSearch {
    var status = stat()
    guard stat(path, &status) == 0 else {
      return errno == ENOENT || errno == ENOTDIR
        ? .notFound : .notExecutable(path, errno: errno)
    }
    if status.st_mode & S_IFMT == S_IFDIR { return .notExecutable(path, errno: EISDIR) }
    return access(path, X_OK) == 0 ? .found(path) : .notExecutable(path, errno: errno)
  }
}
