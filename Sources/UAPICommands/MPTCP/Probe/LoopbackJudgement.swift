internal import MPTCP

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
    case (_, Errno.notPermitted), (_, Errno.accessDenied): .questionDenied
    case (.mptcp?, Errno.notSupported), (.mptcp?, Errno.noSuchOption): .noInfo
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
    case Errno.notPermitted, Errno.accessDenied: .denied
    case Errno.timedOut, Errno.reset, Errno.brokenPipe:
      failure.plainTCP == .works || failure.plainTCP == .notTried ? .dataLost : .unanswered
    default: .failed
    }
  }

  private static func ofHandshake(_ failure: LoopbackFailure) -> LoopbackJudgement {
    switch failure.error.errno {
    case Errno.processFiles, Errno.systemFiles, Errno.noBuffers, Errno.noMemory: return .exhausted
    default: break
    }
    if failure.interface?.isUp == false { return .loopbackDown }
    let isBinding = failure.error.call == "bind"
    switch failure.error.errno {
    case Errno.addressNotAvailable: return isBinding ? .loopbackWithoutAddress : .exhausted
    case Errno.networkUnreachable, Errno.hostUnreachable: return .noRoute
    // The errors of routes that are blackholes or prohibited; a policy has the latter as well.
    case Errno.invalid,
      Errno.accessDenied where !isBinding && failure.hasRoute == false:
      return .noRoute
    case Errno.notPermitted, Errno.accessDenied: return .denied
    case Errno.refused, Errno.reset:
      return failure.concernsMPTCPAlone ? .handshakeRefused : .refused
    case Errno.timedOut:
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

  /// Numbers of Linux.
  private enum Errno {
    static let notPermitted: Int32 = 1
    static let noMemory: Int32 = 12
    static let accessDenied: Int32 = 13
    static let invalid: Int32 = 22
    static let systemFiles: Int32 = 23
    static let processFiles: Int32 = 24
    static let brokenPipe: Int32 = 32
    static let noSuchOption: Int32 = 92
    static let notSupported: Int32 = 95
    static let addressNotAvailable: Int32 = 99
    static let networkUnreachable: Int32 = 101
    static let reset: Int32 = 104
    static let noBuffers: Int32 = 105
    static let timedOut: Int32 = 110
    static let refused: Int32 = 111
    static let hostUnreachable: Int32 = 113
  }
}
