internal import MPTCP
internal import Routing

extension LoopbackFailure {
  var judgement: LoopbackJudgement { LoopbackJudgement(self) }

  /// What is the case, in a sentence.
  var explanation: String {
    let connection = "A connection over loopback"
    return switch judgement {
    case .noInfo:
      "\(connection) speaks MPTCP, and this kernel has no MPTCP_INFO to say more about it: \(error)."
    case .questionDenied:
      "\(connection) was opened, and a policy forbids to ask about it: \(error)."
    case .optionRemoved:
      "\(connection) asked for MPTCP and fell back to TCP: the option did not arrive. Something on "
        + "this machine takes it out of the packets."
    case .handshakeDropped:
      "\(connection) asked for MPTCP and fell back to TCP: packets that ask for it got no answer. "
        + "Something on this machine drops them."
    case .blackhole:
      "\(connection) was opened without MPTCP, as TCP: an earlier handshake got no answer, and the "
        + "kernel does without MPTCP for a while."
    case .fellBack: "\(connection) asked for MPTCP and fell back to TCP."
    case .handshakeRefused:
      "\(connection) that asks for MPTCP is refused, and one of TCP is not: \(error). Something on "
        + "this machine rejects the packets of MPTCP."
    case .handshakeUnanswered:
      "\(connection) that asks for MPTCP gets no answer, and one of TCP does: \(error). Something "
        + "on this machine drops the packets of MPTCP."
    case .dataLost:
      "\(connection) was opened, and its data did not arrive: \(error). Something on this machine "
        + "drops them\(concernsMPTCPAlone ? ", and lets those of TCP through" : "")."
    case .loopbackDown:
      "No connection over loopback, so that nothing was measured: the interface "
        + "\(interface?.name ?? "lo") is down (\(error))."
    case .loopbackWithoutAddress:
      "No connection over loopback, so that nothing was measured: lo does not have its address "
        + "(\(error))."
    case .noRoute:
      "No connection over loopback, so that nothing was measured: there is no route to this machine "
        + "itself (\(error))."
    case .refused:
      "No connection over loopback, so that nothing was measured: it is refused, one of TCP too "
        + "(\(error))."
    case .unanswered:
      "No connection over loopback, so that nothing was measured: its packets get no answer, and "
        + "those of TCP get none either (\(error))."
    case .denied:
      "No connection over loopback, so that nothing was measured: a policy forbids it (\(error))."
    case .exhausted:
      "No connection over loopback, so that nothing was measured: a limit is reached (\(error))."
    case .failed: "No answer of a connection over loopback, so that nothing was measured: \(error)."
    }
  }

  /// What to do about it: one thing a line.
  var remedy: String? {
    switch judgement {
    case .noInfo: "MPTCP_INFO needs Linux 5.16 or later."
    case .questionDenied, .denied:
      "Look for the rule that forbids it: a seccomp profile of the container, an eBPF program on the "
        + "cgroup (bpftool cgroup tree), SELinux (ausearch -m avc)."
    case .optionRemoved, .fellBack, .handshakeDropped, .blackhole: Self.rules + endOfWait
    case .handshakeRefused, .handshakeUnanswered, .dataLost: Self.rules
    case .loopbackDown: "ip link set lo up"
    case .loopbackWithoutAddress:
      "ip address add 127.0.0.1/8 dev lo\nWithout IPv4: ip address add ::1/128 dev lo"
    case .noRoute:
      "Look for what takes the place of the local routes: ip rule, ip route show table local"
    case .refused, .unanswered:
      "Look for rules that concern the interface lo: nft list ruleset, iptables -S"
    case .exhausted: "See what the error number means: ulimit -n, sysctl fs.file-max, ss -s"
    case .failed: nil
    }
  }

  private static let rules =
    "Look for rules that match or strip TCP options: nft list ruleset, iptables -t mangle -S, "
    + "bpftool net"

  /// How the kernel's pause after dropped handshakes ends, where it makes one: a line of its own.
  private var endOfWait: String {
    guard let blackholeTimeout, blackholeTimeout > 0 else { return "" }
    return
      "\nAfter a network has dropped MPTCP handshakes, the kernel does without for a while; this "
      + "ends the wait: sysctl -w net.mptcp.blackhole_timeout=\(blackholeTimeout)"
  }
}
