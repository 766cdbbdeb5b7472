internal import UAPIStructs

/// Whether MPTCP sockets can be opened here, and if not, why.
///
/// The kernel itself is asked: distributions backport and disable, so that no version number tells.
public enum MPTCPSupport: Hashable, Sendable {
  /// MPTCP sockets can be opened.
  case available
  /// The kernel has MPTCP, and `net.mptcp.enabled` is 0 in this network namespace.
  case disabled
  /// The kernel was built without MPTCP.
  case notBuilt
  /// The kernel is older than Linux 5.6 and does not know the protocol.
  case tooOld
  /// A security policy forbids it: SELinux, seccomp, eBPF.
  case denied(errno: Int32)
  /// Opening a socket failed for another reason.
  case failed(errno: Int32)
  /// Not a Linux system.
  case notLinux

  /// What the error of `socket(AF_INET, SOCK_STREAM, IPPROTO_MPTCP)` means.
  public init(socketErrno number: Int32) {
    switch number {
    case LinuxErrno.invalid: self = .tooOld
    case LinuxErrno.noSuchProtocol: self = .notBuilt
    case LinuxErrno.noSuchOption: self = .disabled
    case LinuxErrno.accessDenied, LinuxErrno.notPermitted: self = .denied(errno: number)
    default: self = .failed(errno: number)
    }
  }

  /// The number of the protocol, which C libraries before 2023 do not name.
  public static let protocolNumber: Int32 = 262
}

extension MPTCPSupport {
  /// One word for the case, as machines read it.
  public var name: String {
    switch self {
    case .available: "available"
    case .disabled: "disabled"
    case .notBuilt: "notBuilt"
    case .tooOld: "tooOld"
    case .denied: "denied"
    case .failed: "failed"
    case .notLinux: "notLinux"
    }
  }

  /// What the case means, in a sentence.
  public var explanation: String {
    switch self {
    case .available: "MPTCP sockets can be opened."
    case .disabled: "The kernel has MPTCP, and it is switched off in this network namespace."
    case .notBuilt: "This kernel was built without MPTCP."
    case .tooOld: "This kernel does not know MPTCP, which came with Linux 5.6."
    case .denied(let errno): "A security policy forbids MPTCP sockets (errno \(errno))."
    case .failed(let errno): "Opening an MPTCP socket failed (errno \(errno))."
    case .notLinux: "MPTCP sockets of this kind exist on Linux only."
    }
  }

  /// What to do about it, or `nil` where there is nothing to do.
  public var remedy: String? {
    switch self {
    case .available: nil
    case .disabled: "Switch it on: sysctl -w net.mptcp.enabled=1"
    case .notBuilt: "Use a kernel that is built with CONFIG_MPTCP=y."
    case .tooOld: "Use Linux 5.6 or later; MPTCP_INFO needs Linux 5.16."
    case .denied:
      "Look for the rule that forbids protocol 262: SELinux (ausearch -m avc), a seccomp profile of "
        + "the container, an eBPF program on the cgroup."
    case .failed: "See what the error number means in socket(2)."
    case .notLinux: nil
    }
  }
}
