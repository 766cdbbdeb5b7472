internal import MPTCP

extension CheckFacts {
  /// The settings that hinder, or that one ought to know of.
  var settingsFindings: [CheckFinding] {
    let settings: MPTCPSettings
    switch self.settings {
    case .failure(let error):
      return [CheckFinding(.note, .settings, "The settings net.mptcp cannot be read: \(error).")]
    case .success(let read): settings = read
    }
    if settings.texts.isEmpty, settings.unreadable.isEmpty {
      guard support == .available || support == .disabled else { return [] }
      return [
        CheckFinding(
          .note, .settings, "The settings net.mptcp are not there: /proc may not be mounted.")
      ]
    }
    var findings = settings.unreadable.sorted { $0.key < $1.key }.map { name, error in
      CheckFinding(.note, .settings, "net.mptcp.\(name) cannot be read: \(error).")
    }
    findings += Self.hindrances(in: settings)
    if findings.isEmpty {
      findings.append(CheckFinding(.ok, .settings, "No setting of net.mptcp hinders."))
    }
    return findings
  }

  private static func hindrances(in settings: MPTCPSettings) -> [CheckFinding] {
    var findings: [CheckFinding] = []
    func note(_ text: String, remedy: String? = nil) {
      findings.append(CheckFinding(.note, .settings, text, remedy: remedy))
    }
    if settings.allowsJoinToInitialAddress == false {
      note(
        "Peers may not open further subflows to the address of the first one: they need an "
          + "announced address. Right with a load balancer.",
        remedy: "sysctl -w net.mptcp.allow_join_initial_addr_port=1, or announce an address: "
          + "ip mptcp endpoint add ADDRESS signal")
    }
    if settings.isChecksumEnabled == true {
      note(
        "New connections carry a checksum over all data, which costs time at both ends. It finds "
          + "middleboxes that change data.",
        remedy: "sysctl -w net.mptcp.checksum_enabled=0")
    }
    if settings.blackholeTimeout == 0 {
      note(
        "Where a network drops MPTCP handshakes, every new connection waits for that anew: the "
          + "kernel does not remember it.",
        remedy: "sysctl -w net.mptcp.blackhole_timeout=3600")
    }
    if settings.handshakeRetransmissions == 0 {
      note(
        "One lost packet of the handshake makes a connection fall back to TCP.",
        remedy: "sysctl -w net.mptcp.syn_retrans_before_tcp_fallback=2")
    }
    if settings.addAddressTimeout == 0 {
      note(
        "An announced address is not announced again when its packet is lost.",
        remedy: "sysctl -w net.mptcp.add_addr_timeout=120")
    }
    if settings.staleLossCount == 0 {
      note(
        "A subflow that makes no progress is never left alone for the others.",
        remedy: "sysctl -w net.mptcp.stale_loss_cnt=4")
    }
    return findings
  }
}
