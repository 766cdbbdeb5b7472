#if os(Linux)
  import UAPIText
  import TestSupport

  @testable import UAPICommands

  /// Every number that `ss` shows of a socket beside that of ours.
  struct StatisticsComparison {
    /// What does not agree, or is not known here.
    private(set) var complaints: [String] = []
    /// How many numbers were compared.
    private(set) var count = 0

    private let socket: SocketStatistics
    private let later: SocketStatistics
    private let object: JSONObject
    /// The socket that the program holds.
    private let connection: JSONObject
    private let structure: String
    private let prefix: String

    /// Compares an MPTCP socket.
    static func connection(
      _ before: SocketStatistics, _ after: SocketStatistics, _ object: JSONObject
    ) -> StatisticsComparison {
      StatisticsComparison(
        before, after, object, of: object, structure: "mptcp_info", prefix: "mptcpi_")
    }

    /// Compares a subflow. Of its own it has no inode: `ss` shows that of its connection.
    static func subflow(
      _ before: SocketStatistics, _ after: SocketStatistics, _ object: JSONObject,
      of connection: JSONObject
    ) -> StatisticsComparison {
      StatisticsComparison(
        before, after, object, of: connection, structure: "tcp_info", prefix: "tcpi_")
    }

    private init(
      _ socket: SocketStatistics, _ later: SocketStatistics, _ object: JSONObject,
      of connection: JSONObject, structure: String, prefix: String
    ) {
      (self.socket, self.later) = (socket, later)
      (self.object, self.connection) = (object, connection)
      (self.structure, self.prefix) = (structure, prefix)
      check("local", socket.local == object["local"]?.endpoint)
      check("remote", socket.remote == object["remote"]?.endpoint)
      check("state", object["state"]?.text?.hasPrefix(socket.state) == true)
      check("Recv-Q", socket.receiveQueue, object["receive_queue"]?.number)
      check("Send-Q", socket.sendQueue, object["send_queue"]?.number)
      var words = socket.words[...]
      while let word = words.popFirst() {
        switch word {
        case "send", "pacing_rate", "delivery_rate", "max_pacing_rate":
          rate(word, words.popFirst() ?? "")
        case "app_limited": check(word, field("delivery_rate_app_limited") == 1)
        case "fallback": check(word, object["fallback"] == .bool(true))
        case "remote_key": check(word, flag(1))
        default:
          let (key, value) = SocketStatistics.pair(word)
          // Words such as sack and the name of the congestion control, whose own numbers stand in
          // parentheses and are none of tcp_info.
          if value.isEmpty || value.hasPrefix("(") && key != "users" { continue }
          compare(key, value)
        }
      }
    }

    private func field(_ name: String) -> Double? {
      object.value(structure, prefix + name)?.number
    }

    private func flag(_ bit: Int) -> Bool {
      object.value("mptcp_info", "mptcpi_flags")?.integer.map { $0 >> bit & 1 == 1 } ?? false
    }

    private mutating func check(_ key: String, _ isRight: Bool) {
      count += 1
      if !isRight { complaints.append("\(key) of \(socket.words)") }
    }

    /// Numbers with fractions are printed with six digits.
    private mutating func check(_ key: String, _ shown: String, _ own: Double?) {
      count += 1
      if let own, let number = Double(shown), abs(number - own) <= abs(own) * 0.000_01 { return }
      complaints.append("\(key): ss \(shown), uapi \(own?.description ?? "nothing")")
    }

    private mutating func checkHex(_ key: String, _ shown: String, _ own: JSONObject?) {
      let own: UInt64? = if case .unsigned(let value)? = own { value } else { nil }
      count += 1
      if own == nil || UInt64(shown, radix: 16) != own {
        complaints.append("\(key): ss \(shown), uapi \(own?.description ?? "nothing")")
      }
    }

    /// Bits per second, computed from bytes per second or from window, segments and RTT.
    private mutating func rate(_ key: String, _ text: String) {
      guard text.hasSuffix("bps") else { return check(key, false) }
      let own: Double? =
        if key != "send" {
          field(key).map { $0 * 8 }
        } else if let size = field("snd_mss"), let window = field("snd_cwnd"),
          let rtt = field("rtt")
        {
          size * window * 8_000_000 / rtt
        } else {
          nil
        }
      check(key, String(text.dropLast(3)), own)
    }

    private mutating func compare(_ key: String, _ value: String) {
      func part(_ index: Int, _ separator: Character) -> String {
        let parts = value.split(separator: separator, omittingEmptySubsequences: false)
        return index < parts.count ? String(parts[index]) : ""
      }
      switch key {
      case "users":
        let owners = (connection["owners"]?.elements ?? []).map { owner in
          let (pid, fd) = (owner["pid"]?.integer ?? 0, owner["fd"]?.integer ?? 0)
          return "(\"\(owner["name"]?.text ?? "")\",pid=\(pid),fd=\(fd))"
        }
        check(key, value == "(" + owners.joined(separator: ",") + ")")
      case "ino": check(key, value, connection["inode"]?.number)
      case "uid": check(key, value, connection["uid"]?.number)
      case "sk": checkHex(key, value, object["cookie"])
      // Of the control groups and the timers there is nothing in our listing.
      case "cgroup", "timer": break
      case "wscale":
        check(key, part(0, ","), field("snd_wscale"))
        check(key, part(1, ","), field("rcv_wscale"))
      case "rtt":
        check(key, part(0, "/"), milliseconds("rtt"))
        check(key, part(1, "/"), milliseconds("rttvar"))
      case "retrans":
        check(key, part(0, "/"), field("retrans"))
        check(key, part(1, "/"), field("total_retrans"))
      case "rto", "ato", "rcv_rtt": check(key, value, milliseconds(key))
      case "minrtt": check(key, value, milliseconds("min_rtt"))
      case "busy", "rwnd_limited", "sndbuf_limited":
        // Whole milliseconds, and perhaps a percentage of the first one.
        let name = key == "busy" ? "busy_time" : key
        check(key, part(0, "m"), milliseconds(name)?.rounded(.down))
      case "flags":
        check(key, value == Self.letters(of: object["flags"]?.integer ?? 0))
      case "token" where structure == "tcp_info":
        // Token(id:N) of the other end, and of this one.
        let names = [("remote_token", "remote_id"), ("token", "local_id")]
        for (index, (token, id)) in names.enumerated() {
          let end = part(index, "/").split { "(:)".contains($0) }.map(String.init)
          check(key, end.count == 3)
          checkHex(token, end.first ?? "", object[token])
          check(id, end.last ?? "", object[id]?.number)
        }
      case "seq": checkHex(key, value, object["map_sequence"])
      case "sfseq": checkHex(key, value, object["map_subflow_sequence"])
      case "ssnoff": checkHex(key, value, object["subflow_sequence_offset"])
      case "maplen": checkHex(key, value, object["map_length"])
      case "token", "write_seq", "snd_una", "rcv_nxt":
        checkHex(key, value, object.value(structure, prefix + key))
      default:
        if SocketStatistics.isAge(key) {
          age(key, value)
        } else {
          check(key, value, field(Self.fieldNames[key] ?? key))
        }
      }
    }

    /// A number that grows with time lies between that of the look before and that of the look after.
    private mutating func age(_ key: String, _ value: String) {
      count += 1
      let own = field(Self.fieldNames[key] ?? key)
      guard let before = Double(value), let after = later.ages[key], let own, before <= own,
        own <= after
      else {
        return complaints.append(
          "\(key): ss \(value), \(later.ages[key] ?? 0), uapi \(own?.description ?? "nothing")")
      }
    }

    private func milliseconds(_ name: String) -> Double? { field(name).map { $0 / 1000 } }

    /// What `ss` calls differently.
    private static let fieldNames = [
      "mss": "snd_mss", "rcvmss": "rcv_mss", "cwnd": "snd_cwnd", "ssthresh": "snd_ssthresh",
      "notsent": "notsent_bytes", "lastsnd": "last_data_sent", "lastrcv": "last_data_recv",
      "lastack": "last_ack_recv",
    ]

    /// The flags of a subflow as letters, in the order of `ss`.
    private static func letters(of flags: Int) -> String {
      let letters: [(Int, Character)] = [
        (0, "M"), (1, "m"), (2, "J"), (3, "j"), (4, "B"), (5, "b"), (6, "e"), (7, "c"), (8, "v"),
      ]
      return String(letters.filter { flags >> $0.0 & 1 == 1 }.map(\.1))
    }
  }
#endif
