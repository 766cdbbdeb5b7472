#if os(Linux)
  internal import CMPTCPPreload
  internal import MPTCP

  /// What became of the sockets that programs opened for TCP.
  struct SocketReport: Hashable {
    var switched: UInt32 = 0
    var fellBack: UInt32 = 0
    var refused: UInt32 = 0
    /// Why the last of them was refused as an MPTCP socket.
    var refusal: MPTCPSupport?
    /// Options that TCP has and these sockets were refused.
    var options: [RefusedOption] = []
    /// Refusals of options that were not counted by name.
    var unnamedOptions: UInt32 = 0
    /// Programs that were started without the library in their environment.
    var cleared: UInt32 = 0
    /// Programs that were started with it, and did not load it or may not count.
    var unreached: UInt32 = 0
  }

  extension SocketReport {
    /// What the processes of a run counted.
    init(_ words: [UInt32]) {
      func word(_ index: Int) -> UInt32 { index < words.count ? words[index] : 0 }
      switched = word(Int(UAPI_MPTCP_SWITCHED))
      fellBack = word(Int(UAPI_MPTCP_FELL_BACK))
      refused = word(Int(UAPI_MPTCP_REFUSED))
      let error = word(Int(UAPI_MPTCP_LAST_ERRNO))
      refusal = error == 0 ? nil : MPTCPSupport(socketErrno: Int32(truncatingIfNeeded: error))
      unnamedOptions = word(Int(UAPI_MPTCP_UNNAMED))
      let (first, size) = (Int(UAPI_MPTCP_OPTIONS), Int(UAPI_MPTCP_OPTION_WORDS))
      options = (0..<Int(UAPI_MPTCP_OPTION_COUNT)).compactMap {
        RefusedOption(words.dropFirst(first + $0 * size).prefix(size))
      }
      cleared = word(Int(UAPI_MPTCP_CLEARED))
      // The first program loads it too, and this process starts that one.
      let (started, loaded) = (UInt64(word(Int(UAPI_MPTCP_STARTED))), word(Int(UAPI_MPTCP_LOADED)))
      let reached = UInt64(loaded) + UInt64(cleared)
      // Where the first one is out of reach, that was told before it started.
      let others = loaded == 0 || started + 1 < reached ? 0 : started + 1 - reached
      unreached = UInt32(truncatingIfNeeded: min(others, started))
    }

    /// The report, line by line.
    var lines: [String] {
      var first =
        "\(Self.count(switched, "socket")) switched to MPTCP, \(fellBack) fell back to TCP"
      if refused > 0 { first += ", \(refused) refused" }
      let returned = options.reduce(0) { $0 + UInt64($1.returned) }
      if returned > 0 { first += ", \(returned) went back to TCP for an option" }
      var lines = [first + (refusal.map { ". " + $0.explanation } ?? ".")]
      lines += options.map(\.text)
      if unnamedOptions > 0 {
        let verb = unnamedOptions == 1 ? "was" : "were"
        lines.append("\(Self.count(unnamedOptions, "refusal")) of other options \(verb) not named.")
      }
      if options.contains(where: \.isPassedOn) {
        lines.append(
          "Where the program fails without such an option, turn the option off in its settings, or "
            + "run it without uapi.")
      }
      return lines + programLines
    }

    private var programLines: [String] {
      var lines: [String] = []
      if cleared > 0 {
        let (own, they) = cleared == 1 ? ("its", "it") : ("their", "they")
        lines.append(
          "\(Self.count(cleared, "program was", "programs were")) started with a cleared environment "
            + "(as by env -i), without LD_PRELOAD: neither \(own) sockets nor those of programs that "
            + "\(they) started were switched. Start uapi mptcp run once more, inside of that "
            + "environment.")
      }
      if unreached > 0 {
        lines.append(
          "\(Self.count(unreached, "program", "programs")) did not load the library or may not count: "
            + "statically linked ones, ones with rights of their own (set-user-ID …), of another "
            + "machine, another user or in another PID namespace.")
      }
      return lines
    }

    /// A number and what is counted.
    static func count(_ number: UInt32, _ singular: String, _ plural: String? = nil) -> String {
      "\(number) \(number == 1 ? singular : plural ?? singular + "s")"
    }
  }
#endif
