import MPTCP
import TestSupport
import Testing
import UAPIStructs

#if os(Linux)
  extension NamespacePair.Addresses {
    func address(ipv6: Bool) -> String { ipv6 ? self.ipv6 : ipv4 }
  }

  extension StreamSocket {
    func snapshot() throws -> MPTCPSnapshot { try MPTCPSnapshot(socket: descriptor) }

    /// A snapshot once so many subflows are established, and nothing is under way: every byte is
    /// acknowledged, and subflows that end have ended.
    func snapshot(withSubflows count: Int) throws -> MPTCPSnapshot {
      try waiting(for: "\(count) established subflows", until: { $0.isIdle(withSubflows: count) }) {
        try snapshot()
      }
    }
  }

  extension MPTCPSnapshot {
    /// The subflows that are established.
    var established: [Subflow] { subflows.filter { $0.tcpInfo?.state == 1 } }

    fileprivate func isIdle(withSubflows count: Int) -> Bool {
      isConsistent && subflowCount?.value == count && established.count == count
        && subflows.allSatisfy { $0.tcpInfo?.state == 1 || $0.tcpInfo?.state == 7 }
        && info?.writeSeq == info?.sndUna
    }

    /// The subflow that has an address at this end.
    func subflow(from address: String) throws -> Subflow {
      try #require(subflows.first { $0.local?.address == address })
    }
  }

  extension NetworkNamespace {
    /// Lets the kernel cut the TCP connections that come from an address. Gives whether it can:
    /// a kernel that was built without INET_DIAG_DESTROY cannot, and then this says so.
    func cutConnections(from address: String) throws -> Bool {
      let cut = try run(["ss", "-K", "-t", "-n", "-H", "src", address]).output
      if cut.isEmpty { print("skipped: this kernel is built without INET_DIAG_DESTROY") }
      return !cut.isEmpty
    }
  }

  /// One MPTCP connection, as `ss` shows it.
  struct SSConnection {
    let state: String
    let local: String
    let remote: String
    /// What it says of the connection: "subflows" → "2".
    let values: [String: String]
    /// What it says in one word: "remote_key".
    let flags: Set<String>

    /// The connections of a namespace.
    static func all(in namespace: NetworkNamespace) throws -> [SSConnection] {
      let lines = try namespace.run(["ss", "-M", "-i", "-n", "-H", "-O"]).output
      return try lines.split(separator: "\n").map { line in
        let words = line.split { $0 == " " || $0 == "\t" }.map(String.init)
        try #require(words.count >= 5, "\(line)")
        let pairs = words[5...].map { $0.split(separator: ":", maxSplits: 1).map(String.init) }
        return SSConnection(
          state: words[0], local: words[3], remote: words[4],
          values: Dictionary(
            uniqueKeysWithValues: pairs.filter { $0.count == 2 }.map { ($0[0], $0[1]) }),
          flags: Set(pairs.filter { $0.count == 1 }.map { $0[0] }))
      }
    }

    /// Compares every number that is shown with what the kernel told us. Gives how many there were.
    func expectAgreement(with info: MPTCPInfo) -> Int {
      var count = 0
      for (key, text) in values where !key.hasPrefix("last_") {
        guard let field = MPTCPInfo.Field(cName: "mptcpi_" + key) else { continue }
        let isHexadecimal = ["token", "write_seq", "snd_una", "rcv_nxt"].contains(key)
        let shown = UInt64(text, radix: isHexadecimal ? 16 : 10)
        guard case .unsigned(let told) = info.value(of: field) else {
          Issue.record("\(key) is not present")
          continue
        }
        #expect(shown == told, "\(key)")
        count += 1
      }
      return count
    }
  }
#endif
