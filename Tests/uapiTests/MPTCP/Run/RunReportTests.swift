#if os(Linux)
  import UAPIText
  import CMPTCPPreload
  import Testing

  @testable import UAPICommands

  /// What `--verbose` says at the end.
  struct RunReportTests {
    private static func words(_ values: [Int: UInt32]) -> [UInt32] {
      var words = [UInt32](repeating: 0, count: Int(UAPI_MPTCP_WORDS))
      for (index, value) in values { words[index] = value }
      return words
    }

    @Test func `Options are named, whatever their number`() {
      func name(_ level: Int, _ option: Int) -> String {
        SocketOptionName.text(level: level, option: option)
      }
      #expect(name(6, 18) == "TCP_USER_TIMEOUT")
      #expect(name(6, 12) == "TCP_QUICKACK")
      #expect(name(6, 31) == "TCP_ULP")
      #expect(name(6, 46) == "TCP_DELACK_MAX_US")
      #expect(name(6, 47) == "option 47 of IPPROTO_TCP")
      #expect(name(6, 15) == "option 15 of IPPROTO_TCP")
      #expect(name(1, 10) == "SO_OOBINLINE")
      #expect(name(1, 47) == "SO_MAX_PACING_RATE")
      #expect(name(1, 60) == "SO_ZEROCOPY")
      #expect(name(1, 83) == "SO_INQ")
      #expect(name(1, 500) == "option 500 of SOL_SOCKET")
      #expect(name(0, 10) == "IP_MTU_DISCOVER")
      #expect(name(0, 52) == "IP_PROTOCOL")
      #expect(name(41, 67) == "IPV6_TCLASS")
      #expect(name(41, 78) == "IPV6_FREEBIND")
      #expect(name(284, 1) == "option 1 of level 284")
      #expect(name(0, 0) == "option 0 of IPPROTO_IP")
    }

    @Test func `Each outcome of an option has its number`() {
      let start = Int(UAPI_MPTCP_OPTIONS)
      let second = start + Int(UAPI_MPTCP_OPTION_WORDS)
      let report = SocketReport(
        Self.words([
          Int(UAPI_MPTCP_SWITCHED): 9, Int(UAPI_MPTCP_UNNAMED): 1,
          start: 6 << 16 | 18, start + 1: 2, start + 2: 1, start + 3: 3, start + 4: 4, start + 5: 5,
          second: 41 << 16 | 67, second + 1: 1,
        ]))
      #expect(
        report.lines == [
          "9 sockets switched to MPTCP, 0 fell back to TCP, 3 went back to TCP for an option.",
          "TCP_USER_TIMEOUT was refused 15 times: 2 sockets went back to TCP; 1 refusal was passed on, "
            + "since the socket was connected or connecting; 3 refusals were passed on, since the "
            + "socket was listening; 4 refusals were passed on, since the socket could not be "
            + "replaced; 5 refusals were passed on, since MPTCP was to be kept.",
          "IPV6_TCLASS was refused once: 1 socket went back to TCP.",
          "1 refusal of other options was not named.",
          "Where the program fails without such an option, turn the option off in its settings, or "
            + "run it without uapi.",
        ])
    }

    @Test(
      arguments: [
        // Started, loaded, cleared, and those that were not reached.
        (0, 1, 0, 0), (3, 4, 0, 0), (3, 2, 0, 2), (3, 2, 1, 1), (1, 1, 1, 0), (0, 0, 0, 0),
        (0, 5, 0, 0),
        (5, 0, 0, 0), (2, 9, 0, 0), (UInt32.max, 1, 0, UInt32.max), (1, UInt32.max, UInt32.max, 0),
      ] as [(UInt32, UInt32, UInt32, UInt32)])
    func `Programs that were not reached are those that were started and did not count`(
      started: UInt32, loaded: UInt32, cleared: UInt32, unreached: UInt32
    ) {
      let report = SocketReport(
        Self.words([
          Int(UAPI_MPTCP_STARTED): started, Int(UAPI_MPTCP_LOADED): loaded,
          Int(UAPI_MPTCP_CLEARED): cleared,
        ]))
      #expect(report.unreached == unreached)
      #expect(report.cleared == cleared)
      #expect(report.lines.count == 1 + (unreached > 0 ? 1 : 0) + (cleared > 0 ? 1 : 0))
    }

    @Test func `Counters that any program may have overwritten do not trap`() {
      let full = [UInt32](repeating: .max, count: Int(UAPI_MPTCP_WORDS))
      #expect(SocketReport(full).lines.count == Int(UAPI_MPTCP_OPTION_COUNT) + 4)
      #expect(SocketReport([]).lines == ["0 sockets switched to MPTCP, 0 fell back to TCP."])
    }
  }
#endif
