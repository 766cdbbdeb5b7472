#if os(Linux)
  internal import MPTCP

  /// What moved between two looks, in bytes per second.
  struct SocketRates {
    /// The rates of one socket; `nil` for what was not counted in both looks.
    struct Rate {
      var sent: UInt64?
      var received: UInt64?
    }

    private var rates: [UInt64: Rate] = [:]

    /// No rates: there was one look.
    init() {}

    /// The rates of all sockets and subflows that both looks saw.
    init(from old: SocketLook, to new: SocketLook) {
      let seconds = Double(new.uptime - old.uptime) / 1_000_000
      guard seconds > 0 else { return }
      // Cookies are unique among sockets and subflows alike.
      var before: [UInt64: Counters] = [:]
      for (cookie, counters) in old.entries.flatMap(Self.counters) { before[cookie] = counters }
      for (cookie, now) in new.entries.flatMap(Self.counters) {
        guard let before = before[cookie] else { continue }
        rates[cookie] = Rate(
          sent: Self.rate(from: before.sent, to: now.sent, seconds: seconds),
          received: Self.rate(from: before.received, to: now.received, seconds: seconds))
      }
    }

    /// Sockets in the order of what they move, most first.
    func busiestFirst(_ entries: [MPTCPSocketEntry]) -> [MPTCPSocketEntry] {
      let order = entries.indices.sorted { left, right in
        let (one, other) = (total(entries[left]), total(entries[right]))
        return one == other ? left < right : one > other
      }
      return order.map { entries[$0] }
    }

    private func total(_ entry: MPTCPSocketEntry) -> Double {
      let rate = rates[entry.socket.cookie]
      return Double(rate?.sent ?? 0) + Double(rate?.received ?? 0)
    }

    /// The rates of a socket or subflow.
    subscript(cookie: UInt64) -> Rate? { rates[cookie] }

    private struct Counters {
      var sent: UInt64?
      var received: UInt64?
    }

    private static func counters(_ entry: MPTCPSocketEntry) -> [(UInt64, Counters)] {
      let connection = Counters(sent: entry.info?.bytesSent, received: entry.info?.bytesReceived)
      return [(entry.socket.cookie, connection)]
        + entry.subflows.map {
          let counters = Counters(sent: $0.tcpInfo?.bytesSent, received: $0.tcpInfo?.bytesReceived)
          return ($0.socket.cookie, counters)
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
