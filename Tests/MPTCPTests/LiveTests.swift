import Foundation
import MPTCP
import Testing
import UAPIStructs

#if os(Linux)
  /// Real sockets over loopback.
  struct LiveTests {
    /// The kernel has MPTCP wherever this file is; then nothing may be skipped.
    private var kernelHasMPTCP: Bool {
      FileManager.default.fileExists(atPath: "/proc/sys/net/mptcp/enabled")
    }

    @Test func `A connection to ourselves answers MPTCP_INFO`() throws {
      guard MPTCPSupport.probe() == .available else {
        #expect(!kernelHasMPTCP || MPTCPSupport.probe() == .disabled)
        print("skipped: \(MPTCPSupport.probe().explanation)")
        return
      }
      let pair = try ConnectedPair(protocolNumber: MPTCPSupport.protocolNumber)
      defer { pair.close() }
      for socket in [pair.client, pair.server] {
        let info: MPTCPInfo
        do throws(SocketError) {
          info = try MPTCPInfo(socket: socket)
        } catch {
          #expect(error.errno == EOPNOTSUPP)
          print("skipped: this kernel is older than MPTCP_INFO: \(error)")
          return
        }
        #expect(info.length >= 40 && info.length < MPTCPInfo.capacity)
        #expect(info.presence(of: .token) == .present)
        #expect(info.token != 0)
        #expect(info.subflows == 0)
        #expect(info.flags?.contains(.remoteKeyReceived) == true)
        #expect(info.remarks.isEmpty)
        if let total = info.subflowsTotal { #expect(total == 1) }
        for item in info.fields { #expect(item.presence != .truncated) }
      }
    }

    @Test func `A plain TCP socket has no MPTCP_INFO`() throws {
      let pair = try ConnectedPair(protocolNumber: 0)
      defer { pair.close() }
      do throws(SocketError) {
        _ = try MPTCPInfo(socket: pair.client)
        Issue.record("a TCP socket answered MPTCP_INFO")
      } catch {
        #expect([EOPNOTSUPP, ENOPROTOOPT].contains(error.errno))
        #expect(error.call == "getsockopt(SOL_MPTCP, MPTCP_INFO)")
      }
    }

    @Test func `A descriptor that is none gives the errno`() {
      do throws(SocketError) {
        _ = try MPTCPInfo(socket: -1)
        Issue.record("descriptor -1 answered")
      } catch {
        #expect(error.errno == EBADF)
        #expect(error.description.hasPrefix("getsockopt(SOL_MPTCP, MPTCP_INFO): "))
      }
    }

    @Test func `Errors of socket(2) have their meanings`() {
      #expect(MPTCPSupport(socketErrno: EINVAL) == .tooOld)
      #expect(MPTCPSupport(socketErrno: EPROTONOSUPPORT) == .notBuilt)
      #expect(MPTCPSupport(socketErrno: ENOPROTOOPT) == .disabled)
      #expect(MPTCPSupport(socketErrno: EACCES) == .denied(errno: EACCES))
      #expect(MPTCPSupport(socketErrno: EPERM) == .denied(errno: EPERM))
      #expect(MPTCPSupport(socketErrno: EMFILE) == .failed(errno: EMFILE))
    }
  }

  /// Two connected sockets over loopback.
  struct ConnectedPair {
    let client: Int32
    let server: Int32

    init(protocolNumber: Int32) throws {
      let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
      let listener = socket(AF_INET, type, protocolNumber)
      try #require(listener >= 0)
      defer { Glibc.close(listener) }
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
      var length = socklen_t(MemoryLayout<sockaddr_in>.size)
      let client = socket(AF_INET, type, protocolNumber)
      try #require(client >= 0)
      try withUnsafeMutablePointer(to: &address) { pointer in
        try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
          try #require(bind(listener, address, length) == 0)
          try #require(listen(listener, 1) == 0)
          try #require(getsockname(listener, address, &length) == 0)
          try #require(connect(client, address, length) == 0)
        }
      }
      let server = accept(listener, nil, nil)
      try #require(server >= 0)
      self.client = client
      self.server = server
      // Some bytes, so that both ends have left the handshake.
      let data = [UInt8](repeating: 7, count: 64)
      var buffer = [UInt8](repeating: 0, count: 64)
      for (from, to) in [(client, server), (server, client)] {
        try #require(send(from, data, data.count, Int32(MSG_NOSIGNAL)) == data.count)
        try #require(recv(to, &buffer, buffer.count, Int32(MSG_WAITALL)) == data.count)
      }
    }

    func close() {
      _ = Glibc.close(client)
      _ = Glibc.close(server)
    }
  }
#endif
