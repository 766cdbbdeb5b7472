/// The names of Linux's error numbers, whatever system this runs on.
///
/// The numbers are those that nearly every architecture has. Alpha, MIPS, PA-RISC and SPARC number
/// the errors above 34 otherwise, and get no name for those.
enum ErrnoNames {
  /// The name of an error on a machine, as `uname -m` calls it.
  static func name(of number: Int, machine: String?) -> String? {
    guard names.indices.contains(number - 1) else { return nil }
    let others = ["alpha", "mips", "parisc", "sparc"]
    if number > 34, let machine, others.contains(where: machine.hasPrefix) { return nil }
    let name = names[number - 1]
    return name.isEmpty ? nil : name
  }

  /// The number of an error.
  static func number(of name: String) -> Int? {
    if name.isEmpty { return nil }
    // Two names for one number.
    let name = ["EAGAIN": "EAGAIN", "EWOULDBLOCK": "EAGAIN", "ENOTSUP": "EOPNOTSUPP"][name] ?? name
    return names.firstIndex(of: name).map { $0 + 1 }
  }

  private static let names: [String] = """
    EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EAGAIN ENOMEM EACCES EFAULT ENOTBLK \
    EBUSY EEXIST EXDEV ENODEV ENOTDIR EISDIR EINVAL ENFILE EMFILE ENOTTY ETXTBSY EFBIG ENOSPC ESPIPE \
    EROFS EMLINK EPIPE EDOM ERANGE EDEADLK ENAMETOOLONG ENOLCK ENOSYS ENOTEMPTY ELOOP - ENOMSG EIDRM \
    ECHRNG EL2NSYNC EL3HLT EL3RST ELNRNG EUNATCH ENOCSI EL2HLT EBADE EBADR EXFULL ENOANO EBADRQC \
    EBADSLT - EBFONT ENOSTR ENODATA ETIME ENOSR ENONET ENOPKG EREMOTE ENOLINK EADV ESRMNT ECOMM EPROTO \
    EMULTIHOP EDOTDOT EBADMSG EOVERFLOW ENOTUNIQ EBADFD EREMCHG ELIBACC ELIBBAD ELIBSCN ELIBMAX \
    ELIBEXEC EILSEQ ERESTART ESTRPIPE EUSERS ENOTSOCK EDESTADDRREQ EMSGSIZE EPROTOTYPE ENOPROTOOPT \
    EPROTONOSUPPORT ESOCKTNOSUPPORT EOPNOTSUPP EPFNOSUPPORT EAFNOSUPPORT EADDRINUSE EADDRNOTAVAIL \
    ENETDOWN ENETUNREACH ENETRESET ECONNABORTED ECONNRESET ENOBUFS EISCONN ENOTCONN ESHUTDOWN \
    ETOOMANYREFS ETIMEDOUT ECONNREFUSED EHOSTDOWN EHOSTUNREACH EALREADY EINPROGRESS ESTALE EUCLEAN \
    ENOTNAM ENAVAIL EISNAM EREMOTEIO EDQUOT ENOMEDIUM EMEDIUMTYPE ECANCELED ENOKEY EKEYEXPIRED \
    EKEYREVOKED EKEYREJECTED EOWNERDEAD ENOTRECOVERABLE ERFKILL EHWPOISON
    """.split(separator: " ").map { $0 == "-" ? "" : String($0) }
}
