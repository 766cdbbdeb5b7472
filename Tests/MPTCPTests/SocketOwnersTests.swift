import MPTCP
import Testing

/// The texts by which /proc names sockets.
struct SocketOwnersTests {
  @Test(arguments: [
    ("0", 0), ("7", 7), ("4711", 4711), ("0012", 12), ("4294967295", UInt32.max),
    ("00000000004294967295", UInt32.max),
  ])
  func `Decimal digits are a number`(text: String, number: UInt32) {
    #expect(MPTCPSocketList.Owners.decimal(text.utf8) == number)
  }

  @Test(arguments: [
    "", " 1", "1 ", "+1", "-1", "1.0", "0x10", "self", "1a", "4294967296", "4294967300",
    "42949672950", "99999999999999999999999999", "\u{661}", "1\0", "/", ":",
  ])
  func `Anything else is none`(text: String) {
    #expect(MPTCPSocketList.Owners.decimal(text.utf8) == nil)
    #expect(MPTCPSocketList.Owners.inode(ofLink: "socket:[\(text)]".utf8) == nil)
  }

  @Test func `A link to a socket names its inode`() {
    #expect(MPTCPSocketList.Owners.inode(ofLink: "socket:[4711]".utf8) == 4711)
    #expect(MPTCPSocketList.Owners.inode(ofLink: "socket:[4294967295]".utf8) == .max)
    #expect(MPTCPSocketList.Owners.inode(ofLink: Array("xsocket:[1]".utf8).dropFirst()) == 1)
  }

  @Test(arguments: [
    "", "s", "socket:", "socket:[", "socket:[]", "socket:[1", "socket:1]", "socket:[1]]",
    "socket:[1] ", "socket:[1][2]", " socket:[1]", "Socket:[1]", "pipe:[1]", "/dev/null",
    "anon_inode:[eventpoll]", "socket:[[1]", "/socket:[1]",
  ])
  func `Other links name none`(link: String) {
    #expect(MPTCPSocketList.Owners.inode(ofLink: link.utf8) == nil)
  }

  @Test func `Who holds nothing is not found`() {
    let owner = MPTCPSocketList.Owners.Owner(pid: 1, descriptor: 2, processName: "one")
    let owners = MPTCPSocketList.Owners([7: [owner]])
    #expect(owners.owners(ofInode: 7) == [owner])
    #expect(owners.owners(ofInode: 0).isEmpty && owners.owners(ofInode: 8).isEmpty)
  }

  @Test func `States have the kernel's names, and unknown ones their number`() {
    let states: [TCPInfo.State] = [
      .established, .synSent, .synReceived, .finWait1, .finWait2, .timeWait, .closed, .closeWait,
      .lastAcknowledgement, .listening, .closing, .newSynReceived,
      .boundInactive,
    ]
    #expect(states.map(\.rawValue) == Array(1...13))
    #expect(
      states.map(\.description) == [
        "ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2", "TIME_WAIT", "CLOSE",
        "CLOSE_WAIT", "LAST_ACK", "LISTEN", "CLOSING", "NEW_SYN_RECV",
        "BOUND_INACTIVE",
      ])
    for rawValue in [UInt8(0), 14, 255] {
      #expect(TCPInfo.State(rawValue: rawValue).description == "state \(rawValue)")
    }
  }
}
