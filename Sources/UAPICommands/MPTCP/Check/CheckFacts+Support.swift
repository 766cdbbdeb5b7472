internal import MPTCP
internal import Netlink
internal import UAPIStructs

extension CheckFacts {
  /// Whether MPTCP sockets can be opened, and why not.
  var supportFindings: [CheckFinding] {
    Self.supportFindings(support, settings: try? settings.get())
  }

  /// What `check` and `probe` say of the answer to opening a socket.
  static func supportFindings(
    _ support: MPTCPSupport, settings: MPTCPSettings?
  ) -> [CheckFinding] {
    guard support != .available else { return [CheckFinding(.ok, .support, support.explanation)] }
    var findings: [CheckFinding] = []
    // The kernel's own files contradict its answer: it was somebody else's.
    if support == .notBuilt || support == .tooOld, settings?.isEnabled != nil {
      findings = [
        CheckFinding(
          .problem, .support,
          "MPTCP sockets cannot be opened: the answer is that of a kernel without MPTCP."),
        CheckFinding(
          .problem, .support,
          "Yet the kernel has MPTCP, for net.mptcp.enabled is there: something in between refuses "
            + "it.",
          remedy: "Look for a sandbox that answers for the kernel, such as a seccomp profile."),
      ]
    } else {
      findings = [CheckFinding(.problem, .support, support.explanation, remedy: support.remedy)]
    }
    if support != .disabled, settings?.isEnabled == false {
      findings.append(
        CheckFinding(
          .problem, .support, "MPTCP is also switched off in this network namespace.",
          remedy: MPTCPSupport.disabled.remedy))
    }
    return findings
  }

  /// What came of the connection over loopback.
  var connectionFindings: [CheckFinding] {
    switch connection {
    case .notTried: []
    case .mptcp(let count):
      [
        CheckFinding(
          .ok, .connection,
          "A connection over loopback speaks MPTCP; the kernel filled \(count) fields of "
            + "mptcp_info.")
      ]
    case .leftOut:
      [
        CheckFinding(
          .note, .connection,
          "No connection over loopback was tried (--passive): whether one speaks MPTCP, and which "
            + "fields the kernel fills, was not measured.", kind: "notTried",
          remedy: "Without --passive a connection is opened, which moves the counters of MPTCP.")
      ]
    case .failed(let failure):
      [
        CheckFinding(
          failure.judgement.severity, .connection, failure.explanation,
          kind: failure.judgement.rawValue, remedy: failure.remedy)
      ]
    }
  }

  /// Header compared with kernel.
  var headerFindings: [CheckFinding] {
    guard let header else {
      guard case .mptcp = connection else { return [] }
      return [
        CheckFinding(
          .note, .header,
          "Header and kernel were not compared: there is no linux/mptcp.h, or no libclang to read "
            + "it.",
          remedy: "Install linux-libc-dev and clang, if programs are compiled here.")
      ]
    }
    guard !header.missing.isEmpty else {
      return [
        CheckFinding(
          .ok, .header, "\(header.title) declares all fields of mptcp_info that this kernel fills.")
      ]
    }
    let count = header.missing.count == 1 ? "1 field" : "\(header.missing.count) fields"
    return [
      CheckFinding(
        .note, .header,
        "\(header.title) lacks \(count) of mptcp_info that this kernel fills: "
          + header.missing.joined(separator: ", ") + ".",
        remedy:
          "Compile with the headers of a newer kernel, or with bindings that know all releases."
      )
    ]
  }

  /// Whether tools can list MPTCP sockets.
  var diagnosticsFindings: [CheckFinding] {
    guard let listingError else {
      return [
        CheckFinding(.ok, .diagnostics, "The kernel lists MPTCP sockets, for ss -M and others.")
      ]
    }
    // A kernel without MPTCP has no sockets to list.
    guard support == .available || support == .disabled else { return [] }
    guard listingError.errno == LinuxErrno.noSuchEntry else {
      return [
        CheckFinding(
          .note, .diagnostics, "The kernel does not list MPTCP sockets: \(listingError).")
      ]
    }
    return [
      CheckFinding(
        .note, .diagnostics,
        "The kernel does not list MPTCP sockets: ss -M shows none, and counters that only "
          + "diagnostics report are out of reach.",
        remedy: "modprobe mptcp_diag; it needs Linux 5.9 with CONFIG_INET_MPTCP_DIAG.")
    ]
  }
}
