/// The error numbers of Linux by their names, whatever system this runs on: answers of kernels are
/// judged on other systems too, whose numbers differ.
///
/// They are those of nearly all architectures; Alpha, MIPS, PA-RISC and SPARC number those above 34
/// otherwise.
// The names are those of C. swift-format-ignore: AlwaysUseLowerCamelCase
package enum LinuxErrno: Int32, CaseIterable {
  case EPERM = 1, ENOENT, ESRCH, EINTR, EIO, ENXIO, E2BIG, ENOEXEC, EBADF, ECHILD, EAGAIN,
    ENOMEM, EACCES, EFAULT, ENOTBLK, EBUSY, EEXIST, EXDEV, ENODEV, ENOTDIR, EISDIR, EINVAL,
    ENFILE, EMFILE, ENOTTY, ETXTBSY, EFBIG, ENOSPC, ESPIPE, EROFS, EMLINK, EPIPE, EDOM, ERANGE,
    EDEADLK, ENAMETOOLONG, ENOLCK, ENOSYS, ENOTEMPTY, ELOOP
  case ENOMSG = 42, EIDRM, ECHRNG, EL2NSYNC, EL3HLT, EL3RST, ELNRNG, EUNATCH, ENOCSI, EL2HLT,
    EBADE, EBADR, EXFULL, ENOANO, EBADRQC, EBADSLT
  case EBFONT = 59, ENOSTR, ENODATA, ETIME, ENOSR, ENONET, ENOPKG, EREMOTE, ENOLINK, EADV,
    ESRMNT, ECOMM, EPROTO, EMULTIHOP, EDOTDOT, EBADMSG, EOVERFLOW, ENOTUNIQ, EBADFD, EREMCHG,
    ELIBACC, ELIBBAD, ELIBSCN, ELIBMAX, ELIBEXEC, EILSEQ, ERESTART, ESTRPIPE, EUSERS, ENOTSOCK,
    EDESTADDRREQ, EMSGSIZE, EPROTOTYPE, ENOPROTOOPT, EPROTONOSUPPORT, ESOCKTNOSUPPORT,
    EOPNOTSUPP, EPFNOSUPPORT, EAFNOSUPPORT, EADDRINUSE, EADDRNOTAVAIL, ENETDOWN, ENETUNREACH,
    ENETRESET, ECONNABORTED, ECONNRESET, ENOBUFS, EISCONN, ENOTCONN, ESHUTDOWN, ETOOMANYREFS,
    ETIMEDOUT, ECONNREFUSED, EHOSTDOWN, EHOSTUNREACH, EALREADY, EINPROGRESS, ESTALE, EUCLEAN,
    ENOTNAM, ENAVAIL, EISNAM, EREMOTEIO, EDQUOT, ENOMEDIUM, EMEDIUMTYPE, ECANCELED, ENOKEY,
    EKEYEXPIRED, EKEYREVOKED, EKEYREJECTED, EOWNERDEAD, ENOTRECOVERABLE, ERFKILL, EHWPOISON
}

// The numbers by which kernels are judged.
extension LinuxErrno {
  package static var notPermitted: Int32 { EPERM.rawValue }
  package static var noSuchEntry: Int32 { ENOENT.rawValue }
  package static var badDescriptor: Int32 { EBADF.rawValue }
  package static var noMemory: Int32 { ENOMEM.rawValue }
  package static var accessDenied: Int32 { EACCES.rawValue }
  package static var invalid: Int32 { EINVAL.rawValue }
  package static var tooManyFilesOfAll: Int32 { ENFILE.rawValue }
  package static var tooManyFiles: Int32 { EMFILE.rawValue }
  package static var brokenPipe: Int32 { EPIPE.rawValue }
  package static var notSocket: Int32 { ENOTSOCK.rawValue }
  package static var noSuchOption: Int32 { ENOPROTOOPT.rawValue }
  package static var noSuchProtocol: Int32 { EPROTONOSUPPORT.rawValue }
  package static var notSupported: Int32 { EOPNOTSUPP.rawValue }
  package static var noSuchFamily: Int32 { EAFNOSUPPORT.rawValue }
  package static var addressNotAvailable: Int32 { EADDRNOTAVAIL.rawValue }
  package static var networkUnreachable: Int32 { ENETUNREACH.rawValue }
  package static var connectionReset: Int32 { ECONNRESET.rawValue }
  package static var noBuffers: Int32 { ENOBUFS.rawValue }
  package static var notConnected: Int32 { ENOTCONN.rawValue }
  package static var timedOut: Int32 { ETIMEDOUT.rawValue }
  package static var connectionRefused: Int32 { ECONNREFUSED.rawValue }
  package static var hostUnreachable: Int32 { EHOSTUNREACH.rawValue }
}

extension LinuxErrno {
  /// The name of an error on a machine, as `uname -m` calls it; `nil` for one without a name here.
  package static func name(of number: Int, machine: String?) -> String? {
    guard let error = Int32(exactly: number).flatMap(LinuxErrno.init) else { return nil }
    let others = ["alpha", "mips", "parisc", "sparc"]
    if number > 34, let machine, others.contains(where: machine.hasPrefix) { return nil }
    return "\(error)"
  }

  /// The number of an error.
  package static func number(of name: String) -> Int? { numbers[name] }

  private static let numbers: [String: Int] = {
    // Two names for one number.
    var numbers = [
      "EWOULDBLOCK": Int(EAGAIN.rawValue), "ENOTSUP": Int(EOPNOTSUPP.rawValue),
    ]
    for error in allCases { numbers["\(error)"] = Int(error.rawValue) }
    return numbers
  }()
}
