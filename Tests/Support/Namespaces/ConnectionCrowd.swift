#if os(Linux)
  internal import Glibc
  internal import Synchronization

  /// Many connections over loopback inside one namespace, to one port.
  package struct ConnectionCrowd: Sendable {
    package let connections: [Connection]

    package init(
      of count: Int, in namespace: NetworkNamespace, _ kind: StreamSocket.Kind = .mptcp
    ) throws {
      try DescriptorLimit.raise(toHold: 2 * count + 1)
      connections = try namespace.inside {
        let listener = try StreamSocket.listening(kind, on: SocketName("127.0.0.1"))
        let name = SocketName("127.0.0.1", port: try listener.port())
        return try (0..<count).map { _ in
          let client = try StreamSocket(kind)
          client.cutWhenClosed()
          try client.connect(to: name)
          return Connection(client: client, server: try listener.accept(), listener: listener)
        }
      }
    }
  }

  /// Connections that come and go inside a namespace, on a thread of its own.
  package final class ConnectionChurn: Sendable {
    private struct State {
      var isStopping = false
      var opened = 0
      var error: (any Error)?
    }

    private let state = Mutex(State())

    /// Opens and closes connections while a closure runs.
    ///
    /// - Parameter width: how many are open at once: the next one takes the place of the oldest.
    package static func with<Value>(
      in namespace: NetworkNamespace, _ kind: StreamSocket.Kind = .mptcp, width: Int = 20,
      _ body: (ConnectionChurn) throws -> Value
    ) throws -> Value {
      let churn = ConnectionChurn()
      let thread = try startThread {
        do {
          try namespace.inside { try churn.turn(kind, width: width) }
        } catch {
          churn.state.withLock { $0.error = error }
        }
      }
      defer {
        churn.state.withLock { $0.isStopping = true }
        pthread_join(thread, nil)
      }
      // Not before it is under way.
      try waiting(for: "connections that come and go", until: { $0 > width }) {
        try churn.opened()
      }
      let value = try body(churn)
      _ = try churn.opened()
      return value
    }

    /// How many connections it has opened so far, or the error that ended it.
    package func opened() throws -> Int {
      try state.withLock { state in
        if let error = state.error { throw error }
        return state.opened
      }
    }

    private func turn(_ kind: StreamSocket.Kind, width: Int) throws {
      let listener = try StreamSocket.listening(kind, on: SocketName("127.0.0.1"))
      let name = SocketName("127.0.0.1", port: try listener.port())
      var places: [Connection] = []
      var next = 0
      while !state.withLock({ $0.isStopping }) {
        let client = try StreamSocket(kind)
        client.cutWhenClosed()
        try client.connect(to: name)
        let connection = Connection(
          client: client, server: try listener.accept(), listener: listener)
        if places.count < width {
          places.append(connection)
        } else {
          places[next % width] = connection
        }
        next += 1
        state.withLock { $0.opened += 1 }
      }
    }
  }
#endif
