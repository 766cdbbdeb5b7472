internal import MPTCP
internal import Netlink

extension CheckFacts {
  /// Who decides about paths, and what its limits and endpoints come to.
  var pathManagerFindings: [CheckFinding] {
    let pathManager: MPTCPPathManager
    switch self.pathManager {
    case .success(let read): pathManager = read
    case .failure(let error): return pathManagerError(error).map { [$0] } ?? []
    }
    // Before Linux 5.19 there is no other.
    let name = (try? settings.get())?.pathManager ?? "kernel"
    guard name == "kernel" else {
      return [foreignPathManager(name)]
    }
    return [
      CheckFinding(
        .ok, .pathManager,
        "The kernel's own path manager opens subflows and announces addresses.")
    ] + Self.findings(on: pathManager.limits) + findings(on: pathManager)
  }

  private func pathManagerError(_ error: NetlinkError) -> CheckFinding? {
    switch error {
    case .noFamily:
      // Without MPTCP no path manager is to be expected.
      guard support == .available || support == .disabled else { return nil }
      return CheckFinding(
        .note, .pathManager,
        "This kernel has no path manager to ask: every connection stays on one path.",
        remedy: "Use Linux 5.7 or later.")
    default:
      return CheckFinding(
        .note, .pathManager, "The path manager does not answer: \(error).",
        remedy: "If that is for want of rights: run it as root.")
    }
  }

  private func foreignPathManager(_ name: String) -> CheckFinding {
    let back =
      (try? settings.get())?.texts["path_manager"] == nil ? "pm_type=0" : "path_manager=kernel"
    let who = name == "userspace" ? "a daemon, such as mptcpd" : "the path manager \"\(name)\""
    return CheckFinding(
      .note, .pathManager,
      "Paths of new connections are left to \(who). Without it they stay on one path; the kernel's "
        + "own limits and endpoints do not count for them.",
      remedy: "Run it, or let the kernel decide: sysctl -w net.mptcp.\(back)")
  }

  private static func findings(on limits: MPTCPPathManager.Limits) -> [CheckFinding] {
    let subflows = limits.additionalSubflows
    let addresses = limits.acceptedAddresses
    return [
      subflows == 0
        ? CheckFinding(
          .problem, .limits,
          "Every connection stays on one path: the limit of additional subflows is 0.",
          remedy: "ip mptcp limits set subflows 2")
        : CheckFinding(
          .ok, .limits,
          "A connection may have \(count(subflows, "subflow")) besides its first one."),
      addresses == 0
        ? CheckFinding(
          .note, .limits,
          "Addresses that peers announce are left alone: the limit of accepted ones is 0. Right for "
            + "servers.",
          remedy: "On clients: ip mptcp limits set add_addr_accepted 2")
        : CheckFinding(
          .ok, .limits,
          "A connection answers \(count(addresses, "announced address", "announced addresses")) "
            + "with a subflow."),
    ]
  }

  private func findings(on pathManager: MPTCPPathManager) -> [CheckFinding] {
    let endpoints = pathManager.endpoints
    guard !endpoints.isEmpty else {
      return [
        CheckFinding(
          .note, .endpoints,
          "There are no endpoints: this machine opens no further subflows by itself and announces "
            + "no address. Right for servers with one address.",
          remedy:
            "On clients, for each further address: ip mptcp endpoint add ADDRESS dev INTERFACE "
            + "subflow\nOn servers: ip mptcp endpoint add ADDRESS signal")
      ]
    }
    let openers = endpoints.filter(\.opensSubflows)
    let announced = endpoints.count { $0.flags.contains(.signal) }
    let implicit = endpoints.count { $0.flags.contains(.implicit) }
    var findings = [
      CheckFinding(
        .ok, .endpoints,
        "\(Self.count(endpoints.count, "endpoint")): \(openers.count) for subflows of this machine, "
          + "\(announced) announced to peers"
          + (implicit == 0 ? "." : ", \(implicit) made by the kernel for addresses in use."))
    ]
    findings += endpoints.compactMap(finding)
    if let routingError {
      findings.append(
        CheckFinding(
          .note, .endpoints,
          "Whether endpoints have a way to their peers cannot be told: \(routingError)."))
    }
    // One of them may be the address of the first subflow, which needs no other.
    let limit = pathManager.limits.additionalSubflows
    if limit > 0, openers.count - 1 > Int(limit) {
      findings.append(
        CheckFinding(
          .note, .endpoints,
          "A connection cannot use all endpoints: \(openers.count) are for subflows, and the limit "
            + "of additional subflows is \(limit).",
          remedy: "ip mptcp limits set subflows \(openers.count)"))
    }
    return findings
  }

  /// What is wrong with an endpoint, if anything is.
  private func finding(on endpoint: MPTCPEndpoint) -> CheckFinding? {
    if let obstacle = reaches[endpoint.id]?.obstacle(of: endpoint)
      ?? EndpointObstacle(goneInterfaceOf: endpoint)
    {
      return obstacle.finding(on: endpoint)
    }
    if endpoint.flags.isDisjoint(with: [.signal, .subflow, .fullmesh, .laminar, .implicit]) {
      return CheckFinding(
        .note, .endpoints,
        "\(endpoint.title) opens no subflow and is not announced: it has no flag for it.",
        kind: "noFlag", subject: CheckFinding.Subject(endpoint: endpoint.id),
        remedy: "\(endpoint.removal), and add it with subflow or signal")
    }
    return nil
  }

  private static func count(
    _ count: some BinaryInteger, _ one: String, _ many: String? = nil
  ) -> String {
    count == 1 ? "1 \(one)" : "\(count) \(many ?? one + "s")"
  }
}

extension MPTCPEndpoint {
  /// Whether subflows start from it.
  var opensSubflows: Bool { !flags.isDisjoint(with: [.subflow, .fullmesh, .laminar]) }

  /// The endpoint in a sentence.
  var title: String { "Endpoint \(id) (\(address.address ?? "unknown address"))" }

  /// The command that takes it away.
  var removal: String { "ip mptcp endpoint delete id \(id)" }
}
