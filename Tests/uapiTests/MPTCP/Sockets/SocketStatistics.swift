#if os(Linux)
  import TestSupport

  @testable import UAPICommands

  /// A socket as `ss` of iproute2 prints it.
  struct SocketStatistics: Hashable {
    var state: String
    var receiveQueue: String
    var sendQueue: String
    var local: String
    var remote: String
    /// Everything behind that.
    var words: [String]

    /// Those of a namespace: of protocol `-M` or `-t`.
    static func list(_ protocolOption: String, in namespace: NetworkNamespace) throws
      -> [SocketStatistics]
    {
      let text = try namespace.run(["ss", protocolOption + "niep", "--no-header"]).output
      var sockets: [SocketStatistics] = []
      for line in text.split(separator: "\n") {
        let words = line.split { $0 == " " || $0 == "\t" }.map(String.init)
        if line.first == "\t", !sockets.isEmpty {
          sockets[sockets.count - 1].words += words
        } else if words.count >= 5 {
          sockets.append(
            SocketStatistics(
              state: words[0], receiveQueue: words[1], sendQueue: words[2], local: words[3],
              remote: words[4], words: Array(words[5...])))
        } else {
          throw FixtureError("ss prints a line that is none: \(line)")
        }
      }
      return sockets
    }

    /// The socket without what changes as time goes by.
    var still: SocketStatistics {
      var still = self
      still.words.removeAll { Self.isAge($0) }
      return still
    }

    /// The numbers that grow with time alone: milliseconds since something happened.
    var ages: [String: Double] {
      var ages: [String: Double] = [:]
      for word in words where Self.isAge(word) {
        let (key, value) = Self.pair(word)
        ages[key] = Double(value)
      }
      return ages
    }

    /// Whether a word is such a number.
    static func isAge(_ word: String) -> Bool { word.hasPrefix("last") }

    /// What stands before and behind the first colon.
    static func pair(_ word: String) -> (key: String, value: String) {
      guard let colon = word.firstIndex(of: ":") else { return (word, "") }
      return (String(word[..<colon]), String(word[word.index(after: colon)...]))
    }
  }

  /// Two looks of `ss` that saw the same, and one of ours in between.
  struct SurroundedLook {
    var before: [SocketStatistics]
    var after: [SocketStatistics]
    var objects: [JSONObject]

    /// Looks until nothing changed meanwhile.
    static func take(
      _ protocolOption: String, in namespace: NetworkNamespace
    ) throws -> SurroundedLook {
      try waiting(
        for: "two looks of ss that saw the same",
        until: { $0.before.map(\.still) == $0.after.map(\.still) }
      ) {
        let before = try SocketStatistics.list(protocolOption, in: namespace)
        let objects = try SocketListing.objects(in: namespace)
        let after = try SocketStatistics.list(protocolOption, in: namespace)
        return SurroundedLook(before: before, after: after, objects: objects)
      }
    }
  }
#endif
