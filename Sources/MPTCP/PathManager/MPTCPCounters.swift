/// The counters of MPTCP in a network namespace, which `nstat` shows: the lines MPTcpExt of
/// `/proc/net/netstat`. They are those of all connections together.
package struct MPTCPCounters: Hashable, Sendable {
  /// The counters by their names, without the prefix of `nstat`: `MPCapableSYNTX`.
  package let values: [String: UInt64]

  package init(values: [String: UInt64]) {
    self.values = values
  }

  /// Reads the text of the file: a line of names, and one of numbers. `nil` where it has none.
  package init?(text: String) {
    let lines = text.split(separator: "\n").map { $0.split(separator: " ") }
      .filter { $0.first == "MPTcpExt:" }
    guard lines.count == 2, lines[0].count == lines[1].count else { return nil }
    var values: [String: UInt64] = [:]
    for (name, number) in zip(lines[0], lines[1]).dropFirst() {
      values[String(name)] = UInt64(number)
    }
    self.values = values
  }

  /// How far each counter has moved since another look, without those that have not.
  package func change(since earlier: MPTCPCounters) -> [String: UInt64] {
    values.reduce(into: [:]) { change, counter in
      let before = earlier.values[counter.key] ?? 0
      if counter.value > before { change[counter.key] = counter.value - before }
    }
  }
}

#if os(Linux) || os(Android)
  extension MPTCPCounters {
    /// The counters now, in the network namespace of the calling thread; `nil` where they cannot be
    /// read, or a kernel has none.
    package static func current() -> MPTCPCounters? {
      // Without the thread it would be the namespace of the process.
      guard let bytes = try? KernelFile.bytes("/proc/thread-self/net/netstat") else { return nil }
      return MPTCPCounters(text: String(decoding: bytes, as: UTF8.self))
    }
  }
#endif
