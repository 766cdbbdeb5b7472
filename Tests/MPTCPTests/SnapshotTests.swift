import Foundation
import MPTCP
import TestSupport
import Testing
import UAPIStructs

/// Snapshots composed of what kernels answer.
struct SnapshotTests {
  /// The longest answer of each option that a kernel gave in a scenario. What it gave with an error
  /// is not there.
  static func captures(_ kernel: String, _ scenario: String) throws -> [MPTCPCapture] {
    let records = try records.get().filter {
      $0.kernel?.hasPrefix(kernel) == true && $0.scenario == scenario
    }
    let captures = records.compactMap(\.capture)
    return MPTCPCapture.Option.allCases.compactMap { option in
      captures.filter { $0.option == option }.max { weight($0) < weight($1) }
    }
  }

  /// Read once for all tests.
  private static let records = Result { try CaptureFiles.records() }

  private static func weight(_ capture: MPTCPCapture) -> Int {
    capture.bytes.count + (capture.tcpInfo?.count ?? 0)
  }

  // MARK: Real kernels

  @Test func `Linux 6.1 is composed of three options`() throws {
    let captures = try Self.captures("6.1.", "loss_subflow")
    #expect(!captures.contains { $0.option == .fullInfo })
    let snapshot = try MPTCPSnapshot(captures: captures)
    #expect(snapshot.isConsistent)
    #expect(snapshot.infoSource == .info)
    #expect(snapshot.tcpInfoSource == .subflowTCPInfo)
    #expect(snapshot.addressSource == .subflowAddresses)
    #expect(snapshot.idSource == nil)
    #expect(snapshot.info?.token == 0x3a7d_1c7a)
    #expect(snapshot.listedSubflowCount == 2)
    #expect(snapshot.subflows.count == 2)
    #expect(snapshot.subflows.allSatisfy { $0.id == nil && $0.tcpInfo?.state == 1 })
    #expect(snapshot.subflows.allSatisfy { $0.local?.address != nil })
    #expect(
      snapshot.subflowCount == MPTCPSubflowCount(value: 2, evidence: .tcpStates, isExact: true))
    // The same answers give the same snapshot again, the addresses asked for twice.
    #expect(snapshot.captures.count == 4)
    let again = try MPTCPSnapshot(captures: snapshot.captures)
    #expect(again.info?.bytes == snapshot.info?.bytes)
    #expect(again.subflows.map(\.local) == snapshot.subflows.map(\.local))
  }

  @Test func `Linux 6.18 and 7.2 give everything at one moment`() throws {
    for kernel in ["6.18.", "7.2."] {
      let snapshot = try MPTCPSnapshot(captures: Self.captures(kernel, "accecn"))
      #expect(snapshot.isConsistent)
      #expect(snapshot.infoSource == .fullInfo)
      #expect(snapshot.idSource == .fullInfo)
      #expect(snapshot.addressSource == .fullInfo)
      #expect(snapshot.tcpInfoSource == .fullInfo)
      #expect(snapshot.subflows.map(\.id) == [1])
      #expect(snapshot.captures.map(\.option) == [.fullInfo])
      #expect(snapshot.subflowCount?.value == 1)
      #expect(snapshot.subflowCount?.evidence == .subflowsTotal)
    }
  }

  @Test func `An answer with room for fewer subflows says so`() throws {
    let snapshot = try MPTCPSnapshot(captures: Self.captures("7.2.", "limits_gt8"))
    #expect(snapshot.listedSubflowCount == 65)
    #expect(snapshot.subflows.count == 16)
    #expect(snapshot.inconsistencies == [.subflowsMissing])
    #expect(snapshot.subflowCount?.value == 65)
  }

  @Test func `Every scenario of every kernel composes`() throws {
    let records = try CaptureFiles.records()
    let scenarios = Set(records.map { [$0.kernel ?? "", $0.scenario ?? ""] })
    #expect(scenarios.count >= 100)
    for pair in scenarios {
      let captures = try Self.captures(pair[0], pair[1])
      guard !captures.isEmpty else { continue }
      let snapshot = try MPTCPSnapshot(captures: captures)
      #expect(snapshot.subflowCount != nil, "\(pair)")
    }
  }

  // MARK: Kernels that answer less

  private func failing(
    _ errno: Int32, tcpInfo: MPTCPCapture?, protocolNumber: Int32?, isMPTCP: Bool? = nil
  ) -> ModelledAnswers {
    var answers = ModelledAnswers { option throws(MPTCPSocketError) in
      if option == .tcpInfo, let tcpInfo { return tcpInfo }
      throw MPTCPSocketError(call: option.rawValue, errno: errno)
    }
    answers.protocolNumber = protocolNumber
    answers.isMPTCP = isMPTCP
    answers.localAddress = .ipv4(MPTCPAddress.IPv4(10, 0, 1, 1), port: 1)
    answers.remoteAddress = .ipv4(MPTCPAddress.IPv4(10, 0, 1, 2), port: 2)
    return answers
  }

  private func compose(_ answers: ModelledAnswers) throws(MPTCPReadingError) -> MPTCPSnapshot {
    try MPTCPSnapshot(asking: answers, kernel: .unknown, abi: .littleEndian, keepsCaptures: false)
  }

  @Test func `A fallback is one TCP connection`() throws {
    for (kernel, scenario, errno) in [
      ("6.1.", "fallback_server_tcp", Int32(95)), ("6.1.", "fallback_server_tcp_v6", 92),
      ("7.2.", "fallback_server_tcp", 95), ("5.10", "plain_tcp", 95),
    ] {
      let tcp = try #require(
        Self.captures(kernel, scenario).first { $0.option == .tcpInfo })
      // What TCP_IS_MPTCP and SO_PROTOCOL say decides whether there can be more subflows.
      for (number, isMPTCP, isExact) in [
        (Int32(262), Optional(false), true), (262, nil, false), (6, nil, true), (6, false, true),
      ] {
        let snapshot = try compose(
          failing(errno, tcpInfo: tcp, protocolNumber: number, isMPTCP: isMPTCP))
        #expect(snapshot.info == nil && snapshot.infoSource == nil)
        #expect(snapshot.tcpInfoSource == .tcpInfo)
        #expect(snapshot.addressSource == .socketNames)
        #expect(snapshot.protocolNumber == number)
        #expect(snapshot.speaksMPTCP == isMPTCP)
        #expect(snapshot.subflows.count == 1)
        #expect(snapshot.subflows.first?.remote?.port == 2)
        #expect(snapshot.subflowCount?.value == 1)
        #expect(snapshot.subflowCount?.evidence == .tcpInfo)
        #expect(snapshot.subflowCount?.isExact == isExact)
      }
    }
  }

  @Test func `An MPTCP socket of a kernel that answers nothing is empty`() throws {
    let snapshot = try compose(failing(95, tcpInfo: nil, protocolNumber: 262))
    #expect(snapshot.info == nil && snapshot.subflows.isEmpty && snapshot.isConsistent)
    #expect(snapshot.infoSource == nil && snapshot.tcpInfoSource == nil)
    #expect(snapshot.subflowCount == nil)
  }

  @Test func `What is not such a socket is an error`() {
    for (errno, number): (Int32, Int32?) in [(9, nil), (88, nil), (95, 17), (95, nil), (1, 262)] {
      let error = #expect(throws: MPTCPReadingError.self) {
        try compose(failing(errno, tcpInfo: nil, protocolNumber: number))
      }
      #expect(error?.errno == errno)
    }
    #expect(throws: MPTCPReadingError.self) { try MPTCPSnapshot(captures: []) }
  }

  @Test(arguments: [false, true])
  func `An answer that contradicts itself is an error, kept or not`(isKept: Bool) {
    let answers = ModelledAnswers { option throws(MPTCPSocketError) in
      MPTCPCapture(option, bytes: [1, 2, 3])
    }
    let error = #expect(throws: MPTCPReadingError.self) {
      try MPTCPSnapshot(
        asking: answers, kernel: .unknown, abi: .littleEndian, keepsCaptures: isKept)
    }
    guard case .answer(let answer) = error else {
      Issue.record("\(String(describing: error)) is not an error of an answer")
      return
    }
    #expect(answer.description.contains("MPTCP_FULL_INFO"))
  }

  // MARK: Races

  /// Answers one list after the other, the last one for ever.
  private func answers(
    info: [UInt8]? = nil, addresses: [[UInt8]], tcp: [Int], listed: Int? = nil
  ) -> ModelledAnswers {
    var looks = 0
    return ModelledAnswers { option throws(MPTCPSocketError) in
      switch option {
      case .info:
        return MPTCPCapture(.info, capacity: 512, bytes: info ?? Synthetic.info(subflows: 0))
      case .subflowAddresses:
        defer { looks += 1 }
        return Synthetic.addresses(addresses[min(looks, addresses.count - 1)])
      case .subflowTCPInfo: return Synthetic.tcp(states: tcp, listed: listed)
      case .fullInfo, .tcpInfo: throw MPTCPSocketError(call: option.rawValue, errno: 95)
      }
    }
  }

  @Test func `A subflow that came between the calls is asked for again`() throws {
    let snapshot = try compose(
      answers(addresses: [[1], [1, 2], [1, 2]], tcp: [1, 1]))
    #expect(snapshot.isConsistent)
    #expect(snapshot.subflows.map { $0.local?.port } == [1, 2])
    #expect(snapshot.subflows.map { $0.tcpInfo?.state } == [1, 1])
    #expect(snapshot.subflowCount?.value == 2)
  }

  @Test func `Answers that never fit are marked, and not put together`() throws {
    let flapping = (0..<20).map { $0 % 2 == 0 ? [UInt8(1)] : [1, 2] }
    let changing = try compose(answers(addresses: flapping, tcp: [1, 1]))
    #expect(changing.inconsistencies == [.addressesChanged])
    #expect(changing.subflows.count == 2)
    #expect(changing.subflows.allSatisfy { $0.tcpInfo == nil })
    #expect(changing.subflowCount?.isExact == false)

    let other = try compose(answers(addresses: [[1, 2]], tcp: [1, 1, 1]))
    #expect(other.inconsistencies == [.countsDiffer])
    #expect(!other.isConsistent)

    let info = try compose(
      answers(info: Synthetic.info(subflows: 3), addresses: [[1, 2]], tcp: [1, 1]))
    #expect(info.inconsistencies == [.infoCountsMore])

    let missing = try compose(answers(addresses: [[1, 2]], tcp: [1], listed: 2))
    #expect(missing.inconsistencies == [.subflowsMissing])
    #expect(missing.subflows.map { $0.tcpInfo?.state } == [1, nil])
    #expect(missing.subflowCount?.value == 2)
    #expect(missing.subflowCount?.evidence == .listLength)
  }

  @Test func `A connection that falls back between the calls is marked`() throws {
    let snapshot = try compose(
      ModelledAnswers { option throws(MPTCPSocketError) in
        guard option == .subflowAddresses else {
          throw MPTCPSocketError(call: option.rawValue, errno: 95)
        }
        return Synthetic.addresses([1])
      })
    #expect(snapshot.inconsistencies == [.answersDisagree])
    #expect(snapshot.subflows.count == 1)
  }
}

/// The one property that counts subflows.
struct SubflowCountTests {
  private func count(
    subflows: UInt8 = 0, total: UInt8? = nil, token: UInt32 = 7, states: [Int]? = nil,
    listed: Int? = nil
  ) throws -> MPTCPSubflowCount? {
    var captures = [
      MPTCPCapture(
        .info, capacity: 512,
        bytes: Synthetic.info(subflows: subflows, total: total, token: token))
    ]
    if let states { captures.append(Synthetic.tcp(states: states, listed: listed)) }
    return try MPTCPSnapshot(captures: captures, abi: .littleEndian).subflowCount
  }

  @Test func `The kernel's own number comes first`() throws {
    #expect(
      try count(subflows: 2, total: 3, states: [1, 1, 1])
        == MPTCPSubflowCount(value: 3, evidence: .subflowsTotal, isExact: true))
    // The first subflow is lost, and still in the list.
    #expect(try count(subflows: 2, total: 2, states: [7, 1, 1])?.value == 2)
    // A listener, or a socket without a connection.
    #expect(try count(total: 0, token: 0, states: [10])?.value == 0)
  }

  @Test func `Without it the states of the subflows count`() throws {
    let cases: [([Int], Int)] = [
      ([1, 1, 1], 3), ([7, 1, 1], 2), ([10], 0), ([7], 0), ([2], 1), ([8, 1], 2), ([6], 0),
    ]
    for (states, value) in cases {
      let count = try count(subflows: 0, states: states)
      #expect(count?.value == value)
      #expect(count?.evidence == .tcpStates)
    }
  }

  @Test func `Without states the list counts, and without a list the additional ones`() throws {
    #expect(
      try count(subflows: 2, states: [1], listed: 3)
        == MPTCPSubflowCount(value: 3, evidence: .listLength, isExact: false))
    #expect(try count(token: 0, states: [], listed: 1)?.value == 0)
    #expect(
      try count(subflows: 2)
        == MPTCPSubflowCount(value: 3, evidence: .additionalSubflows, isExact: false))
    #expect(
      try count(token: 0)
        == MPTCPSubflowCount(value: 0, evidence: .additionalSubflows, isExact: true))
  }

  @Test func `Captured listeners and sockets without connection have none`() throws {
    for kernel in ["6.1.", "6.18.", "7.2."] {
      for scenario in ["listening", "refused"] {
        let captures = try SnapshotTests.captures(kernel, scenario)
        #expect(try MPTCPSnapshot(captures: captures).subflowCount?.value == 0)
        let composed = captures.filter { $0.option != .fullInfo }
        #expect(try MPTCPSnapshot(captures: composed).subflowCount?.value == 0, "\(scenario)")
      }
    }
  }
}

/// Answers made up for a test, little-endian.
enum Synthetic {
  static func word(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
  }

  static func long(_ value: UInt64) -> [UInt8] {
    word(UInt32(truncatingIfNeeded: value)) + word(UInt32(truncatingIfNeeded: value >> 32))
  }

  /// A `mptcp_info`: of 5.16 without, of 6.10 with `subflows_total`.
  static func info(subflows: UInt8, total: UInt8? = nil, token: UInt32 = 7) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: total == nil ? 48 : 96)
    bytes[0] = subflows
    bytes.replaceSubrange(12..<16, with: word(token))
    if let total { bytes[80] = total }
    return bytes
  }

  /// A `mptcp_info` of 6.10 with counters.
  static func info(token: UInt32, retransmits: UInt32, bytes counters: [UInt64]) -> [UInt8] {
    var bytes = info(subflows: 0, total: 1, token: token)
    bytes.replaceSubrange(44..<48, with: word(retransmits))
    bytes.replaceSubrange(48..<80, with: counters.flatMap(long))
    return bytes
  }

  private static func frame(_ elements: [[UInt8]], size: UInt32, listed: Int?) -> [UInt8] {
    word(16) + word(UInt32(listed ?? elements.count)) + word(size) + word(size)
      + elements.joined()
  }

  static func tcp(states: [Int], listed: Int? = nil) -> MPTCPCapture {
    let elements = states.map { [UInt8($0)] + [UInt8](repeating: 0, count: 231) }
    return MPTCPCapture(.subflowTCPInfo, bytes: frame(elements, size: 232, listed: listed))
  }

  /// Addresses that differ in the port of this end.
  static func addresses(_ ports: [UInt8]) -> MPTCPCapture {
    MPTCPCapture(
      .subflowAddresses,
      bytes: frame(ports.map { address($0) + address(80) }, size: 256, listed: nil))
  }

  static func address(_ port: UInt8) -> [UInt8] {
    [2, 0, 0, port, 10, 0, 1, 1] + [UInt8](repeating: 0, count: 120)
  }
}

#if os(Linux)
  /// Snapshots of real sockets over loopback.
  struct LiveSnapshotTests {
    @Test func `A connection, a listener and an unconnected socket`() throws {
      guard LiveKernel.answersFullInfo() else { return }
      let pair = try Connection(overLoopback: .mptcp)
      let snapshot = try MPTCPSnapshot(socket: pair.client.descriptor, keepsCaptures: true)
      #expect(snapshot.isConsistent)
      #expect(snapshot.infoSource == .fullInfo)
      #expect(snapshot.subflows.map(\.id) == [1])
      #expect(snapshot.subflows.first?.remote?.address == "127.0.0.1")
      #expect(snapshot.subflowCount?.value == 1)
      #expect(snapshot.captures.map(\.option) == [.fullInfo])
      let again = try MPTCPSnapshot(captures: snapshot.captures)
      #expect(again.info?.bytes == snapshot.info?.bytes)

      let direct = try MPTCPSnapshot(socket: pair.client.descriptor)
      #expect(direct.captures.isEmpty && direct.isConsistent)
      #expect(direct.infoSource == .fullInfo && direct.tcpInfoSource == .fullInfo)
      #expect(direct.info?.token == snapshot.info?.token)
      #expect(direct.subflows.map(\.id) == snapshot.subflows.map(\.id))
      #expect(direct.subflows.map(\.local) == snapshot.subflows.map(\.local))
      #expect(direct.subflows.map(\.remote) == snapshot.subflows.map(\.remote))

      let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
      let socket = socket(AF_INET, type, MPTCPSupport.protocolNumber)
      try #require(socket >= 0)
      defer { Glibc.close(socket) }
      #expect(try MPTCPSnapshot(socket: socket).subflowCount?.value == 0)
      #expect(listen(socket, 1) == 0)
      #expect(try MPTCPSnapshot(socket: socket).subflowCount?.value == 0)
    }

    @Test func `The older options composed say what MPTCP_FULL_INFO says`() throws {
      guard LiveKernel.answersFullInfo() else { return }
      let pair = try Connection(overLoopback: .mptcp)
      let full = try MPTCPSnapshot(socket: pair.server.descriptor)
      let composed = try MPTCPSnapshot(
        asking: ModelledAnswers { option throws(MPTCPSocketError) in
          if option == .fullInfo { throw MPTCPSocketError(call: option.rawValue, errno: 95) }
          return try MPTCPCapture(option, socket: pair.server.descriptor)
        }, kernel: .unknown, abi: .native, keepsCaptures: false)
      #expect(composed.isConsistent)
      #expect(composed.infoSource == .info)
      #expect(composed.info?.token == full.info?.token)
      #expect(composed.subflows.map(\.local) == full.subflows.map(\.local))
      #expect(composed.subflows.map(\.remote) == full.subflows.map(\.remote))
      #expect(composed.subflows.map { $0.tcpInfo?.state } == [1])
      #expect(composed.subflowCount == full.subflowCount)
    }

    @Test func `Plain TCP is one connection, and other descriptors are errors`() throws {
      let pair = try Connection(overLoopback: .tcp)
      let snapshot = try MPTCPSnapshot(socket: pair.client.descriptor)
      #expect(snapshot.tcpInfoSource == .tcpInfo)
      #expect(snapshot.protocolNumber == 6)
      #expect(snapshot.addressSource == .socketNames)
      #expect(snapshot.subflows.first?.local?.address == "127.0.0.1")
      #expect(
        snapshot.subflowCount == MPTCPSubflowCount(value: 1, evidence: .tcpInfo, isExact: true))
      #expect(throws: MPTCPReadingError.self) { try MPTCPSnapshot(socket: -1) }
      let file = open("/dev/null", O_RDONLY | O_CLOEXEC)
      defer { close(file) }
      let error = #expect(throws: MPTCPReadingError.self) { try MPTCPSnapshot(socket: file) }
      #expect(error?.errno == ENOTSOCK)
    }

    @Test func `Bytes between two looks are counted`() throws {
      guard LiveKernel.answersFullInfo() else { return }
      let pair = try Connection(overLoopback: .mptcp)
      let before = try MPTCPSnapshot(socket: pair.client.descriptor)
      var data = [UInt8](repeating: 7, count: 1000)
      try #require(
        send(pair.client.descriptor, data, data.count, Int32(MSG_NOSIGNAL)) == data.count)
      try #require(
        recv(pair.server.descriptor, &data, data.count, Int32(MSG_WAITALL)) == data.count)
      let delta = try MPTCPSnapshot(socket: pair.client.descriptor).delta(since: before)
      #expect(delta.isSameConnection == true)
      #expect(!delta.wasReset)
      #expect(delta.bytesSent == 1000)
      #expect(delta.subflows.map(\.id) == [1])
      #expect(delta.subflows.first?.bytesSent == 1000)
      #expect(delta.appeared.isEmpty && delta.vanished.isEmpty)
    }
  }
#endif
