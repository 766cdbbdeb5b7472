import MPTCP
import ModelledNetlink
import Netlink
import Testing
import UAPIStructs

/// A list of a real kernel, held against what `ss -M -n -i` and `ss -t -n -i` said of the same
/// sockets.
@Suite(.enabled(if: NetlinkRecording.fits, "the recording is of a little-endian machine"))
struct NetlinkRecordingTests {
  private func list() throws -> MPTCPSocketList {
    try MPTCPSocketList(asking: NetlinkExchange(replaying: NetlinkRecording.sample().lists))
  }

  private func entry(token: UInt32) throws -> MPTCPSocketList.Entry {
    try #require(try list().entries.first { $0.token == token })
  }

  @Test func `All sockets are there, in the kernel's order`() throws {
    let list = try list()
    #expect(
      list.entries.map { "\($0.state) \($0.local) \($0.remote)" } == [
        "ESTABLISHED 10.77.0.1:33100 10.77.0.9:56803",
        "ESTABLISHED 10.77.0.1:44531 10.77.0.9:49373",
        "SYN_SENT 10.78.0.1:58906 10.78.0.2:99",
        "ESTABLISHED 10.77.0.9:49373 10.77.0.1:44531",
        "LISTEN 10.77.0.9:49373 0.0.0.0:0",
        "ESTABLISHED [fd77::1]:44147 [fd77::1]:50552",
        "ESTABLISHED [fd77::1]:50552 [fd77::1]:44147",
        "LISTEN [fd77::1]:44147 [::]:0",
      ])
    #expect(
      list.entries.map(\.token) == [
        0xa3a4_21c0, 0xdbd4_2666, 0x5e3c_e307, 0x7939_e37f, 0, 0x4359_033d, 0x4eb4_1ddf, 0,
      ])
    #expect(list.entries.map(\.subflows.count) == [1, 3, 1, 3, 0, 1, 1, 0])
    #expect(list.entries.map(\.subflowCount) == [1, 3, 1, 3, 0, 1, 1, 0])
    #expect(list.entries.map(\.isFallback) == [true] + .init(repeating: false, count: 7))
    #expect(list.strays.isEmpty && !list.hidesSubflows)
    #expect(Set(list.entries.map(\.cookie)).count == 8)
    #expect(list.entries.allSatisfy { $0.inode != 0 && $0.userID == 0 })
    #expect(list.entries.allSatisfy { $0.info?.remarks == [] })
  }

  @Test func `Connections have their numbers`() throws {
    let client = try entry(token: 0xdbd4_2666)
    let info = try #require(client.info)
    #expect(info.subflows == 2 && info.subflowsMax == 2 && info.subflowsTotal == 3)
    #expect(info.flags == .remoteKeyReceived)
    #expect(info.writeSeq == 0x0106_bfcc_7d01_7a8c && info.sndUna == info.writeSeq)
    #expect(info.rcvNxt == 0x69b0_7315_f5c2_4c6a)
    // 5000 bytes and five times 200000, of which the peer sent 3000 back.
    #expect(info.bytesSent == 1_005_000 && info.bytesReceived == 3000)
    let fallback = try entry(token: 0xa3a4_21c0)
    #expect(fallback.info?.flags == .fallback)
    let listener = try #require(try list().entries.last)
    #expect(listener.sendQueue == 16 && listener.receiveQueue == 0)
  }

  @Test func `Subflows have ids, flags and tokens`() throws {
    let client = try entry(token: 0xdbd4_2666).subflows
    #expect(
      client.map { "\($0.local)" } == [
        "10.77.0.1:44531", "10.77.0.2:53913", "10.77.0.3:41471",
      ])
    #expect(client.map(\.localID) == [0, 2, 3])
    #expect(client.map(\.remoteID) == [0, 0, 0])
    #expect(client.map(\.token) == .init(repeating: 0xdbd4_2666, count: 3))
    #expect(client.map(\.remoteToken) == [0, 0x7939_e37f, 0x7939_e37f])
    #expect(client.map(\.isBackup) == [false, false, true])
    // `Mmec`, `Jjec`, `Jjbec`.
    let common: MPTCPSubflowFlags = [.fullyEstablished, .connected]
    #expect(
      client.map(\.flags) == [
        common.union([.remoteCapable, .localCapable]), common.union([.remoteJoin, .localJoin]),
        common.union([.remoteJoin, .localJoin, .localBackup]),
      ])
    #expect(client[0].mapSequence == 0x69b0_7315_f5c2_40b2)
    #expect(client[0].mapSubflowSequence == 1 && client[0].mapLength == 0xbb8)
    #expect(client[0].subflowSequenceOffset == 0xb5bf_7a06)
    #expect(client.allSatisfy { $0.unknownAttributes.isEmpty })

    let server = try entry(token: 0x7939_e37f).subflows
    #expect(server.map(\.remoteID) == [0, 2, 3])
    #expect(server.map(\.isBackup) == [false, false, true])
    #expect(server[2].flags?.contains(.remoteBackup) == true)
  }

  @Test func `Subflows have what TCP knows`() throws {
    let first = try #require(try entry(token: 0xdbd4_2666).subflows.first?.tcpInfo)
    #expect(first.state == TCPInfo.State.established.rawValue)
    #expect(first.rtt == 2158 && first.rttvar == 4249 && first.rto == 204_000)
    #expect(first.bytesSent == 470_457 && first.bytesAcked == 470_458)
    #expect(first.bytesReceived == 3000 && first.segsOut == 19 && first.segsIn == 14)
    #expect(first.sndCwnd == 12 && first.minRTT == 4 && first.pmtu == 65535)
    #expect(first.remarks.isEmpty)
    let silent = try #require(try entry(token: 0x5e3c_e307).subflows.first)
    #expect(silent.state == .synSent && silent.tcpInfo?.unacked == 1)
    #expect(silent.sendQueue == 1 && silent.flags == .localCapable)
    let ipv6 = try #require(try entry(token: 0x4359_033d).subflows.first)
    #expect(ipv6.tcpInfo?.rtt == 11 && ipv6.tcpInfo?.pmtu == 65536)
  }

  @Test func `Without subflows only two requests are made`() throws {
    let recording = try NetlinkRecording.sample()
    let datagrams = recording.parts.filter { $0.name.hasPrefix("MPTCP") }.flatMap(\.datagrams)
    let list = try MPTCPSocketList(
      asking: NetlinkExchange(replaying: datagrams), includesSubflows: false)
    #expect(list.entries.count == 8)
    #expect(list.entries.allSatisfy(\.subflows.isEmpty) && list.strays.isEmpty)
    #expect(!list.hidesSubflows)
    #expect(list.entries.map(\.subflowCount) == [0, 3, 1, 3, 0, 1, 1, 0])
  }

  @Test func `A refusal has the words of the kernel`() throws {
    let recording = try NetlinkRecording.sample()
    for part in ["refusal", "refusal without the request"] {
      let exchange = NetlinkExchange(replaying: try #require(recording[part]))
      let error = #expect(throws: NetlinkError.self) { try ModelledKernel.dump(exchange) }
      let refusal = NetlinkError.Failure(call: "question", errno: 22)
      #expect(error == .refused(refusal, reason: "missing address data"))
    }
  }
}
