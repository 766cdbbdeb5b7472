import MPTCP

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What the server knows of a connection that it served.
struct Served {
  var state: MPTCPSocket.State
  var byteCount: Int
  var snapshot: MPTCPSnapshot
  var delta: MPTCPSnapshot.Delta
}

/// Sends back what it receives, over MPTCP to clients that speak it, over TCP to all others.
struct EchoServer: ~Copyable {
  let listener: MPTCPSocket
  let port: UInt16

  /// Listens on a free port of loopback.
  init() throws {
    let socket = try MPTCPSocket.open(.ipv4, policy: .prefer)
    if let reason = socket.outcome.fallbackReason {
      print("TCP only:", reason.explanation, reason.remedy ?? "")
    }
    port = try Loopback.listen(socket.descriptor)
    listener = socket
  }

  /// Serves one connection until its client has no more to say.
  func serve() throws -> Served {
    let connection = try retrying { accept(listener.descriptor, nil, nil) }
    defer { close(connection) }
    let state = try MPTCPSocket.state(of: connection)
    let start = try MPTCPSnapshot(socket: connection)
    var byteCount = 0
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let received = try retrying { read(connection, &buffer, buffer.count) }
      if received == 0 { break }
      byteCount += received
      try Loopback.send(buffer.prefix(received), to: connection)
    }
    let snapshot = try MPTCPSnapshot(socket: connection)
    return Served(
      state: state, byteCount: byteCount, snapshot: snapshot, delta: snapshot.delta(since: start))
  }
}
