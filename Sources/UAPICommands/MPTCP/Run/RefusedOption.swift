#if os(Linux)
  internal import CMPTCPPreload

  /// An option that TCP has and MPTCP sockets were refused, and how often which became of it.
  struct RefusedOption: Hashable {
    var level: Int
    var option: Int
    /// The socket went back to TCP, and took the option.
    var returned: UInt32 = 0
    /// The program saw the refusal, since the socket was connected or connecting …
    var connected: UInt32 = 0
    /// … or listening …
    var listening: UInt32 = 0
    /// … or another socket could not be put in its place …
    var stuck: UInt32 = 0
    /// … or it was to see refusals.
    var kept: UInt32 = 0
  }

  extension RefusedOption {
    /// The words of one option in the counters; `nil` where there is none.
    init?(_ words: ArraySlice<UInt32>) {
      func word(_ index: Int) -> UInt32 {
        words.indices.contains(words.startIndex + index) ? words[words.startIndex + index] : 0
      }
      let key = word(Int(UAPI_MPTCP_OPTION_KEY))
      guard key != 0 else { return nil }
      level = Int(key >> 16)
      option = Int(key & 0xFFFF)
      returned = word(Int(UAPI_MPTCP_OPTION_RETURNED))
      connected = word(Int(UAPI_MPTCP_OPTION_CONNECTED))
      listening = word(Int(UAPI_MPTCP_OPTION_LISTENING))
      stuck = word(Int(UAPI_MPTCP_OPTION_STUCK))
      kept = word(Int(UAPI_MPTCP_OPTION_KEPT))
    }

    /// Whether the program saw a refusal that could not be kept from it.
    var isPassedOn: Bool { connected > 0 || listening > 0 || stuck > 0 }

    /// The option, how often it was refused, and what became of the sockets.
    var text: String {
      let all = [returned, connected, listening, stuck, kept]
      let total = all.reduce(0) { $0 + UInt64($1) }
      let name = SocketOptionName.text(level: level, option: option)
      var outcomes: [String] = []
      if returned > 0 {
        outcomes.append("\(SocketReport.count(returned, "socket")) went back to TCP")
      }
      for (number, reason) in [
        (connected, "the socket was connected or connecting"),
        (listening, "the socket was listening"),
        (stuck, "the socket could not be replaced"),
        (kept, "MPTCP was to be kept"),
      ] where number > 0 {
        outcomes.append(
          "\(SocketReport.count(number, "refusal was", "refusals were")) passed on, since \(reason)"
        )
      }
      let times = total == 1 ? "once" : "\(total) times"
      return "\(name) was refused \(times): \(outcomes.joined(separator: "; "))."
    }
  }
#endif
