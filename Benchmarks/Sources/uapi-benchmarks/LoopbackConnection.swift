#if os(Linux)
  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif
  import MPTCP

  /// Both ends of an MPTCP connection over loopback, open until the process ends.
  struct LoopbackConnection {
    let client: Int32
    let server: Int32

    /// Connects to a port that the kernel chooses, and moves a few bytes.
    ///
    /// - Parameter subflowCount: how many subflows the connection is to have; the path manager of the
    ///   namespace must open all but the first.
    init(subflowCount: Int = 1) throws {
      let listener = try MPTCPSocket.open(policy: .require).release()
      defer { _ = close(listener) }
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
      try withAddress(&address, "bind") { bind(listener, $0, $1) }
      try check(listen(listener, 1), "listen")
      try withAddress(&address, "getsockname") { pointer, size in
        var length = size
        return getsockname(listener, pointer, &length)
      }
      client = try MPTCPSocket.open(policy: .require).release()
      let connecting = client
      try withAddress(&address, "connect") { connect(connecting, $0, $1) }
      server = accept(listener, nil, nil)
      try check(server, "accept")
      var byte: UInt8 = 1
      try check(Int32(send(client, &byte, 1, 0)), "send")
      try check(Int32(recv(server, &byte, 1, 0)), "recv")
      // A subflow joins while its listener is there.
      if subflowCount > 1 { try waitForSubflows(subflowCount) }
    }

    private func waitForSubflows(_ count: Int) throws {
      for _ in 0..<1000 {
        if try MPTCPFullInfoAnswer(socket: client).subflowCount == count { return }
        usleep(1000)
      }
      throw SubflowsMissing()
    }
  }

  /// A connection did not get the subflows that it was to have.
  struct SubflowsMissing: Error {}

  private func check(_ result: Int32, _ call: String) throws {
    if result < 0 { throw MPTCPSocketError(call: call, errno: errno) }
  }

  private func withAddress(
    _ address: inout sockaddr_in, _ call: String,
    _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> Int32
  ) throws {
    let result = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try check(result, call)
  }
#endif
