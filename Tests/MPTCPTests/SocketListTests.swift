import MPTCP
import Testing
import UAPIStructs

/// Which subflow belongs to which connection, by lists that are modelled.
struct SocketListTests {
  private typealias Model = ModelledSocket

  private func cookies(_ list: MPTCPSocketList) -> [[UInt64]] {
    list.entries.map { $0.subflows.map(\.cookie) }
  }

  @Test func `Subflows go where their token is, whatever their addresses`() throws {
    let list = MPTCPSocketList(
      sockets: [
        try Model.connection(1, token: 0xA), try Model.listener(2),
        try Model.connection(3, token: 0xB), try Model.connection(4, token: 0xFFFF_FFFF),
      ],
      subflows: [
        try Model.subflow(11, token: 0xB, port: 1), try Model.subflow(12, token: 0xA, port: 3),
        try Model.subflow(13, token: 0xFFFF_FFFF, port: 2),
      ])
    #expect(cookies(list) == [[12], [], [11], [13]])
    #expect(list.strays.isEmpty && !list.hidesSubflows)
    #expect(list.entries.map(\.cookie) == [1, 10_002, 3, 4])
  }

  @Test func `Subflows of a connection are ordered by their ids`() throws {
    let list = MPTCPSocketList(
      sockets: [try Model.connection(1, token: 0xA)],
      subflows: [
        try Model.subflow(9, token: 0xA, localID: 2), try Model.subflow(8, token: 0xA, localID: 1),
        try Model.subflow(7, token: 0xA, localID: 1),
        try Model.subflow(6, token: 0xA, localID: 255),
        try Model.subflow(5, token: 0xA, remoteID: 3), try Model.subflow(4, token: 0xA),
      ])
    #expect(cookies(list) == [[4, 5, 7, 8, 9, 6]])
  }

  @Test func `Subflows without their connection are strays, in the kernel's order`() throws {
    let list = MPTCPSocketList(
      sockets: [try Model.connection(1000, token: 0xA), try Model.listener(1)],
      subflows: [
        // The addresses fit; the token says that it belongs to another.
        try Model.subflow(12, token: 0xB, port: 1000), try Model.subflow(11, token: 0xA),
        // That of listeners, and none.
        try Model.subflow(10, token: 0), try Model.subflow(9, token: nil),
      ])
    #expect(cookies(list) == [[11], []])
    #expect(list.strays.map(\.cookie) == [12, 10, 9])
    #expect(!list.hidesSubflows)
    #expect(MPTCPSocketList(sockets: [], subflows: list.strays).strays.count == 3)
  }

  // MARK: What the kernel keeps to itself

  @Test func `Connections without any subflow in sight are not an accident`() throws {
    let connection = try Model.connection(1, token: 0xA)
    func hides(_ sockets: [MPTCPSocketList.Entry], _ subflows: [MPTCPSocketList.Subflow]?) -> Bool {
      MPTCPSocketList(sockets: sockets, subflows: subflows).hidesSubflows
    }
    #expect(hides([connection], []))
    // They were not asked for.
    #expect(!hides([connection], nil))
    // These need none.
    #expect(!hides([], []))
    #expect(!hides([try Model.listener(1)], []))
    #expect(!hides([try Model.connection(1, token: 0xA, total: 0)], []))
    #expect(!hides([try Model.connection(1, token: 0xA, flags: .fallback)], []))
    // Another one's are there: this one's came or went.
    let other = try Model.connection(2, token: 0xB)
    #expect(!hides([connection, other], [try Model.subflow(11, token: 0xB)]))
  }

  // MARK: What the kernel says twice

  @Test func `A socket that is listed twice is one`() throws {
    let list = MPTCPSocketList(
      sockets: [
        try Model.connection(1, token: 0xA), try Model.connection(2, token: 0xB),
        try Model.connection(1, token: 0xA), try Model.listener(3), try Model.listener(3),
      ],
      subflows: [
        try Model.subflow(11, token: 0xA), try Model.subflow(12, token: 0xB),
        try Model.subflow(11, token: 0xA, localID: 1), try Model.subflow(13, token: 0xC),
        try Model.subflow(13, token: 0xC),
      ])
    #expect(list.entries.map(\.cookie) == [1, 2, 10_003])
    #expect(cookies(list) == [[11], [12], []])
    #expect(list.strays.map(\.cookie) == [13])
  }

  // MARK: Counts

  @Test func `A connection that fell back has its one TCP connection`() throws {
    let list = MPTCPSocketList(
      sockets: [try Model.connection(1, token: 0xA, flags: .fallback, total: 0)],
      subflows: [try Model.subflow(11, token: 0xA)])
    let entry = try #require(list.entries.first)
    #expect(entry.isFallback && entry.subflowCount == 1)
    #expect(entry.subflows.first?.isBackup == false)
  }

  @Test func `The count is the kernel's, or that of the subflows that live`() throws {
    let states: [TCPInfo.State] = [.established, .closed, .timeWait, .closeWait, .finWait2]
    let subflows = try states.enumerated().map { index, state in
      try Model.subflow(UInt64(index), token: 0xA, state: state)
    }
    func count(total: UInt8?) throws -> Int? {
      let connection = try Model.connection(1, token: 0xA, total: total)
      return MPTCPSocketList(sockets: [connection], subflows: subflows).entries.first?.subflowCount
    }
    #expect(try count(total: nil) == 3)
    #expect(try count(total: 4) == 4)
    #expect(try count(total: 0) == 0)
    #expect(try Model.listener(1).subflowCount == 0)
    // A kernel that says nothing of the connection.
    #expect(try ModelledSocket().entry().subflowCount == 0)
    #expect(try ModelledSocket().entry().token == nil)
    #expect(try ModelledSocket().entry().isFallback == false)
  }
}
