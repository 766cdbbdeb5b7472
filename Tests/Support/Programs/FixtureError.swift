#if os(Linux)
  internal import Glibc

  /// What went wrong with a namespace, a program or a socket of a test, and the remedy where one is
  /// known. Thrown out of a test it fails the test with this text.
  package struct FixtureError: Error, CustomStringConvertible {
    package let description: String
    /// The error number of a system call that failed.
    package let errno: Int32?

    package init(_ description: String) {
      self.description = description
      errno = nil
    }

    /// A system call failed. The number is read by the caller, right after the call.
    init(call: String, errno: Int32) {
      self.errno = errno
      description = "\(call): \(String(cString: strerror(errno))) (errno \(errno))"
    }
  }
#endif
