internal import LibC

/// Why a file could not be written.
package struct FileFailure: Error, Hashable, CustomStringConvertible {
  /// The path as the caller named it.
  package var path: String
  /// The error number of the system.
  package var number: Int32

  package init(path: String, number: Int32) {
    self.path = path
    self.number = number
  }

  /// What the system says.
  package var reason: String { String(cString: strerror(number)) }

  package var description: String { "\(path): \(reason)" }
}
