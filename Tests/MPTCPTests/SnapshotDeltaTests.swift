import MPTCP
import Testing
import UAPIStructs

/// Differences between snapshots.
struct SnapshotDeltaTests {
  private struct Flow {
    var id: UInt32
    var port: UInt8 = 1
    var bytesSent: UInt64 = 0
    var totalRetrans: UInt32 = 0
    var state: UInt8 = 1
  }

  /// A snapshot with ids, as MPTCP_FULL_INFO gives it, or without, as the older options do.
  private func snapshot(info: [UInt8], flows: [Flow], hasIDs: Bool = true) throws -> MPTCPSnapshot {
    let tcp = flows.map { flow in
      var bytes = [UInt8](repeating: 0, count: 280)
      bytes[0] = flow.state
      bytes.replaceSubrange(100..<104, with: Synthetic.word(flow.totalRetrans))
      bytes.replaceSubrange(200..<208, with: Synthetic.long(flow.bytesSent))
      return bytes
    }
    let addresses = flows.map { Synthetic.address($0.port) + Synthetic.address(80) }
    let count = UInt32(flows.count)
    if hasIDs {
      let header = [280, 280, 264, 264, count, count].flatMap(Synthetic.word)
      return try MPTCPSnapshot(
        captures: [
          MPTCPCapture(
            .fullInfo, capacity: 552, bytes: header + [UInt8](repeating: 0, count: 16) + info,
            subflowInfo: zip(flows, addresses).flatMap { Synthetic.long(UInt64($0.id)) + $1 },
            tcpInfo: Array(tcp.joined()))
        ], abi: .littleEndian)
    }
    return try MPTCPSnapshot(
      captures: [
        MPTCPCapture(.info, capacity: 512, bytes: info),
        MPTCPCapture(
          .subflowTCPInfo, bytes: [16, count, 280, 280].flatMap(Synthetic.word) + tcp.joined()),
        MPTCPCapture(
          .subflowAddresses,
          bytes: [16, count, 256, 256].flatMap(Synthetic.word) + addresses.joined()),
      ], abi: .littleEndian)
  }

  private func info(
    token: UInt32 = 7, retransmits: UInt32 = 0, sent: UInt64 = 0
  ) -> [UInt8] {
    Synthetic.info(token: token, retransmits: retransmits, bytes: [sent / 10, sent, 5, sent / 2])
  }

  @Test func `The made-up structs hold what they are meant to hold`() throws {
    let value = try snapshot(
      info: info(retransmits: 3, sent: 50),
      flows: [Flow(id: 4, port: 9, bytesSent: 11, totalRetrans: 12)])
    #expect(value.info?.retransmits == 3 && value.info?.bytesSent == 50)
    #expect(value.info?.bytesRetrans == 5)
    #expect(value.subflows.first?.id == 4)
    #expect(value.subflows.first?.local?.port == 9)
    #expect(value.subflows.first?.tcpInfo?.bytesSent == 11)
    #expect(value.subflows.first?.tcpInfo?.totalRetrans == 12)
  }

  @Test func `Subflows are matched by id, with gaps, and come and go`() throws {
    let old = try snapshot(
      info: info(sent: 100),
      flows: [Flow(id: 1, bytesSent: 10), Flow(id: 3, bytesSent: 30), Flow(id: 4, bytesSent: 40)])
    let new = try snapshot(
      info: info(retransmits: 2, sent: 160),
      flows: [
        Flow(id: 3, bytesSent: 35, totalRetrans: 1), Flow(id: 4, bytesSent: 40),
        Flow(id: 9, bytesSent: 90),
      ])
    let delta = new.delta(since: old)
    #expect(delta.isSameConnection == true)
    #expect(delta.bytesSent == 60 && delta.bytesRetrans == 6 && delta.bytesAcked == 30)
    #expect(delta.bytesReceived == 0 && delta.retransmits == 2)
    #expect(!delta.wasReset)
    #expect(delta.subflows.map(\.id) == [3, 4])
    #expect(delta.subflows.map(\.bytesSent) == [5, 0])
    #expect(delta.subflows.map(\.retransmits) == [1, 0])
    #expect(delta.appeared.map(\.id) == [9])
    #expect(delta.vanished.map(\.id) == [1])
  }

  @Test func `A lost first subflow has vanished, although the kernel keeps its place`() throws {
    let old = try snapshot(info: info(), flows: [Flow(id: 1), Flow(id: 2)])
    // Where it was cut it has no id any more, and where it was closed in good order it has.
    for id in [UInt32(0), 1] {
      let new = try snapshot(info: info(), flows: [Flow(id: id, state: 7), Flow(id: 2)])
      let delta = new.delta(since: old)
      #expect(delta.vanished.map(\.id) == [1] && delta.appeared.isEmpty)
      #expect(delta.subflows.map(\.id) == [2])
      let later = new.delta(since: new)
      #expect(later.vanished.isEmpty && later.appeared.isEmpty && later.subflows.count == 1)
    }
  }

  @Test func `A connection that has ended tells its last bytes`() throws {
    let old = try snapshot(info: info(), flows: [Flow(id: 1, bytesSent: 10)])
    let new = try snapshot(info: info(), flows: [Flow(id: 1, bytesSent: 30, state: 7)])
    let delta = new.delta(since: old)
    #expect(delta.subflows.map(\.bytesSent) == [20] && delta.vanished.isEmpty)
  }

  @Test func `Without ids the addresses tell, where they are unique`() throws {
    let old = try snapshot(
      info: info(), flows: [Flow(id: 0, port: 1, bytesSent: 1), Flow(id: 0, port: 2)],
      hasIDs: false)
    for hasIDs in [false, true] {
      let new = try snapshot(
        info: info(), flows: [Flow(id: 5, port: 3), Flow(id: 6, port: 1, bytesSent: 4)],
        hasIDs: hasIDs)
      let delta = new.delta(since: old)
      #expect(delta.subflows.map { $0.current.local?.port } == [1])
      #expect(delta.subflows.map(\.bytesSent) == [3])
      #expect(delta.appeared.map { $0.local?.port } == [3])
      #expect(delta.vanished.map { $0.local?.port } == [2])
    }
    let twice = try snapshot(info: info(), flows: [Flow(id: 0), Flow(id: 0)], hasIDs: false)
    let delta = twice.delta(since: twice)
    #expect(delta.subflows.isEmpty && delta.appeared.count == 2 && delta.vanished.count == 2)
  }

  @Test func `Another token resets everything`() throws {
    let old = try snapshot(info: info(sent: 10), flows: [Flow(id: 1, bytesSent: 5)])
    for token: UInt32 in [8, 0] {
      let new = try snapshot(
        info: info(token: token, sent: 100), flows: [Flow(id: 1, bytesSent: 50)])
      let delta = new.delta(since: old)
      #expect(delta.isSameConnection == false)
      #expect(delta.wasReset && delta.bytesSent == nil && delta.retransmits == nil)
      #expect(delta.changes[.bytesSent] == .reset)
      #expect(delta.subflows.isEmpty)
      #expect(delta.appeared.count == 1 && delta.vanished.count == 1)
    }
    let none = try snapshot(info: info(token: 0), flows: [])
    #expect(none.delta(since: none).isSameConnection == nil)
  }

  @Test func `A counter that went back resets its struct, a small one wraps`() throws {
    let old = try snapshot(
      info: info(retransmits: .max, sent: 10),
      flows: [
        Flow(id: 1, bytesSent: 100, totalRetrans: .max - 1),
        Flow(id: 2, bytesSent: 100, totalRetrans: 5),
      ])
    let new = try snapshot(
      info: info(retransmits: 1, sent: 20),
      flows: [
        Flow(id: 1, bytesSent: 101, totalRetrans: 2), Flow(id: 2, bytesSent: 3, totalRetrans: 9),
      ])
    let delta = new.delta(since: old)
    #expect(delta.changes[.retransmits] == .wrapped(2))
    #expect(delta.retransmits == 2 && !delta.wasReset)
    #expect(delta.subflows.first?.changes[.totalRetrans] == .wrapped(4))
    // The bytes went back: the retransmits of this subflow are not a continuation either.
    #expect(delta.subflows.last?.wasReset == true)
    #expect(delta.subflows.last?.retransmits == nil)
    // In the wrong order nothing is counted.
    let backwards = old.delta(since: new)
    #expect(backwards.wasReset && backwards.bytesSent == nil)
  }

  @Test func `Fields that are not in both snapshots are not invented`() throws {
    // 6.1 has no counters in mptcp_info, and its padding is where they came later.
    let old = try snapshot(info: Synthetic.info(subflows: 0), flows: [Flow(id: 1)])
    let new = try snapshot(info: info(retransmits: 4, sent: 9), flows: [Flow(id: 1)])
    for delta in [new.delta(since: old), old.delta(since: new), old.delta(since: old)] {
      #expect(delta.isSameConnection == true)
      #expect(delta.bytesSent == nil && delta.retransmits == nil && delta.changes.isEmpty)
      #expect(delta.subflows.count == 1)
    }
  }

  @Test func `Captured kernels compare with themselves`() throws {
    for kernel in ["6.1.", "6.18.", "7.2."] {
      for scenario in ["two_v4", "accecn", "loss_subflow", "listening"] {
        let captures = try SnapshotTests.captures(kernel, scenario)
        guard !captures.isEmpty else { continue }
        let snapshot = try MPTCPSnapshot(captures: captures)
        let delta = snapshot.delta(since: snapshot)
        #expect(delta.changes.values.allSatisfy { $0 == .advanced(0) })
        #expect(delta.subflows.allSatisfy { !$0.wasReset })
        #expect(delta.isSameConnection != false)
      }
    }
  }

  @Test func `Counters advance, wrap and reset`() {
    typealias Change = MPTCPCounterChange
    let cases: [(UInt64, UInt64, Int, Change)] = [
      (0, 0, 32, .advanced(0)), (1, 5, 64, .advanced(4)), (0, .max, 64, .advanced(.max)),
      (5, 4, 64, .reset), (.max, 0, 64, .reset), (0xFFFF_FFFF, 0, 32, .wrapped(1)),
      (0xFFFF_FFFF, 0x7FFF_FFFE, 32, .wrapped(0x7FFF_FFFF)),
      (0xFFFF_FFFF, 0x7FFF_FFFF, 32, .reset), (5, 4, 32, .reset), (0xFFFF, 1, 16, .wrapped(2)),
      (0x1_0000, 1, 16, .reset), (.max, 1, 0, .reset), (.max, 1, -1, .reset),
      (.max, 1, 63, .reset),
    ]
    for (old, new, bitWidth, change) in cases {
      #expect(Change(from: old, to: new, bitWidth: bitWidth) == change, "\(old), \(new)")
    }
    #expect(Change.reset.amount == nil)
    #expect(Change.wrapped(3).amount == 3)
  }
}
