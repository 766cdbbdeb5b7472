internal import MPTCP

/// What a check has to say about a machine, in the order in which a person wants to know it.
struct CheckReport {
  let facts: CheckFacts
  let findings: [CheckFinding]

  init(_ facts: CheckFacts) {
    self.facts = facts
    findings =
      facts.supportFindings + facts.connectionFindings + facts.kernelFindings
      + facts.settingsFindings
      + facts.pathManagerFindings + facts.headerFindings + facts.enumeratorFindings
      + facts.diagnosticsFindings
  }

  /// Whether MPTCP sockets can be opened.
  var isAvailable: Bool { facts.support == .available }
}
