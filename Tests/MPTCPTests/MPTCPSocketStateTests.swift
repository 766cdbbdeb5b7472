import Foundation
import MPTCP
import TestSupport
import Testing
import UAPIStructs

#if os(Linux)
  /// The verdict on the answers of every kernel, most of which do not run here.
  struct SocketStateTests {
    /// What a kernel says to `TCP_IS_MPTCP` and `MPTCP_INFO`, by the nature of the socket.
    struct Kernel: CustomTestStringConvertible, Sendable {
      let name: String
      /// Linux 6.10 and later.
      let knowsIsMPTCP: Bool
      /// Linux 5.16 and later.
      let knowsInfo: Bool
      /// TCP_INFO of an MPTCP socket is answered.
      let knowsTCPInfo: Bool
      /// Before its first connection a socket passes questions to the TCP socket below.
      var forwardsWhenFresh = false

      var testDescription: String { name }

      func mptcp(
        peer: Bool, listening: Bool = false, remoteKey: Bool, tcpState: UInt8
      ) -> MPTCPSocket.StateAnswers {
        var answers = MPTCPSocket.StateAnswers(
          type: .value(1), domain: .value(AF_INET), protocolNumber: .value(262),
          isListening: .value(listening ? 1 : 0),
          peer: peer ? .value(AF_INET) : .errno(ENOTCONN),
          tcpState: knowsTCPInfo ? .value(tcpState) : .errno(EOPNOTSUPP),
          info: knowsInfo ? .value(remoteKey ? .remoteKeyReceived : []) : .errno(EOPNOTSUPP),
          isMPTCP: knowsIsMPTCP ? .value(1) : .errno(EOPNOTSUPP))
        if forwardsWhenFresh && !peer {
          answers.tcpState = .value(tcpState)
          answers.isMPTCP = .errno(ENOPROTOOPT)
        }
        return answers
      }

      /// TCP options of a socket that speaks TCP, whatever it was opened for.
      func tcp(
        protocolNumber: Int32, ipv6: Bool, peer: Bool, listening: Bool = false
      ) -> MPTCPSocket.StateAnswers {
        MPTCPSocket.StateAnswers(
          type: .value(1), domain: .value(ipv6 ? AF_INET6 : AF_INET),
          protocolNumber: .value(protocolNumber), isListening: .value(listening ? 1 : 0),
          peer: peer ? .value(ipv6 ? AF_INET6 : AF_INET) : .errno(ENOTCONN),
          tcpState: .value(peer ? 1 : listening ? 10 : 7),
          info: .errno(ipv6 ? ENOPROTOOPT : EOPNOTSUPP),
          isMPTCP: knowsIsMPTCP ? .value(0) : .errno(ENOPROTOOPT))
      }
    }

    static let kernels = [
      Kernel(
        name: "5.6", knowsIsMPTCP: false, knowsInfo: false, knowsTCPInfo: false,
        forwardsWhenFresh: true),
      Kernel(name: "5.10", knowsIsMPTCP: false, knowsInfo: false, knowsTCPInfo: false),
      Kernel(name: "5.16", knowsIsMPTCP: false, knowsInfo: true, knowsTCPInfo: true),
      Kernel(name: "6.1", knowsIsMPTCP: false, knowsInfo: true, knowsTCPInfo: true),
      Kernel(name: "6.10", knowsIsMPTCP: true, knowsInfo: true, knowsTCPInfo: true),
      Kernel(name: "7.2", knowsIsMPTCP: true, knowsInfo: true, knowsTCPInfo: true),
    ]

    @Test(arguments: kernels, [AF_INET, AF_INET6])
    func `A connection over MPTCP`(kernel: Kernel, domain: Int32) {
      var answers = kernel.mptcp(peer: true, remoteKey: true, tcpState: 1)
      answers.domain = .value(domain)
      #expect(MPTCPSocket.State(answers) == .mptcp)
      // The first subflow is gone, the connection lives on in others.
      answers = kernel.mptcp(peer: true, remoteKey: true, tcpState: 7)
      #expect(MPTCPSocket.State(answers) == .mptcp)
    }

    @Test(arguments: kernels) func `An MPTCP listener`(kernel: Kernel) {
      let answers = kernel.mptcp(peer: false, listening: true, remoteKey: false, tcpState: 10)
      #expect(MPTCPSocket.State(answers) == .listening)
    }

    @Test(arguments: kernels) func `A listener that may not be asked whether it is one`(
      kernel: Kernel
    ) {
      var answers = kernel.mptcp(peer: false, listening: true, remoteKey: false, tcpState: 10)
      answers.isListening = .errno(EPERM)
      #expect(
        MPTCPSocket.State(answers) == (answers.tcpState.value == nil ? .undecided : .listening))
      answers.tcpState = .errno(EPERM)
      #expect(MPTCPSocket.State(answers) == .undecided)
    }

    @Test(arguments: kernels) func `Before a connection and within the handshake`(kernel: Kernel) {
      for state: UInt8 in [7, 2] {
        let answers = kernel.mptcp(peer: false, remoteKey: false, tcpState: state)
        #expect(MPTCPSocket.State(answers) == .unconnected)
      }
    }

    @Test(arguments: kernels) func `After both ends closed`(kernel: Kernel) {
      let answers = kernel.mptcp(peer: false, remoteKey: true, tcpState: 7)
      #expect(MPTCPSocket.State(answers) == (kernel.knowsInfo ? .mptcp : .unconnected))
    }

    @Test(arguments: kernels, [false, true])
    func `A connection that fell back`(kernel: Kernel, ipv6: Bool) {
      let connected = kernel.tcp(protocolNumber: 262, ipv6: ipv6, peer: true)
      #expect(MPTCPSocket.State(connected) == .fellBack)
      // Once it ended an error number proves no more than that there is no connection.
      let ended = kernel.tcp(protocolNumber: 262, ipv6: ipv6, peer: false)
      #expect(MPTCPSocket.State(ended) == (kernel.knowsIsMPTCP ? .fellBack : .unconnected))
    }

    @Test(arguments: kernels, [false, true])
    func `Plain TCP, and what a listener accepts from a TCP client`(kernel: Kernel, ipv6: Bool) {
      for (peer, listening) in [(true, false), (false, false), (false, true)] {
        let answers = kernel.tcp(
          protocolNumber: 6, ipv6: ipv6, peer: peer, listening: listening)
        #expect(MPTCPSocket.State(answers) == .tcp)
      }
    }

    @Test func `A TCP socket where MPTCP is not built`() {
      let kernel = Kernel(name: "", knowsIsMPTCP: false, knowsInfo: false, knowsTCPInfo: true)
      let answers = kernel.tcp(protocolNumber: 6, ipv6: false, peer: true)
      #expect(MPTCPSocket.State(answers) == .tcp)
    }

    @Test func `A filter that refuses one question leaves the others`() {
      let kernel = Self.kernels[4]
      let speaking = kernel.mptcp(peer: true, remoteKey: true, tcpState: 1)
      for path in Self.questions {
        var answers = speaking
        answers[keyPath: path] = .errno(EPERM)
        #expect(MPTCPSocket.State(answers) == .mptcp)
      }
      var answers = speaking
      answers.info = .errno(EPERM)
      #expect(MPTCPSocket.State(answers) == .mptcp)
      // Without the key TCP_INFO proves the connection that getpeername does not.
      answers.peer = .errno(EPERM)
      #expect(MPTCPSocket.State(answers) == .mptcp)
      answers.tcpState = .value(7)
      #expect(MPTCPSocket.State(answers) == .undecided)

      var fallback = kernel.tcp(protocolNumber: 262, ipv6: true, peer: true)
      fallback.isMPTCP = .errno(EPERM)
      #expect(MPTCPSocket.State(fallback) == .fellBack)
      fallback = kernel.tcp(protocolNumber: 262, ipv6: false, peer: true)
      fallback.isMPTCP = .errno(EPERM)
      #expect(MPTCPSocket.State(fallback) == .undecided)
      fallback = kernel.tcp(protocolNumber: 262, ipv6: false, peer: true)
      fallback.protocolNumber = .errno(EPERM)
      #expect(MPTCPSocket.State(fallback) == .undecided)
    }

    static let questions:
      [any WritableKeyPath<MPTCPSocket.StateAnswers, MPTCPSocket.StateAnswers.Answer<Int32>>
        & Sendable] =
        [\.type, \.domain, \.protocolNumber, \.isListening, \.peer, \.isMPTCP]

    @Test func `A filter that refuses everything leaves nothing to decide`() {
      let answers = MPTCPSocket.StateAnswers(
        type: .errno(EPERM), domain: .errno(EPERM), protocolNumber: .errno(EPERM),
        isListening: .errno(EPERM), peer: .errno(EPERM), tcpState: .errno(EPERM),
        info: .errno(EPERM), isMPTCP: .errno(EPERM))
      #expect(MPTCPSocket.State(answers) == .undecided)
    }

    @Test func `Answers that contradict each other decide nothing`() {
      let kernel = Self.kernels[4]
      // It fell back between the questions.
      var answers = kernel.mptcp(peer: true, remoteKey: true, tcpState: 1)
      answers.isMPTCP = .value(0)
      #expect(MPTCPSocket.State(answers) == .undecided)
      answers = kernel.mptcp(peer: true, remoteKey: true, tcpState: 1)
      answers.protocolNumber = .value(6)
      #expect(MPTCPSocket.State(answers) == .undecided)
    }

    @Test func `The flag of a fallback, should a kernel ever show it`() {
      var answers = Self.kernels[3].tcp(protocolNumber: 262, ipv6: false, peer: true)
      answers.info = .value(.fallback)
      #expect(MPTCPSocket.State(answers) == .fellBack)
    }

    @Test func `Other descriptors`() {
      let kernel = Self.kernels[4]
      var answers = kernel.tcp(protocolNumber: 17, ipv6: false, peer: false)
      answers.type = .value(2)
      #expect(MPTCPSocket.State(answers) == .notStream)
      answers = kernel.tcp(protocolNumber: 132, ipv6: false, peer: false)
      #expect(MPTCPSocket.State(answers) == .otherStream)
      answers = kernel.tcp(protocolNumber: 0, ipv6: false, peer: false)
      answers.domain = .value(AF_UNIX)
      #expect(MPTCPSocket.State(answers) == .otherStream)
      answers.type = .errno(ENOTSOCK)
      #expect(MPTCPSocket.State(answers) == .notSocket)
    }

    /// The refusals that real kernels gave, put where the model above puts them.
    @Test func `Refused calls of real kernels are those of the model`() throws {
      var seen: [String: Int] = [:]
      for record in try RefusedCall.read() where record.sockopt == "MPTCP_INFO" {
        guard let errno = record.errno, record.capacity == 512 else { continue }
        let scenario = record.scenario
        switch (scenario, record.case) {
        case (_, "not a socket"):
          #expect(errno == ENOTSOCK)
        case (_, "closed fd"):
          #expect(errno == EBADF)
        case ("other_fds", _): continue
        default:
          for kernel in Self.kernels {
            for protocolNumber: Int32 in [6, 262] {
              var answers = kernel.tcp(
                protocolNumber: protocolNumber, ipv6: errno == ENOPROTOOPT, peer: true)
              #expect(answers.info == .errno(errno))
              answers.info = .errno(errno)
              let expected: MPTCPSocket.State = protocolNumber == 6 ? .tcp : .fellBack
              #expect(MPTCPSocket.State(answers) == expected, "\(scenario) on \(record.kernel)")
            }
          }
        }
        seen[scenario, default: 0] += 1
      }
      for scenario in [
        "fallback_server_tcp", "fallback_server_tcp_v6", "fallback_client_tcp", "plain_tcp",
        "plain_tcp_v6", "other_fds",
      ] {
        #expect(seen[scenario, default: 0] > 0, "\(scenario)")
      }
    }

    /// Answered calls of real kernels: a flag tells the connection that was.
    @Test func `Flags of real kernels judge as their scenario says`() throws {
      let expected: [String: MPTCPSocket.State] = [
        "single_v4": .mptcp, "single_v6": .mptcp, "loopback": .mptcp,
        "refused": .unconnected,
      ]
      var seen: Set<String> = []
      for record in try RefusedCall.read()
      where record.sockopt == "MPTCP_INFO" && record.source == "getsockopt" {
        guard let state = expected[record.scenario], let bytes = record.bytes,
          let flags = MPTCPInfo(hexBytes(bytes) ?? [], extent: .unknown).flags
        else { continue }
        for kernel in Self.kernels where kernel.knowsInfo {
          var answers = kernel.mptcp(peer: false, remoteKey: false, tcpState: 7)
          answers.info = .value(flags)
          #expect(MPTCPSocket.State(answers) == state, "\(record.scenario) \(record.kernel)")
        }
        seen.insert(record.scenario)
      }
      #expect(seen == Set(expected.keys))
    }

    @Test func `Every state explains itself`() {
      #expect(
        Set(MPTCPSocket.State.allCases.map(\.explanation)).count == MPTCPSocket.State.allCases.count
      )
    }
  }

  /// A capture record with what belongs to a refused call.
  private struct RefusedCall: Decodable {
    let source: String
    let sockopt: String
    let scenario: String
    let kernel: String
    let `case`: String?
    let capacity: Int?
    let errno: Int32?
    let bytes: String?

    static func read() throws -> [RefusedCall] {
      try Repository.ownCaptureFiles.flatMap { file in
        try Repository.lines(file).map {
          try JSONDecoder().decode(RefusedCall.self, from: Data($0.utf8))
        }
      }
    }
  }
#endif
