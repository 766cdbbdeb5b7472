#if os(Linux)
  internal import LibC
  internal import MPTCP

  /// A connection of this process to itself, over loopback.
  struct LoopbackConnection: ~Copyable {
    /// The end that connected.
    let client: LoopbackSocket
    /// The end that was accepted.
    let server: LoopbackSocket

    private init(client: consuming LoopbackSocket, server: consuming LoopbackSocket) {
      self.client = client
      self.server = server
    }

    /// Connects to a port that the kernel chooses, and moves some bytes in both directions.
    ///
    /// Every call ends within the patience, so that the whole does after a few times as long. The
    /// kernel needs some seconds to repeat a handshake without MPTCP.
    ///
    /// - Parameter number: the protocol of both ends.
    static func open(
      protocol number: Int32 = MPTCPSupport.protocolNumber, patience seconds: Int = 5
    ) throws(LoopbackFailure) -> LoopbackConnection {
      do throws(LoopbackFailure) {
        return try open(family: AF_INET, protocol: number, patience: seconds)
      } catch {
        // A system without IPv4 may still speak IPv6.
        guard error.error.call == "socket", error.error.errno == EAFNOSUPPORT else { throw error }
        return try open(family: AF_INET6, protocol: number, patience: seconds)
      }
    }

    private static func open(
      family: Int32, protocol number: Int32, patience seconds: Int
    ) throws(LoopbackFailure) -> LoopbackConnection {
      let listener = try LoopbackSocket.open(family: family, protocol: number, patience: seconds)
      let client = try LoopbackSocket.open(family: family, protocol: number, patience: seconds)
      do throws(MPTCPSocketError) {
        let port = try listener.listen()
        try client.connect(port: port)
        let server = try listener.accept()
        try client.move(bytes: 4096, to: server)
        try server.move(bytes: 1024, to: client)
        return LoopbackConnection(client: client, server: server)
      } catch {
        throw client.failure(error)
      }
    }
  }

  extension LoopbackSocket {
    fileprivate static func open(
      family: Int32, protocol number: Int32, patience seconds: Int
    ) throws(LoopbackFailure) -> LoopbackSocket {
      do throws(MPTCPSocketError) {
        return try LoopbackSocket(family: family, protocol: number, patience: seconds)
      } catch {
        throw LoopbackFailure(error: error)
      }
    }

    /// What an error of a call means for the connection: what this end speaks goes with it.
    func failure(_ error: MPTCPSocketError) -> LoopbackFailure {
      LoopbackFailure(error: error, state: try? MPTCPSocket.state(of: descriptor))
    }
  }
#endif
