/// The error numbers that tell what a kernel does not answer. They are Linux's own, since answers
/// are judged on other systems too.
enum LinuxErrno {
  /// EBADF.
  static let badDescriptor: Int32 = 9
  /// ENOTSOCK.
  static let notSocket: Int32 = 88
  /// ENOPROTOOPT.
  static let noSuchOption: Int32 = 92
  /// EOPNOTSUPP.
  static let notSupported: Int32 = 95
}
