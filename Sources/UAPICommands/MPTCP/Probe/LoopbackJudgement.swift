internal import MPTCP
internal import Routing
internal import UAPIStructs

/// Why a connection of this machine to itself did not answer for MPTCP: the one judgement of `probe`
/// and `check`.
///
/// Both ends are this machine, so that neither a network nor another kernel is to blame.
enum LoopbackJudgement: String, CaseIterable {
  /// It spoke MPTCP, and the kernel has no MPTCP_INFO.
  case noInfo
  /// It was there, and a policy refuses the question.
  case questionDenied
  /// It fell back to TCP: the option did not arrive.
  case optionRemoved
  /// It fell back to TCP after handshakes with the option got no answer.
  case handshakeDropped
  /// The kernel did without MPTCP, because of an earlier handshake.
  case blackhole
  /// It fell back to TCP, and the kernel's counters do not say why.
  case fellBack
  /// A handshake of MPTCP is refused, one of TCP is not.
  case handshakeRefused
  /// A handshake of MPTCP gets no answer, one of TCP does.
  case handshakeUnanswered
  /// The handshake went through, and what follows it does not.
  case dataLost
  /// The interface lo is down.
  case loopbackDown
  /// The interface lo has no address.
  case loopbackWithoutAddress
  /// There is no route to this machine itself.
  case noRoute
  /// Connections are refused, those of TCP too.
  case refused
  /// Packets get no answer, those of TCP neither.
  case unanswered
  /// A policy forbids the calls.
  case denied
  /// A limit of the process or of the machine was reached.
  case exhausted
  /// Another error.
  case failed

  init(_ failure: LoopbackFailure) {
    self =
      switch failure.error.call {
      case let call where call.hasPrefix("getsockopt"): Self.ofQuestion(failure)
      case "send", "recv": Self.ofData(failure)
      default: Self.ofHandshake(failure)
      }
  }

  /// The connection is there, and does not tell of itself.
  private static func ofQuestion(_ failure: LoopbackFailure) -> LoopbackJudgement {
    switch (failure.state, failure.error.errno) {
    case (.fellBack?, _): ofFallback(failure.counters)
    case (_, LinuxErrno.notPermitted), (_, LinuxErrno.accessDenied): .questionDenied
    case (.mptcp?, LinuxErrno.notSupported), (.mptcp?, LinuxErrno.noSuchOption): .noInfo
    default: .failed
    }
  }

  /// Other connections of the namespace move the same counters: only what leaves no choice counts.
  private static func ofFallback(_ counters: [String: UInt64]) -> LoopbackJudgement {
    func moved(_ name: String) -> Bool { counters[name] != nil }
    if moved("MPCapableSYNTXDisabled"), !moved("MPCapableSYNTX") { return .blackhole }
    if moved("MPCapableSYNTXDrop") { return .handshakeDropped }
    if moved("MPCapableFallbackSYNACK") || moved("MPCapableFallbackACK") { return .optionRemoved }
    return .fellBack
  }

  private static func ofData(_ failure: LoopbackFailure) -> LoopbackJudgement {
    switch failure.error.errno {
    case LinuxErrno.notPermitted, LinuxErrno.accessDenied: .denied
    case LinuxErrno.timedOut, LinuxErrno.connectionReset, LinuxErrno.brokenPipe:
      failure.plainTCP == .works || failure.plainTCP == .notTried ? .dataLost : .unanswered
    default: .failed
    }
  }

  private static func ofHandshake(_ failure: LoopbackFailure) -> LoopbackJudgement {
    switch failure.error.errno {
    case LinuxErrno.tooManyFiles, LinuxErrno.tooManyFilesOfAll, LinuxErrno.noBuffers,
      LinuxErrno.noMemory:
      return .exhausted
    default: break
    }
    if failure.interface?.isUp == false { return .loopbackDown }
    let isBinding = failure.error.call == "bind"
    switch failure.error.errno {
    case LinuxErrno.addressNotAvailable: return isBinding ? .loopbackWithoutAddress : .exhausted
    case LinuxErrno.networkUnreachable, LinuxErrno.hostUnreachable: return .noRoute
    // The errors of routes that are blackholes or prohibited; a policy has the latter as well.
    case LinuxErrno.invalid,
      LinuxErrno.accessDenied where !isBinding && failure.hasRoute == false:
      return .noRoute
    case LinuxErrno.notPermitted, LinuxErrno.accessDenied: return .denied
    case LinuxErrno.connectionRefused, LinuxErrno.connectionReset:
      return failure.concernsMPTCPAlone ? .handshakeRefused : .refused
    case LinuxErrno.timedOut:
      return failure.concernsMPTCPAlone ? .handshakeUnanswered : .unanswered
    default: return .failed
    }
  }

  /// Whether it is certain that something is wrong with MPTCP. What hinders TCP just as well, or the
  /// questions alone, leaves that open.
  var severity: CheckFinding.Severity {
    switch self {
    case .optionRemoved, .handshakeDropped, .blackhole, .fellBack, .handshakeRefused,
      .handshakeUnanswered, .dataLost:
      .problem
    default: .note
    }
  }
}
