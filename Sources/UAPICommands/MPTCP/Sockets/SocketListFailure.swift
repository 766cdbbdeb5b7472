#if os(Linux)
  internal import LibC
  internal import UAPIText
  internal import MPTCP
  internal import Netlink

  /// Why there is no list of sockets, and what to do about it.
  enum SocketListFailure {
    static func failure(_ error: NetlinkError) -> CommandFailure {
      let cause = "the kernel gives no list of MPTCP sockets (\(error))"
      switch error.errno {
      case ENOENT:
        return CommandFailure(
          "\(cause): it has none before Linux 5.9, without MPTCP, and without the module "
            + "mptcp_diag. Load that as root: modprobe mptcp_diag")
      case EPERM, EACCES:
        return CommandFailure(
          "\(cause): a security policy of this system, such as seccomp in a container, forbids "
            + "the question")
      default: return CommandFailure(cause)
      }
    }
  }
#endif
