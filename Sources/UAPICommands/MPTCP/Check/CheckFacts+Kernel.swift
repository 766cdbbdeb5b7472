internal import BTF
internal import MPTCP

extension CheckFacts {
  /// What this kernel has, and how certain that is.
  var kernelFindings: [CheckFinding] {
    var findings: [CheckFinding] = []
    if case .mptcp = connection {
      let options = answeredOptions.filter { $0 != .tcpInfo }.map(\.rawValue)
      if !options.isEmpty {
        findings.append(
          CheckFinding(.ok, .kernel, "The kernel answers \(options.joined(separator: ", "))."))
      }
    }
    switch evidence {
    case nil: break
    case .types?:
      findings.append(
        CheckFinding(
          .ok, .kernel, "The kernel shows its own types: which fields it has is certain."))
    case .release(let release, let reason)?:
      findings.append(
        CheckFinding(
          .note, .kernel,
          "The kernel does not show its types (\(reason)): which fields it has, its release says, "
            + "\(release).",
          remedy: "Where the length of an answer leaves doubts, a kernel built with "
            + "CONFIG_DEBUG_INFO_BTF, and /sys, end them."))
    case .nothing(let reason)?:
      findings.append(CheckFinding(.note, .kernel, "Nothing is known of this kernel: \(reason)."))
    }
    return findings
  }

  /// The enums of header and kernel side by side.
  var enumeratorFindings: [CheckFinding] {
    guard let header else { return [] }
    var findings: [CheckFinding] = []
    if !header.missingEnumerators.isEmpty {
      findings.append(
        CheckFinding(
          .note, .header,
          "\(header.title) lacks names of MPTCP's netlink that this kernel knows: "
            + header.missingEnumerators.joined(separator: ", ") + "."))
    }
    if !header.unknownEnumerators.isEmpty {
      findings.append(
        CheckFinding(
          .note, .header,
          "\(header.title) declares names of MPTCP's netlink that this kernel does not know: "
            + header.unknownEnumerators.joined(separator: ", ") + ".",
          remedy: "Programs that use them need a newer kernel."))
    }
    return findings
  }
}
