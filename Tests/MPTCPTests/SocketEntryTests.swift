import ModelledNetlink
import MPTCP
import Netlink
import Testing
import UAPIStructs

/// The messages of the kernel's lists, one by one.
struct SocketEntryTests {
  typealias Bytes = NetlinkBytes
  typealias Model = ModelledSocket

  @Test func `The struct has addresses, numbers and a cookie of two words`() throws {
    let socket = ModelledSocket(
      state: .lastAcknowledgement, local: [192, 168, 7, 9], localPort: 0x1234,
      remote: [1, 2, 3, 4],
      remotePort: 0xFF01, interface: 77, cookie: 0xFEDC_BA98_7654_3210)
    let entry = try socket.entry().socket
    #expect(entry.state == .lastAcknowledgement)
    #expect(entry.local == .ipv4(MPTCPAddress.IPv4(192, 168, 7, 9), port: 0x1234))
    #expect(entry.remote == .ipv4(MPTCPAddress.IPv4(1, 2, 3, 4), port: 0xFF01))
    #expect(entry.interfaceIndex == 77)
    #expect(entry.cookie == 0xFEDC_BA98_7654_3210)
    #expect(entry.receiveQueue == 0x1111 && entry.sendQueue == 0x2222)
    #expect(entry.userID == 0x3333 && entry.inode == 0x4444)
  }

  @Test func `IPv6 addresses have an interface where they are of one link`() throws {
    func local(_ first: UInt16) throws -> MPTCPAddress {
      try ModelledSocket(
        family: 10, local: Bytes.bytes(first.bigEndian) + .init(repeating: 1, count: 14),
        localPort: 443, interface: 3
      ).entry().local
    }
    #expect(try local(0xFE80).description == "[fe80:101:101:101:101:101:101:101%3]:443")
    #expect(try local(0xFEBF).description == "[febf:101:101:101:101:101:101:101%3]:443")
    #expect(try local(0xFEC0).description == "[fec0:101:101:101:101:101:101:101]:443")
    #expect(try local(0x2001).description == "[2001:101:101:101:101:101:101:101]:443")
  }

  @Test func `An unknown family keeps its bytes`() throws {
    let entry = try ModelledSocket(family: 40, local: [1, 2, 3]).entry().socket
    #expect(
      entry.local == .other(family: 40, bytes: [1, 2, 3] + .init(repeating: 0, count: 13)))
    #expect(entry.remote.port == nil)
  }

  @Test func `A message that is too short is an error`() {
    let payload = ModelledSocket().payload
    for count in 0..<payload.count {
      let bytes = Array(payload.prefix(count))
      let errors = [
        #expect(throws: NetlinkError.self) {
          _ = try MPTCPSocketList.Entry(bytes.span.bytes, kernel: .unknown)
        },
        #expect(throws: NetlinkError.self) {
          _ = try MPTCPSocketList.Subflow(bytes.span.bytes, kernel: .unknown)
        },
      ]
      for error in errors {
        guard case .answer(let answer) = error else { continue }
        #expect(answer.byte == count && answer.subject == "inet_diag_msg")
      }
    }
  }

  // MARK: Subflows

  @Test func `Only a socket whose upper layer is MPTCP is a subflow`() throws {
    func subflow(_ upperLayer: [UInt8]) throws -> MPTCPSocketList.Subflow? {
      try ModelledSocket(attributes: Bytes.attribute(19, upperLayer)).subflow()
    }
    #expect(try ModelledSocket().subflow() == nil)
    #expect(try ModelledSocket(attributes: Model.info(token: 1)).subflow() == nil)
    #expect(try subflow([]) == nil)
    for name in ["tls", "mptc", "mptcpx", "xmptcp", "mptcp\u{1}", ""] {
      #expect(try subflow(Bytes.attribute(1, Bytes.text(name))) == nil, "\(name)")
    }
    let nested = Bytes.attribute(3, Bytes.attribute(2, Bytes.bytes(UInt32(1))))
    #expect(try subflow(Bytes.attribute(1, Bytes.text("tls")) + nested) == nil)
    for name in [Bytes.text("mptcp"), Array("mptcp".utf8), Bytes.text("mptcp") + [9, 9]] {
      let found = try #require(try subflow(Bytes.attribute(1, name)))
      #expect(found.token == nil && found.flags == nil && !found.isBackup)
      // Nor does the order of the two matter.
      #expect(try subflow(nested + Bytes.attribute(1, name))?.token == 1)
    }
  }

  @Test func `Every attribute of a subflow is read`() throws {
    let more =
      Bytes.attribute(1, Bytes.bytes(UInt32(0x0102_0304)))
      + Bytes.attribute(3, Bytes.bytes(UInt32(5))) + Bytes.attribute(11, [])
      + Bytes.attribute(4, Bytes.bytes(UInt64(0x1122_3344_5566_7788)))
      + Bytes.attribute(5, Bytes.bytes(UInt32(6))) + Bytes.attribute(6, Bytes.bytes(UInt32(7)))
      + Bytes.attribute(7, Bytes.bytes(UInt16(0xFFFE)))
    let upperLayer = Model.upperLayer(
      token: 0xA0B0_C0D0, localID: 200, remoteID: 201, flags: [.localBackup, .localJoin], more: more
    )
    let info = Bytes.attribute(2, [1] + [UInt8](repeating: 0, count: 231))
    let subflow = try #require(
      try ModelledSocket(attributes: info + upperLayer).subflow())
    #expect(subflow.token == 0xA0B0_C0D0 && subflow.remoteToken == 0x0102_0304)
    #expect(subflow.localID == 200 && subflow.remoteID == 201)
    #expect(subflow.flags == [.localBackup, .localJoin] && subflow.isBackup)
    #expect(subflow.relativeWriteSequence == 5)
    #expect(subflow.mapSequence == 0x1122_3344_5566_7788)
    #expect(subflow.mapSubflowSequence == 6 && subflow.subflowSequenceOffset == 7)
    #expect(subflow.mapLength == 0xFFFE)
    #expect(subflow.unknownAttributes.isEmpty)
    #expect(subflow.tcpInfo?.state == 1 && subflow.tcpInfo?.byteCount == 232)
  }

  @Test func `Backup is what either end asked for`() throws {
    for (flags, isBackup) in [
      (MPTCPSubflowFlags.localBackup, true), (.remoteBackup, true),
      ([.localBackup, .remoteBackup], true),
      ([], false), ([.localJoin, .connected], false),
    ] {
      let upperLayer = Model.upperLayer(token: 1, flags: flags)
      #expect(try ModelledSocket(attributes: upperLayer).subflow()?.isBackup == isBackup)
    }
  }

  @Test func `Unknown attributes are kept, and those of another size have no value`() throws {
    let upperLayer = Model.upperLayer(
      token: nil,
      more: Bytes.attribute(2, [1, 2, 3]) + Bytes.attribute(4, Bytes.bytes(UInt32(1)))
        + Bytes.attribute(12, [1, 2, 3]) + Bytes.attribute(0x3FFF, []))
    let subflow = try #require(try ModelledSocket(attributes: upperLayer).subflow())
    #expect(subflow.token == nil && subflow.mapSequence == nil)
    #expect(subflow.unknownAttributes[12] == [1, 2, 3])
    #expect(subflow.unknownAttributes[0x3FFF] == [])
  }

  @Test func `Garbage inside attributes is an error at each depth`() {
    let wrong = Bytes.attribute(1, [1, 2, 3, 4], length: 60)
    let name = Bytes.attribute(1, Bytes.text("mptcp"))
    for (attributes, subject) in [
      (wrong, "inet_diag_msg of TCP"), (Bytes.attribute(19, wrong), "INET_DIAG_ULP_INFO"),
      (Bytes.attribute(19, name + Bytes.attribute(3, wrong)), "INET_ULP_INFO_MPTCP"),
      (Bytes.attribute(19, name + Bytes.attribute(3, [1, 2])), "INET_ULP_INFO_MPTCP"),
    ] {
      let error = #expect(throws: NetlinkError.self) {
        try ModelledSocket(attributes: attributes).subflow()
      }
      guard case .answer(let answer) = error else { continue }
      #expect(answer.subject == subject)
    }
    #expect(throws: NetlinkError.self) { try ModelledSocket(attributes: wrong).entry() }
  }
}
