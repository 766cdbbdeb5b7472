#if os(Linux)
  internal import MPTCP

  /// How many sockets there are, for the line below a table.
  struct SocketTotals {
    private var connections = 0
    private var fallbacks = 0
    private var subflows = 0
    private var listeners = 0

    mutating func count(_ entry: MPTCPSocketList.Entry) {
      if entry.state == .listening {
        listeners += 1
      } else {
        connections += 1
        if entry.isFallback { fallbacks += 1 } else { subflows += entry.subflowCount }
      }
    }
  }

  extension SocketTotals: CustomStringConvertible {
    /// `5 connections, 11 subflows, 1 fallback to TCP, 2 listeners`
    var description: String {
      [
        text(connections, "connection", "connections"), text(subflows, "subflow", "subflows"),
        fallbacks == 0 ? nil : text(fallbacks, "fallback to TCP", "fallbacks to TCP"),
        listeners == 0 ? nil : text(listeners, "listener", "listeners"),
      ].compactMap(\.self).joined(separator: ", ")
    }

    private func text(_ count: Int, _ one: String, _ many: String) -> String {
      "\(count) \(count == 1 ? one : many)"
    }
  }
#endif
