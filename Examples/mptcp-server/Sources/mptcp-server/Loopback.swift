#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

// The calls under names that the functions below do not hide.
private let systemListen = listen
private let systemConnect = connect
private let systemSend = send

/// A call that failed.
struct CallFailed: Error {
  var errno: Int32
}

/// Calls again where a signal came first.
func retrying<Result: SignedInteger>(_ call: () -> Result) throws -> Result {
  while true {
    let result = call()
    if result >= 0 { return result }
    let reason = errno
    if reason != EINTR { throw CallFailed(errno: reason) }
  }
}

/// Sockets on 127.0.0.1: plain calls, the same for MPTCP as for TCP.
enum Loopback {
  #if canImport(Musl)
    static let stream = SOCK_STREAM | SOCK_CLOEXEC
    private static let noSignal = MSG_NOSIGNAL
  #else
    static let stream = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    private static let noSignal = Int32(MSG_NOSIGNAL)
  #endif

  /// Binds to a free port and listens there.
  static func listen(_ socket: Int32) throws -> UInt16 {
    var address = address(port: 0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    try withUnsafeMutablePointer(to: &address) { address in
      try address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        _ = try retrying { bind(socket, address, length) }
        _ = try retrying { getsockname(socket, address, &length) }
      }
    }
    _ = try retrying { systemListen(socket, 8) }
    return UInt16(bigEndian: address.sin_port)
  }

  /// Connects, and waits for the connection where a signal came first.
  static func connect(_ socket: Int32, port: UInt16) throws {
    var address = address(port: port)
    let length = socklen_t(MemoryLayout<sockaddr_in>.size)
    try withUnsafePointer(to: &address) { address in
      try address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        _ = try retrying {
          let result = systemConnect(socket, address, length)
          return result < 0 && errno == EISCONN ? 0 : result
        }
      }
    }
  }

  /// Sends all of some bytes.
  static func send(_ bytes: some Collection<UInt8>, to socket: Int32) throws {
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      let sent = try retrying {
        rest.withUnsafeBytes {
          systemSend(socket, $0.baseAddress, $0.count, noSignal)
        }
      }
      rest = rest.dropFirst(sent)
    }
  }

  /// Receives until the other end has no more to say.
  static func receive(from socket: Int32) throws -> [UInt8] {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let received = try retrying { read(socket, &buffer, buffer.count) }
      if received == 0 { return all }
      all += buffer.prefix(received)
    }
  }

  private static func address(port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    return address
  }
}
