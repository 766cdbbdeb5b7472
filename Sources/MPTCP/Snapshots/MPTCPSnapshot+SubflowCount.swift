/// How many subflows a connection has, and how that is known.
public struct MPTCPSubflowCount: Hashable, Sendable {
  /// The field that the number comes from, the best first.
  public enum Evidence: String, Hashable, Sendable, CaseIterable {
    /// `mptcpi_subflows_total`: the kernel says it itself. Since Linux 6.8.
    case subflowsTotal = "mptcpi_subflows_total"
    /// `tcpi_state` of every subflow in the kernel's list: those that are not closed and do not
    /// listen.
    case tcpStates = "tcpi_state"
    /// `num_subflows`: the length of the kernel's list, which can still hold a first subflow that
    /// is closed. With a token of 0 there is no connection, and the count is 0.
    case listLength = "num_subflows"
    /// `mptcpi_subflows` and one more for the first, which may be gone. With a token of 0 there is no
    /// connection, and the count is 0.
    case additionalSubflows = "mptcpi_subflows"
    /// `tcpi_state` of TCP_INFO: the one connection after fallback, or the first subflow on a kernel
    /// that tells nothing of the others.
    case tcpInfo = "TCP_INFO"
  }

  /// How many subflows there are.
  public let value: Int
  /// The field that says so.
  public let evidence: Evidence
  /// Whether the field is known to count exactly this; otherwise ``value`` is the likely number.
  public let isExact: Bool

  /// A number with what it rests on.
  public init(value: Int, evidence: Evidence, isExact: Bool) {
    self.value = value
    self.evidence = evidence
    self.isExact = isExact
  }
}

extension MPTCPSnapshot {
  /// How many subflows the connection has now, by the best evidence in the snapshot, or `nil` where
  /// the kernel said nothing.
  ///
  /// It counts every subflow that lives, the first one included unless it was lost; a listener, an
  /// unconnected, a refused and a closed socket have 0. No single field of the kernel says that on
  /// all releases: `mptcpi_subflows` leaves out the first, and `num_subflows` is 1 without any
  /// connection. After fallback the one TCP connection counts.
  public var subflowCount: MPTCPSubflowCount? {
    if let total = info?.subflowsTotal {
      return MPTCPSubflowCount(
        value: Int(total), evidence: .subflowsTotal, isExact: true)
    }
    if let info { return count(with: info) }
    if let listed = listedSubflowCount, tcpInfoSource != .tcpInfo {
      return countOfStates(listed) ?? countOfList(listed, hasConnection: nil)
    }
    guard tcpInfoSource == .tcpInfo, let state = subflows.first?.tcpInfo?.state else { return nil }
    let lives = Self.lives(state)
    return MPTCPSubflowCount(
      value: lives ? 1 : 0, evidence: .tcpInfo,
      isExact: Self.isOnlyTCP(protocolNumber, speaksMPTCP) || state == Self.listenState)
  }

  private func count(with info: MPTCPInfo) -> MPTCPSubflowCount? {
    let hasConnection = info.token.map { $0 != 0 }
    if let listed = listedSubflowCount {
      return countOfStates(listed) ?? countOfList(listed, hasConnection: hasConnection)
    }
    guard let additional = info.subflows else { return nil }
    return MPTCPSubflowCount(
      value: hasConnection == false ? 0 : Int(additional) + 1, evidence: .additionalSubflows,
      isExact: hasConnection == false)
  }

  /// The count by the states of all subflows, where all of them are known.
  private func countOfStates(_ listed: Int) -> MPTCPSubflowCount? {
    let states = subflows.compactMap { $0.tcpInfo?.state }
    guard states.count == listed, subflows.count == listed else { return nil }
    return MPTCPSubflowCount(
      value: states.count { Self.lives($0) }, evidence: .tcpStates, isExact: isConsistent)
  }

  private func countOfList(_ listed: Int, hasConnection: Bool?) -> MPTCPSubflowCount {
    MPTCPSubflowCount(
      value: hasConnection == false ? 0 : listed, evidence: .listLength,
      isExact: hasConnection == false && isConsistent)
  }

  /// TCP_CLOSE and TCP_LISTEN are not connections, and TIME_WAIT is not one any more.
  private static func lives(_ state: UInt8) -> Bool {
    state != closeState && state != listenState && state != timeWaitState
  }

  private static func isOnlyTCP(_ protocolNumber: Int32?, _ speaksMPTCP: Bool?) -> Bool {
    speaksMPTCP == false || protocolNumber == LinuxSocketLevel.tcp.rawValue
  }

  private static let timeWaitState: UInt8 = 6
  /// TCP_CLOSE.
  static let closeState: UInt8 = 7
  private static let listenState: UInt8 = 10
}
