#if os(Linux)
  internal import MPTCP

  /// What moved between two looks, in bytes per second.
  struct SocketRates {
    /// The rates of one socket; `nil` for what was not counted in both looks.
    struct Rate {
      var sent: UInt64?
      var received: UInt64?
    }

    private var rates: [MPTCPSocketList.Identity: Rate] = [:]

    /// No rates: there was one look.
    init() {}

    /// The rates of all sockets and subflows that both looks saw.
    init(from old: SocketLook, to new: SocketLook) {
      let seconds = Double(new.uptime - old.uptime) / 1_000_000
      guard seconds > 0 else { return }
      var before: [MPTCPSocketList.Identity: Counters] = [:]
      for (identity, counters) in old.entries.lazy.flatMap(Self.counters) {
        before[identity] = counters
      }
      for (identity, now) in new.entries.lazy.flatMap(Self.counters) {
        guard let before = before[identity] else { continue }
        rates[identity] = Rate(
          sent: Self.rate(from: before.sent, to: now.sent, seconds: seconds),
          received: Self.rate(from: before.received, to: now.received, seconds: seconds))
      }
    }

    /// Sockets in the order of what they move, most first.
    func busiestFirst(_ entries: [MPTCPSocketList.Entry]) -> [MPTCPSocketList.Entry] {
      let totals = entries.map(total)
      let order = entries.indices.sorted { left, right in
        totals[left] == totals[right] ? left < right : totals[left] > totals[right]
      }
      return order.map { entries[$0] }
    }

    private func total(_ entry: MPTCPSocketList.Entry) -> Double {
      let rate = rates[entry.identity]
      return Double(rate?.sent ?? 0) + Double(rate?.received ?? 0)
    }

    /// The rates of a socket or subflow.
    subscript(identity: MPTCPSocketList.Identity) -> Rate? { rates[identity] }

    private struct Counters {
      var sent: UInt64?
      var received: UInt64?
    }

    private static func counters(_ entry: MPTCPSocketList.Entry) -> [(
      MPTCPSocketList.Identity, Counters
    )] {
      let connection = Counters(sent: entry.info?.bytesSent, received: entry.info?.bytesReceived)
      return [(entry.identity, connection)]
        + entry.subflows.map {
          let counters = Counters(sent: $0.tcpInfo?.bytesSent, received: $0.tcpInfo?.bytesReceived)
          return ($0.identity, counters)
        }
    }

    /// A counter that went back was reset by a disconnect: nothing is known of the time between.
    private static func rate(from old: UInt64?, to new: UInt64?, seconds: Double) -> UInt64? {
      guard let old, let new, new >= old else { return nil }
      let rate = (Double(new - old) / seconds).rounded()
      // What a counter jumps by when it goes wrong need not fit.
      return UInt64(exactly: rate) ?? .max
    }
  }
#endif
