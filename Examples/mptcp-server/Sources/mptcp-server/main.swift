// A server that speaks MPTCP to every peer that does, and looks at what the kernel says of each connection.
// Its clients are threads of its own: two that speak MPTCP, and one that does not.

import Dispatch
import MPTCP

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Ends the example where something else comes out than these lines say.
func check(_ claim: Bool, _ words: String) {
  print(claim ? "✓" : "✗", words)
  if !claim { exit(1) }
}

/// Sends a message, and says whether the same came back.
@Sendable func talk(over socket: Int32, to port: UInt16, bytes count: Int) throws -> Bool {
  let message = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
  try Loopback.connect(socket, port: port)
  try Loopback.send(message, to: socket)
  _ = try retrying { shutdown(socket, Int32(SHUT_WR)) }
  return try Loopback.receive(from: socket) == message
}

let server = try EchoServer()
let port = server.port
print("listening on 127.0.0.1:\(port):", try server.listener.state().explanation)

for (name, speaksMPTCP, count) in [("one", true, 1000), ("two", true, 60_000), ("old", false, 10)] {
  // The client ends first: it needs the echo, and the server waits for its end.
  let client = DispatchQueue(label: name)
  let wasEchoed = DispatchSemaphore(value: 0)
  client.async {
    do {
      if speaksMPTCP {
        let socket = try MPTCPSocket.open(.ipv4, policy: .prefer)
        check(
          try talk(over: socket.descriptor, to: port, bytes: count), "client \(name) got its echo")
      } else {
        let plain = try retrying { socket(AF_INET, Loopback.stream, 0) }
        defer { close(plain) }
        check(try talk(over: plain, to: port, bytes: count), "client \(name) got its echo")
      }
    } catch {
      check(false, "client \(name): \(error)")
    }
    wasEchoed.signal()
  }
  let served = try server.serve()
  wasEchoed.wait()

  print("  \(served.state.explanation)", terminator: " ")
  print("\(served.snapshot.subflows.count) subflows,", terminator: " ")
  print("rtt \(served.snapshot.subflows.first?.tcpInfo?.rtt ?? 0) µs")
  check(served.byteCount == count, "the server echoed \(count) bytes")
  if server.listener.outcome == .mptcp {
    check(
      served.state == (speaksMPTCP ? .mptcp : .tcp),
      "the connection speaks \(speaksMPTCP ? "MPTCP" : "TCP")")
  }
  // Kernels before 6.5 do not count bytes; then there is nothing to compare, and no zero either.
  if served.state == .mptcp, let received = served.snapshot.info?.bytesReceived {
    check(received == UInt64(count), "the kernel counted the same")
    print("  \(served.delta.bytesReceived ?? 0) of them after the connection was accepted")
  } else {
    print("  the kernel counts no bytes of this connection")
  }
}
