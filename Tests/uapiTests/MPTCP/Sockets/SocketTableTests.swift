#if os(Linux)
  import UAPIText
  import TestSupport
  import MPTCP
  import Testing

  @testable import UAPICommands

  /// What a person sees of sockets that the kernel might list.
  struct SocketTableTests {
    typealias Model = ModelledSockets

    /// A connection of three subflows, a fallback, and a listener before them.
    private static func sample() throws -> SocketLook {
      Model.look(
        [
          try Model.connection(8080, state: .listening, token: 0, subflows: 0, flags: 0),
          try Model.connection(
            41000, token: 7, subflows: 3, sent: 20_000_000, received: 9999, retransmits: 4),
          try Model.connection(42, token: 8, flags: 1, sent: 5, received: 6),
        ],
        subflows: [
          try Model.subflow(of: 41, token: 7, id: 2, state: .synSent, rtt: 0),
          try Model.subflow(
            of: 41, token: 7, rtt: 1_234_567, retransmits: 12, sent: 1, received: 2),
          try Model.subflow(of: 41, token: 7, id: 9, flags: 1 | 1 << 4, rtt: 89),
          try Model.subflow(of: 42, token: 8, rtt: 15, sent: 5, received: 6),
        ],
        owners: [
          41000: [
            .init(pid: 77, descriptor: 3, processName: "a\u{1B}[2J"),
            .init(pid: 78, descriptor: 3, processName: "python3"),
          ]
        ])
    }

    @Test func `Rows say what the kernel said`() throws {
      let expected = """
        STATE        LOCAL           REMOTE       SUBFLOWS    RTT ms      SENT  RECEIVED  RETRANS  OWNER
        ESTABLISHED  10.0.0.1:41000  10.0.0.2:80         3            19.0 MiB      9999        4  a?[2J[77], python3[78]
        ├            10.0.0.1:41     10.0.0.2:80       0:0  1234.567         1         2       12
        ├ SYN_SENT   10.0.0.1:43     10.0.0.2:80       2:0     0.000         0         0        0
        └ backup     10.0.0.1:50     10.0.0.2:80       9:0     0.089         0         0        0
        ESTABLISHED  10.0.0.1:42     10.0.0.2:80  fallback                   5         6        0
        └            10.0.0.1:42     10.0.0.2:80       0:0     0.015         5         6        0
        LISTEN       10.0.0.1:8080   *
        2 connections, 3 subflows, 1 fallback to TCP, 1 listener

        """
      #expect(tableText(try Self.sample()) == expected)
    }

    @Test func `Rates have columns of their own`() throws {
      let old = Model.look([try Model.connection(1, sent: 0, received: 0)])
      let new = Model.look([try Model.connection(1, sent: 30_000, received: 4)], second: 2)
      #expect(!tableText(new).contains("OUT/s"))
      let first = tableText(old, rates: SocketRates()).split(separator: "\n").map(String.init)
      #expect(first[0].hasSuffix("OUT/s  IN/s  OWNER"))
      #expect(first[1].hasSuffix(" 0        0"))
      let second = tableText(new, rates: SocketRates(from: old, to: new))
      #expect(
        second.split(separator: "\n")[1].hasSuffix("29.2 KiB         4        0  14.6 KiB     2"))
    }

    @Test func `Listeners have no numbers`() throws {
      let looks = try [0.0, 1.0].map { second in
        let listener = try Model.connection(5, state: .listening, token: 0, subflows: 0)
        return Model.look([listener], second: second)
      }
      let table = tableText(looks[1], rates: SocketRates(from: looks[0], to: looks[1]))
      #expect(table.split(separator: "\n")[1] == "LISTEN  10.0.0.1:5  *")
    }

    @Test func `Numbers that the kernel lacks are empty`() throws {
      let look = Model.look([try Model.connection(1, subflows: 2, sent: nil)])
      let row = tableText(look).split(separator: "\n")[1]
      #expect(row == "ESTABLISHED  10.0.0.1:1  10.0.0.2:80         0")
    }

    @Test func `No sockets are a line and no header`() {
      #expect(tableText(Model.look([])) == "No MPTCP sockets.\n")
      #expect(
        tableText(Model.look([], scope: .init(pid: 12))) == "No MPTCP sockets of process 12.\n")
    }

    @Test func `What was not looked for has no column`() throws {
      let look = Model.look(
        [try Model.connection(1)], scope: .init(includesSubflows: false, includesOwners: false))
      let header = tableText(look).split(separator: "\n")[0]
      #expect(header == "STATE        LOCAL       REMOTE       SUBFLOWS  SENT  RECEIVED  RETRANS")
    }

    @Test func `Hidden subflows are told`() throws {
      let look = Model.look([try Model.connection(1)], hidesSubflows: true)
      #expect(
        tableText(look).hasSuffix(
          "This kernel shows which TCP sockets are subflows to those with CAP_NET_ADMIN alone.\n"))
      #expect(!tableText(Model.look([try Model.connection(1)])).contains("CAP_NET_ADMIN"))
    }

    @Test func `Totals count one and many`() throws {
      func totals(_ entries: [MPTCPSocketList.Entry]) -> String? {
        tableText(Model.look(entries)).split(separator: "\n").last.map(String.init)
      }
      let listener = try Model.connection(5, state: .listening, token: 0, subflows: 0)
      let other = try Model.connection(6, state: .listening, token: 0, subflows: 0)
      let fallbacks = try [7, 8].map { try Model.connection($0, token: UInt32($0), flags: 1) }
      #expect(totals([listener]) == "0 connections, 0 subflows, 1 listener")
      #expect(totals([listener, other]) == "0 connections, 0 subflows, 2 listeners")
      #expect(totals([try Model.connection(1)]) == "1 connection, 1 subflow")
      #expect(totals(fallbacks) == "2 connections, 0 subflows, 2 fallbacks to TCP")
    }

    @Test func `Addresses of IPv6 are whole`() throws {
      let look = Model.look(
        [try Model.connection(443, ipv6: true)],
        subflows: [try Model.subflow(of: 443, ipv6: true)])
      #expect(tableText(look).contains("ESTABLISHED  [fd00::1]:443  [fd00::2]:80"))
    }

    @Test func `Narrow terminals show fewer columns and say so`() throws {
      let look = try Self.sample()
      let wide = tableText(look)
      let longest = wide.split(separator: "\n").map(\.count).max() ?? 0
      #expect(tableText(look, columns: longest) == wide)
      #expect(!tableText(look, columns: longest - 1).contains("Not in"))
      let narrow = tableText(look, columns: 80).split(separator: "\n")
      #expect(narrow.last == "Not in 80 columns: RETRANS, OWNER.")
      #expect(narrow.allSatisfy { $0.count <= 80 })
      #expect(narrow[1].contains("10.0.0.1:41000 10.0.0.2:80        3"))
      // Rates say more than totals.
      let watched = tableText(look, rates: SocketRates(), columns: 80).split(separator: "\n")
      #expect(watched[0].hasSuffix("RTT ms SENT RETRANS OUT/s IN/s") == false)
      #expect(watched[0].contains("OUT/s") && !watched[0].contains("RECEIVED"))
    }

    @Test(arguments: 1...12)
    func `Lines that do not fit are counted`(lines: Int) throws {
      let text = tableText(try Self.sample(), lines: lines).split(separator: "\n")
      let whole = tableText(try Self.sample()).split(separator: "\n")
      if lines >= whole.count {
        #expect(text == whole)
        return
      }
      // A header, what is left out, and the totals are always there.
      #expect(text.count == max(lines, 3))
      let shown = text.count - 2
      #expect(text[..<shown] == whole[..<shown])
      #expect(text[shown] == "… \(whole.count - 1 - shown) more lines")
      #expect(text.last == whole.last)
    }

    @Test func `Colours mark what deserves a look`() throws {
      let plain = tableText(try Self.sample())
      #expect(!plain.contains("\u{1B}"))
      let colored = tableText(try Self.sample(), isColored: true)
      for marked in ["fallback", "└ backup", "├ SYN_SENT", "12", "4"] {
        #expect(colored.contains("\u{1B}[33m\(marked)\u{1B}[0m"), "\(marked)")
      }
      #expect(colored.contains("\u{1B}[32mESTABLISHED\u{1B}[0m"))
      #expect(colored.contains("\u{1B}[2mLISTEN\u{1B}[0m"))
    }

    @Test func `Objects leave out what was not looked for`() throws {
      func object(_ scope: SocketLook.Scope) throws -> JSONObject {
        let look = Model.look(
          [try Model.connection(1)], subflows: [try Model.subflow(of: 1)], scope: scope)
        let bytes = SocketJSON().object(look.entries[0], of: look, rates: SocketRates()).bytes
        return try JSONObject(String(decoding: bytes, as: UTF8.self))
      }
      let all = try object(.init())
      #expect(all["subflows"]?.elements.count == 1 && all["owners"]?.elements == [])
      #expect(all["sent_per_second"] == nil && all["interface"] == nil)
      let few = try object(.init(includesSubflows: false, includesOwners: false))
      #expect(few["subflows"] == nil && few["owners"] == nil && few["subflow_count"] != nil)
    }
  }
#endif
