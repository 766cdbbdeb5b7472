import Foundation
import MPTCP
import TestSupport
import Testing

#if os(Linux)
  /// Opening and judging real sockets over loopback.
  ///
  /// In sequence, so that a descriptor that was closed is not taken by the next test before it is
  /// looked at.
  @Suite(.serialized) struct OpeningTests {
    /// Whether the kernel grants MPTCP; where it has it and grants it, nothing is skipped.
    private func mptcpIsAvailable() -> Bool {
      let support = MPTCPSupport.probe()
      if support == .available { return true }
      let hasMPTCP = FileManager.default.fileExists(atPath: "/proc/sys/net/mptcp/enabled")
      #expect(!hasMPTCP || support == .disabled)
      print("skipped: \(support.explanation)")
      return false
    }

    @Test(arguments: MPTCPSocket.Family.allCases, [false, true])
    func `An opened socket is what was asked for`(
      family: MPTCPSocket.Family, nonBlocking: Bool
    ) throws {
      guard mptcpIsAvailable() else { return }
      for policy in MPTCPSocket.Policy.allCases {
        let socket = try MPTCPSocket.open(family, policy: policy, nonBlocking: nonBlocking)
        #expect(socket.outcome == .mptcp)
        #expect(socket.outcome.fallbackReason == nil)
        #expect(fcntl(socket.descriptor, F_GETFD) & FD_CLOEXEC != 0)
        #expect((fcntl(socket.descriptor, F_GETFL) & O_NONBLOCK != 0) == nonBlocking)
        let answers = MPTCPSocket.StateAnswers(of: socket.descriptor)
        #expect(answers.domain == .value(family == .ipv4 ? AF_INET : AF_INET6))
        #expect(answers.protocolNumber == .value(262))
        #expect(try socket.state() == .unconnected)
      }
    }

    @Test func `A socket closes itself once, unless it was released`() throws {
      // What a descriptor leads to is its inode, which no later socket has.
      func link(_ descriptor: Int32) -> String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(descriptor)")
      }
      func openAndDrop() throws -> (Int32, String?) {
        let socket = try MPTCPSocket.open()
        return (socket.descriptor, link(socket.descriptor))
      }
      let (dropped, name) = try openAndDrop()
      #expect(name != nil && link(dropped) != name)

      let released = try MPTCPSocket.open().release()
      #expect(link(released)?.hasPrefix("socket:") == true)
      #expect(close(released) == 0)
    }

    @Test func `A thousand sockets leave no descriptor behind`() throws {
      func names() -> Set<String> {
        let folder = "/proc/self/fd"
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return Set(
          entries.compactMap {
            try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)")
          })
      }
      var ours: Set<String> = []
      for index in 0..<1000 {
        let socket = try MPTCPSocket.open(index % 2 == 0 ? .ipv4 : .ipv6)
        _ = try socket.state()
        ours.insert(
          try FileManager.default.destinationOfSymbolicLink(
            atPath: "/proc/self/fd/\(socket.descriptor)"))
      }
      #expect(ours.count == 1000)
      #expect(names().isDisjoint(with: ours))
    }

    @Test(arguments: [
      (ENOPROTOOPT, MPTCPSupport.disabled), (EPROTONOSUPPORT, .notBuilt), (EINVAL, .tooOld),
      (EACCES, .denied(errno: EACCES)), (EPERM, .denied(errno: EPERM)),
      (ESOCKTNOSUPPORT, .failed(errno: ESOCKTNOSUPPORT)),
    ])
    func `Each refusal of a kernel has its reason`(errno: Int32, reason: MPTCPSupport) throws {
      var asked: [Int32] = []
      func kernel(_ protocolNumber: Int32) -> MPTCPSocket.StateAnswers.Answer<Int32> {
        asked.append(protocolNumber)
        if protocolNumber == 262 { return .errno(errno) }
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        return .value(Glibc.socket(AF_INET, type, protocolNumber))
      }
      let socket = try MPTCPSocket.open(.ipv4, policy: .prefer, by: kernel)
      #expect(socket.outcome == .tcp(because: reason))
      #expect(socket.outcome.fallbackReason?.explanation.isEmpty == false)
      #expect(socket.outcome.fallbackReason?.remedy?.isEmpty == false)
      #expect(try socket.state() == .tcp)
      #expect(asked == [262, 6])

      do throws(MPTCPSocketError) {
        _ = try MPTCPSocket.open(.ipv6, policy: .require, by: kernel)
        Issue.record("opened against the kernel's will")
      } catch {
        #expect(
          error
            == MPTCPSocketError(
              call: "socket(AF_INET6, SOCK_STREAM, IPPROTO_MPTCP)", errno: errno))
      }
      #expect(asked == [262, 6, 262])
    }

    @Test func `A shortage is not a reason to fall back`() {
      for errno in [EMFILE, ENFILE, ENOBUFS, ENOMEM] {
        for policy in MPTCPSocket.Policy.allCases {
          var calls = 0
          do throws(MPTCPSocketError) {
            _ = try MPTCPSocket.open(.ipv4, policy: policy) { _ in
              calls += 1
              return .errno(errno)
            }
            Issue.record("opened without a descriptor")
          } catch {
            #expect(error.errno == errno)
          }
          #expect(calls == 1)
        }
      }
    }

    @Test func `Where TCP fails too, its error is the one`() {
      do throws(MPTCPSocketError) {
        _ = try MPTCPSocket.open(.ipv6, policy: .prefer) { _ in .errno(EAFNOSUPPORT) }
        Issue.record("opened a family that is not there")
      } catch {
        #expect(error.call == "socket(AF_INET6, SOCK_STREAM, IPPROTO_TCP)")
        #expect(error.errno == EAFNOSUPPORT)
      }
    }

    @Test(arguments: MPTCPSocket.Family.allCases)
    func `MPTCP at both ends`(family: MPTCPSocket.Family) throws {
      guard mptcpIsAvailable() else { return }
      let listener = try Listener(family)
      #expect(try MPTCPSocket.state(of: listener.descriptor) == .listening)
      // TCP_INFO, where a listener answers it, agrees.
      #expect([10, nil].contains(MPTCPSocket.StateAnswers(of: listener.descriptor).tcpState.value))
      let client = try MPTCPSocket.open(family, policy: .require)
      try listener.connect(client.descriptor)
      let server = try listener.accept()
      #expect(try client.state() == .mptcp)
      #expect(try MPTCPSocket.state(of: server.descriptor) == .mptcp)
      // One end closes, then the other: what was spoken does not change.
      #expect(shutdown(client.descriptor, Int32(SHUT_WR)) == 0)
      #expect(try client.state() == .mptcp)
      #expect(try MPTCPSocket.state(of: server.descriptor) == .mptcp)
      var byte: UInt8 = 0
      #expect(recv(server.descriptor, &byte, 1, 0) == 0)
      server.close()
      #expect(recv(client.descriptor, &byte, 1, 0) <= 0)
      let info = MPTCPSocket.StateAnswers(of: client.descriptor)
      #expect(try client.state() == (info.info.value == nil ? .unconnected : .mptcp), "\(info)")
    }

    @Test(arguments: MPTCPSocket.Family.allCases)
    func `An MPTCP client of a TCP server fell back`(family: MPTCPSocket.Family) throws {
      guard mptcpIsAvailable() else { return }
      let listener = try Listener(family, .tcp)
      #expect(try MPTCPSocket.state(of: listener.descriptor) == .tcp)
      let client = try MPTCPSocket.open(family, policy: .require)
      try listener.connect(client.descriptor)
      let server = try listener.accept()
      #expect(client.outcome == .mptcp)
      #expect(try client.state() == .fellBack)
      #expect(try MPTCPSocket.state(of: server.descriptor) == .tcp)
      server.close()
      #expect(try client.state() == .fellBack)
      var byte: UInt8 = 0
      #expect(recv(client.descriptor, &byte, 1, 0) == 0)
      #expect(shutdown(client.descriptor, Int32(SHUT_WR)) == 0)
      let ended = try client.state()
      if case .value = MPTCPSocket.StateAnswers(of: client.descriptor).isMPTCP {
        #expect(ended == .fellBack)
      } else {
        #expect(ended == .fellBack || ended == .unconnected)
      }
    }

    @Test(arguments: MPTCPSocket.Family.allCases)
    func `A TCP client of an MPTCP server is TCP at both ends`(
      family: MPTCPSocket.Family
    ) throws {
      guard mptcpIsAvailable() else { return }
      let listener = try Listener(family)
      let client = try StreamSocket(.tcp, ipv6: family == .ipv6)
      #expect(try MPTCPSocket.state(of: client.descriptor) == .tcp)
      try listener.connect(client.descriptor)
      let server = try listener.accept()
      #expect(try MPTCPSocket.state(of: client.descriptor) == .tcp)
      #expect(try MPTCPSocket.state(of: server.descriptor) == .tcp)
    }

    @Test(arguments: MPTCPSocket.Family.allCases)
    func `A refused connection, and one taken apart`(family: MPTCPSocket.Family) throws {
      guard mptcpIsAvailable() else { return }
      let listener = try Listener(family)
      let client = try MPTCPSocket.open(family, policy: .require)
      try listener.connect(client.descriptor)
      let server = try listener.accept()
      defer { server.close() }
      // connect with AF_UNSPEC ends the connection and lets the socket begin anew.
      var nothing = sockaddr_storage()
      let status = withUnsafePointer(to: &nothing) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          Glibc.connect(client.descriptor, $0, socklen_t(MemoryLayout<sockaddr_storage>.size))
        }
      }
      #expect(status == 0)
      #expect(try client.state() == .unconnected)

      // Bound and not listening, so that no other test listens there.
      let closed = try StreamSocket(.tcp, ipv6: family == .ipv6)
      try closed.bind(to: SocketName(family == .ipv6 ? "::1" : "127.0.0.1"))
      let name = SocketName(family == .ipv6 ? "::1" : "127.0.0.1", port: try closed.port())
      let other = try StreamSocket(.mptcp, ipv6: family == .ipv6)
      #expect(throws: FixtureError.self) { try other.connect(to: name) }
      #expect(try MPTCPSocket.state(of: other.descriptor) == .unconnected)
    }

    @Test func `Other descriptors are what they are`() throws {
      for domain in [AF_INET, AF_INET6] {
        let datagram = Glibc.socket(domain, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(datagram) }
        #expect(try MPTCPSocket.state(of: datagram) == .notStream)
      }
      let local = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
      defer { close(local) }
      #expect(try MPTCPSocket.state(of: local) == .otherStream)
      let file = Glibc.open("/dev/null", O_RDONLY | O_CLOEXEC)
      defer { close(file) }
      #expect(try MPTCPSocket.state(of: file) == .notSocket)
      for descriptor: Int32 in [-1, .min, .max] {
        #expect(throws: MPTCPSocketError(call: "getsockopt(SOL_SOCKET, SO_TYPE)", errno: EBADF)) {
          try MPTCPSocket.state(of: descriptor)
        }
      }
    }

    @Test(arguments: MPTCPSocket.Family.allCases)
    func `A connection that the peer cut`(family: MPTCPSocket.Family) throws {
      guard mptcpIsAvailable() else { return }
      for (kind, spoken): (StreamSocket.Kind, MPTCPSocket.State) in [
        (.mptcp, .mptcp), (.tcp, .fellBack),
      ] {
        let listener = try Listener(family, kind)
        let client = try MPTCPSocket.open(family, policy: .require)
        try listener.connect(client.descriptor)
        let server = try listener.accept()
        // Some bytes, so that both ends have left the handshake: a connection that is cut before
        // counts as a fallback to the kernel.
        var byte: UInt8 = 7
        let ends = [client.descriptor, server.descriptor]
        for (from, to) in zip(ends, ends.reversed()) {
          #expect(send(from, &byte, 1, Int32(MSG_NOSIGNAL)) == 1)
          #expect(recv(to, &byte, 1, 0) == 1)
        }
        server.cutWhenClosed()
        server.close()
        #expect(recv(client.descriptor, &byte, 1, 0) <= 0)
        let answers = MPTCPSocket.StateAnswers(of: client.descriptor)
        let state = try client.state()
        #expect(state == spoken || state == .unconnected, "\(answers)")
        if case .value = answers.isMPTCP { #expect(state == spoken, "\(answers)") }
      }
    }

    @Test(arguments: MPTCPSocket.Family.allCases)
    func `Within the handshake nothing is decided`(family: MPTCPSocket.Family) throws {
      guard mptcpIsAvailable() else { return }
      // Nobody accepts, so that the queue fills up and the listener leaves the others waiting.
      let listener = try Listener(family, backlog: 0)
      var waiting: [Int32] = []
      defer { for descriptor in waiting { close(descriptor) } }
      for _ in 0..<6 {
        let descriptor = try MPTCPSocket.open(family, policy: .require, nonBlocking: true).release()
        waiting.append(descriptor)
        do {
          try listener.connect(descriptor)
        } catch let error as FixtureError {
          #expect(error.errno == EINPROGRESS)
        }
      }
      let last = try #require(waiting.last)
      #expect(MPTCPSocket.StateAnswers(of: last).peer == .errno(ENOTCONN))
      #expect(try MPTCPSocket.state(of: last) == .unconnected)
    }

    @Test(arguments: MPTCPSocket.Family.allCases, StreamSocket.Kind.allCases)
    func `A verdict never wavers while another thread connects`(
      family: MPTCPSocket.Family, kind: StreamSocket.Kind
    ) throws {
      guard mptcpIsAvailable() else { return }
      let listener = try Listener(family, kind)
      let final: MPTCPSocket.State = kind == .mptcp ? .mptcp : .fellBack
      for _ in 0..<50 {
        let client = try MPTCPSocket.open(family, policy: .require)
        let descriptor = client.descriptor
        let watcher = Watcher(of: descriptor, until: final)
        try listener.connect(descriptor)
        let server = try listener.accept()
        let seen = watcher.wait()
        #expect(seen == [.unconnected, final] || seen == [final], "\(seen)")
        server.close()
      }
    }

    /// In a thread of its own, with a filter that refuses protocol 262 as a container's may.
    @Test func `A policy that forbids MPTCP gives TCP and says so`() throws {
      guard mptcpIsAvailable() else { return }
      let (support, outcome, state) = try refusingSockets(with: EACCES) {
        let socket = try MPTCPSocket.open(.ipv4, policy: .prefer)
        return (MPTCPSupport.probe(), socket.outcome, try socket.state())
      }
      #expect(support == .denied(errno: EACCES))
      #expect(outcome == .tcp(because: .denied(errno: EACCES)))
      #expect(state == .tcp)
      #expect(MPTCPSupport.probe() == .available)
    }

    /// In a network namespace of its own, where the switch is off.
    @Test func `A namespace without MPTCP gives TCP and says so`() throws {
      guard mptcpIsAvailable() else { return }
      try NetworkNamespace.with { namespace in
        try namespace.setSysctl("net.mptcp.enabled", to: "0")
        let (support, outcome, state, refusal) = try namespace.inside {
          let socket = try MPTCPSocket.open(.ipv6, policy: .prefer)
          var refusal: Int32?
          do throws(MPTCPSocketError) {
            _ = try MPTCPSocket.open(.ipv4, policy: .require)
          } catch {
            refusal = error.errno
          }
          return (MPTCPSupport.probe(), socket.outcome, try socket.state(), refusal)
        }
        #expect(support == .disabled)
        #expect(outcome == .tcp(because: .disabled))
        #expect(state == .tcp)
        #expect(refusal == ENOPROTOOPT)
      }
      #expect(MPTCPSupport.probe() == .available)
    }
  }

  /// Asks for the state of a socket again and again, on a thread of its own.
  private final class Watcher: @unchecked Sendable {
    private var seen: [MPTCPSocket.State] = []
    private let done = DispatchSemaphore(value: 0)

    init(of descriptor: Int32, until final: MPTCPSocket.State) {
      Thread.detachNewThread { [self] in
        let end = Date(timeIntervalSinceNow: 5)
        while seen.last != final, Date() < end {
          guard let state = try? MPTCPSocket.state(of: descriptor) else { break }
          if state != seen.last { seen.append(state) }
        }
        done.signal()
      }
    }

    /// The states in their order.
    func wait() -> [MPTCPSocket.State] {
      done.wait()
      return seen
    }
  }

  /// A listening socket on loopback.
  private struct Listener {
    private let socket: StreamSocket
    private let name: SocketName

    init(
      _ family: MPTCPSocket.Family, _ kind: StreamSocket.Kind = .mptcp, backlog: Int32 = 8
    ) throws {
      let address = family == .ipv4 ? "127.0.0.1" : "::1"
      socket = try StreamSocket.listening(kind, on: SocketName(address), backlog: backlog)
      name = SocketName(address, port: try socket.port())
    }

    var descriptor: Int32 { socket.descriptor }

    func connect(_ client: Int32) throws { try StreamSocket.connect(client, to: name) }

    func accept() throws -> StreamSocket { try socket.accept() }
  }
#endif
