import MPTCP
import TestSupport
import Testing
import UAPIStructs

#if os(Linux)
  /// The list held against `ss`, on every number that both show.
  ///
  /// A number counts where it was the same before `ss` looked and afterwards.
  @Suite(.waiting, .enabled(if: NetworkNamespace.kernelHasMPTCP, "this kernel has no MPTCP"))
  struct SSAgreementTests {
    /// What is the same in two lists: the sockets by their ends.
    private struct Looks<Entry> {
      let before: [String: Entry]
      let after: [String: Entry]

      /// Compares with what ss says, where it says it, and gives whether it did.
      func compare<Value: Equatable>(
        _ socket: SSOutput.Socket, _ key: String, _ theirs: Value?,
        _ ours: (Entry) -> Value?, sourceLocation: SourceLocation = #_sourceLocation
      ) throws -> Bool {
        let ends = socket.local + " " + socket.remote
        let (before, after) = (try #require(before[ends]), try #require(after[ends]))
        guard let theirs, let value = ours(before), ours(after) == value else { return false }
        #expect(value == theirs, "\(ends) \(key)", sourceLocation: sourceLocation)
        return true
      }
    }

    private func byEnds<Entry>(
      _ entries: [Entry], _ socket: (Entry) -> MPTCPSocketList.InetSocket
    ) -> [String: Entry] {
      Dictionary(
        entries.map { entry in
          let socket = socket(entry)
          // ss writes a star for port 0.
          let remote = socket.remote.port == 0 ? "0.0.0.0:*" : "\(socket.remote)"
          return ("\(socket.local) \(remote)", entry)
        }, uniquingKeysWith: { first, _ in first })
    }

    @Test func `Connections are what ss says`() throws {
      try NamespacePair.with(links: 3) { pair in
        try pair.withConnectionOfThree { _, _ in
          let fallback = try Connection(
            from: pair.client, .mptcp, to: pair.server, .tcp, listeningOn: "10.0.1.2")
          try fallback.exchange()
          for (side, states) in [
            (pair.client, ["ESTAB", "ESTAB"]), (pair.server, ["ESTAB", "LISTEN"]),
          ] {
            let before = try side.sockets().entries
            let output = SSOutput(try side.run(["ss", "-M", "-a", "-n", "-i", "-H"]).output)
            let looks = Looks(
              before: byEnds(before, \.socket),
              after: byEnds(try side.sockets().entries, \.socket))
            #expect(output.sockets.count == before.count)
            #expect(output.sockets.map(\.state).sorted() == states)
            for socket in output.sockets { try compare(socket, looks) }
          }
          #expect(try pair.client.sockets().entries.filter(\.isFallback).count == 1)
        }
      }
    }

    private func compare(_ socket: SSOutput.Socket, _ looks: Looks<MPTCPSocketList.Entry>) throws {
      var compared: Set<String> = []
      func check<Value: Equatable>(
        _ key: String, _ theirs: Value?, _ ours: (MPTCPSocketList.Entry) -> Value?
      ) throws {
        if try looks.compare(socket, key, theirs, ours) { compared.insert(key) }
      }
      func check(_ key: String, _ ours: (MPTCPInfo) -> (some BinaryInteger)?) throws {
        try check(key, socket.number(key)) { $0.info.flatMap(ours).map { UInt64($0) } }
      }
      try check("Recv-Q", socket.receiveQueue) { $0.receiveQueue }
      try check("Send-Q", socket.sendQueue) { $0.sendQueue }
      try check("fallback", socket.marks.contains("fallback")) { $0.isFallback }
      try check("remote_key", socket.marks.contains("remote_key")) {
        $0.info?.flags?.contains(.remoteKeyReceived)
      }
      try check("token", socket.hexadecimal("token")) { $0.token.map { UInt64($0) } }
      try check("write_seq", socket.hexadecimal("write_seq")) { $0.info?.writeSeq }
      try check("snd_una", socket.hexadecimal("snd_una")) { $0.info?.sndUna }
      try check("rcv_nxt", socket.hexadecimal("rcv_nxt")) { $0.info?.rcvNxt }
      try check("subflows", \.subflows)
      try check("subflows_max", \.subflowsMax)
      try check("add_addr_signal", \.addAddrSignal)
      try check("add_addr_accepted", \.addAddrAccepted)
      try check("add_addr_signal_max", \.addAddrSignalMax)
      try check("add_addr_accepted_max", \.addAddrAcceptedMax)
      try check("local_addr_used", \.localAddrUsed)
      try check("local_addr_max", \.localAddrMax)
      try check("csum_enabled", \.csumEnabled)
      try check("retransmits", \.retransmits)
      try check("bytes_retrans", \.bytesRetrans)
      try check("bytes_sent", \.bytesSent)
      try check("bytes_received", \.bytesReceived)
      try check("bytes_acked", \.bytesAcked)
      try check("subflows_total", \.subflowsTotal)
      // Without a connection ss has nothing to say.
      let most: Set = ["Recv-Q", "Send-Q", "token", "write_seq", "snd_una", "rcv_nxt"]
      if socket.state == "ESTAB" { #expect(compared.isSuperset(of: most), "\(compared)") }
    }

    @Test func `Subflows are what ss says`() throws {
      try NamespacePair.with(links: 3) { pair in
        try pair.withConnectionOfThree { _, _ in
          for side in [pair.client, pair.server] {
            let before = try side.sockets().entries.flatMap(\.subflows)
            let output = SSOutput(try side.run(["ss", "-t", "-n", "-i", "-H"]).output)
            let looks = Looks(
              before: byEnds(before, \.socket),
              after: byEnds(try side.sockets().entries.flatMap(\.subflows), \.socket))
            #expect(output.sockets.count == 3 && before.count == 3)
            for socket in output.sockets { try compare(socket, looks) }
          }
        }
      }
    }

    private func compare(_ socket: SSOutput.Socket, _ looks: Looks<MPTCPSocketList.Subflow>) throws
    {
      var compared: Set<String> = []
      func check<Value: Equatable>(
        _ key: String, _ theirs: Value?, _ ours: (MPTCPSocketList.Subflow) -> Value?
      ) throws {
        if try looks.compare(socket, key, theirs, ours) { compared.insert(key) }
      }
      func check(_ key: String, _ ours: (TCPInfo) -> (some BinaryInteger)?) throws {
        try check(key, socket.number(key)) { $0.tcpInfo.flatMap(ours).map { UInt64($0) } }
      }
      func checkTime(_ key: String, _ ours: @escaping (TCPInfo) -> [UInt32?]) throws {
        try check(key, socket.microseconds(key)) { entry in
          entry.tcpInfo.map { ours($0).compactMap { $0 }.map { UInt64($0) } }
        }
      }
      #expect(socket.marks.contains("tcp-ulp-mptcp"))
      let token = socket.subflowToken
      try check("token of the peer", token?.remote) { $0.remoteToken.map { UInt64($0) } }
      try check("id of the peer", token?.remoteID) { $0.remoteID.map { UInt64($0) } }
      try check("token", token?.local) { $0.token.map { UInt64($0) } }
      try check("id", token?.localID) { $0.localID.map { UInt64($0) } }
      try check("flags", socket.values["flags"].map { Set($0) }) { $0.flags.map(letters) }
      try check("seq", socket.hexadecimal("seq")) { $0.mapSequence }
      try check("sfseq", socket.hexadecimal("sfseq")) { $0.mapSubflowSequence.map { UInt64($0) } }
      try check("ssnoff", socket.hexadecimal("ssnoff")) {
        $0.subflowSequenceOffset.map { UInt64($0) }
      }
      try check("maplen", socket.hexadecimal("maplen")) { $0.mapLength.map { UInt64($0) } }
      try check("Recv-Q", socket.receiveQueue) { $0.receiveQueue }
      try check("Send-Q", socket.sendQueue) { $0.sendQueue }

      try checkTime("rtt") { [$0.rtt, $0.rttvar] }
      try checkTime("rto") { [$0.rto] }
      try checkTime("ato") { [$0.ato] }
      try checkTime("minrtt") { [$0.minRTT] }
      try checkTime("rcv_rtt") { [$0.rcvRTT] }
      try check("mss", \.sndMSS)
      try check("rcvmss", \.rcvMSS)
      try check("advmss", \.advmss)
      try check("pmtu", \.pmtu)
      try check("cwnd", \.sndCwnd)
      try check("ssthresh", \.sndSsthresh)
      try check("bytes_sent", \.bytesSent)
      try check("bytes_retrans", \.bytesRetrans)
      try check("bytes_acked", \.bytesAcked)
      try check("bytes_received", \.bytesReceived)
      try check("segs_out", \.segsOut)
      try check("segs_in", \.segsIn)
      try check("data_segs_out", \.dataSegsOut)
      try check("data_segs_in", \.dataSegsIn)
      try check("delivered", \.delivered)
      try check("rcv_space", \.rcvSpace)
      try check("rcv_ssthresh", \.rcvSsthresh)
      try check("snd_wnd", \.sndWnd)
      let most: Set = [
        "token", "id", "flags", "seq", "rtt", "rto", "mss", "pmtu", "cwnd", "segs_in",
      ]
      #expect(compared.isSuperset(of: most), "\(compared)")
    }

    /// The letters of ss for flags.
    private func letters(_ flags: MPTCPSubflowFlags) -> Set<Character> {
      let letters: [(MPTCPSubflowFlags, Character)] = [
        (.remoteCapable, "M"), (.localCapable, "m"), (.remoteJoin, "J"), (.localJoin, "j"),
        (.remoteBackup, "B"),
        (.localBackup, "b"), (.fullyEstablished, "e"), (.connected, "c"), (.mappingValid, "v"),
      ]
      return Set(letters.filter { flags.contains($0.0) }.map(\.1))
    }
  }
#endif
