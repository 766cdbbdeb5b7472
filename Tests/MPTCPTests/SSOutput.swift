#if os(Linux)
  /// What `ss -n -i -H` prints: of each socket a line, and an indented one with words.
  struct SSOutput {
    struct Socket {
      let state: String
      /// Address and port of both ends, as ``MPTCPAddress`` describes them.
      let local: String
      let remote: String
      let receiveQueue: UInt32?
      let sendQueue: UInt32?
      /// Words with a value after a colon.
      let values: [String: String]
      /// Words without.
      let marks: Set<String>
    }

    let sockets: [Socket]

    init(_ text: String) {
      var sockets: [Socket] = []
      var head: [Substring] = []
      for line in text.split(separator: "\n", omittingEmptySubsequences: true) {
        let words = line.split { $0 == " " || $0 == "\t" }
        if line.first?.isWhitespace != true {
          head = words
        } else if head.count >= 5 {
          sockets.append(Self.socket(head, words))
          head = []
        }
      }
      self.sockets = sockets
    }

    private static func socket(_ head: [Substring], _ words: [Substring]) -> Socket {
      var values: [String: String] = [:]
      for word in words {
        let parts = word.split(separator: ":", maxSplits: 1)
        if parts.count == 2 { values[String(parts[0])] = String(parts[1]) }
      }
      // "%lo" after the address: the interface to which the socket is bound.
      func name(_ text: Substring) -> String {
        guard let percent = text.firstIndex(of: "%"), let colon = text.lastIndex(of: ":") else {
          return String(text)
        }
        return String(text[..<percent] + text[colon...])
      }
      return Socket(
        state: String(head[0]), local: name(head[3]), remote: name(head[4]),
        receiveQueue: UInt32(head[1]), sendQueue: UInt32(head[2]), values: values,
        marks: Set(words.filter { !$0.contains(":") }.map(String.init)))
    }
  }

  extension SSOutput.Socket {
    /// A decimal number.
    func number(_ key: String) -> UInt64? { values[key].flatMap { UInt64($0) } }

    /// A hexadecimal number.
    func hexadecimal(_ key: String) -> UInt64? { values[key].flatMap { UInt64($0, radix: 16) } }

    /// Milliseconds with a fraction, as microseconds: one number, or two with a slash between them.
    func microseconds(_ key: String) -> [UInt64]? {
      values[key]?.split(separator: "/").compactMap { text in
        Double(text).map { UInt64(($0 * 1000).rounded()) }
      }
    }

    /// `token:REMOTE(id:N)/LOCAL(id:N)` of a subflow.
    var subflowToken: (remote: UInt64?, remoteID: UInt64?, local: UInt64?, localID: UInt64?)? {
      guard let parts = values["token"]?.split(separator: "/"), parts.count == 2 else { return nil }
      func numbers(_ part: Substring) -> (UInt64?, UInt64?) {
        let words = part.split { "(:)".contains($0) }
        return (
          words.first.flatMap { UInt64($0, radix: 16) }, words.last.flatMap { UInt64($0) }
        )
      }
      let (remote, local) = (numbers(parts[0]), numbers(parts[1]))
      return (remote.0, remote.1, local.0, local.1)
    }
  }
#endif
