/// The error numbers by which kernels are judged. They are Linux's own, since answers are judged on
/// other systems too, whose numbers differ.
///
/// They are those of nearly all architectures; Alpha, MIPS, PA-RISC and SPARC number those above 34
/// otherwise.
enum LinuxErrno {
  /// EPERM.
  static let notPermitted: Int32 = 1
  /// ENOENT.
  static let noSuchEntry: Int32 = 2
  /// EBADF.
  static let badDescriptor: Int32 = 9
  /// ENOMEM.
  static let noMemory: Int32 = 12
  /// EACCES.
  static let accessDenied: Int32 = 13
  /// EINVAL.
  static let invalid: Int32 = 22
  /// ENFILE.
  static let tooManyFilesOfAll: Int32 = 23
  /// EMFILE.
  static let tooManyFiles: Int32 = 24
  /// ENOTSOCK.
  static let notSocket: Int32 = 88
  /// ENOPROTOOPT.
  static let noSuchOption: Int32 = 92
  /// EPROTONOSUPPORT.
  static let noSuchProtocol: Int32 = 93
  /// EOPNOTSUPP.
  static let notSupported: Int32 = 95
  /// EAFNOSUPPORT.
  static let noSuchFamily: Int32 = 97
  /// ENOBUFS.
  static let noBuffers: Int32 = 105
  /// ENOTCONN.
  static let notConnected: Int32 = 107
}
