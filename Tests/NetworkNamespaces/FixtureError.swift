#if os(Linux)
  internal import Glibc

  /// What went wrong with a namespace, a program or a socket of a test, and the cure where one is
  /// known. Thrown out of a test it fails the test with this text.
  package struct FixtureError: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
      self.description = description
    }

    /// A system call failed. The number is read by the caller, right after the call.
    init(call: String, errno: Int32) {
      description = "\(call): \(String(cString: strerror(errno))) (errno \(errno))"
    }
  }
#endif
