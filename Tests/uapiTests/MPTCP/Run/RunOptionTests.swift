#if os(Linux)
  import Foundation
  import TestSupport
  import Testing

  @testable import UAPICommands

  /// Options that TCP sockets have and MPTCP sockets refuse, as programs under `uapi mptcp run` set
  /// and read them.
  @Suite(.waiting, .enabled(if: NetworkNamespace.kernelHasMPTCP, "this kernel has no MPTCP"))
  struct RunOptionTests {
    /// What the programs of these tests have in common. `take` sets TCP_USER_TIMEOUT.
    static let prelude = """
      import array, ctypes, errno, fcntl, os, select, signal, socket, struct, subprocess, sys, threading
      SO_PROTOCOL, TCP_USER_TIMEOUT = 38, 18
      def attempt(call, *arguments):
        try: return "ok" if call(*arguments) is None else "value"
        except OSError as error: return {95: "EOPNOTSUPP"}.get(error.errno) or errno.errorcode[error.errno]
      def open(family=socket.AF_INET): return socket.socket(family, socket.SOCK_STREAM)
      def protocol(s): return s.getsockopt(socket.SOL_SOCKET, SO_PROTOCOL)
      def take(s): return attempt(s.setsockopt, 6, TCP_USER_TIMEOUT, 4321)
      def tell(name, *sockets): print(name, *(f"{take(s)} {protocol(s)}" for s in sockets), flush=True)
      def listener(family=socket.AF_INET, address="127.0.0.1"):
        s = open(family)
        s.bind((address, 0))
        s.listen()
        return s
      families = (socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")

      """

    static func run(
      _ program: String, _ options: [String] = ["--verbose"]
    ) throws -> Program.Outcome {
      let outcome = try BuiltCommand.run(
        options + ["--", "python3", "-c", prelude + program], mptcp: true)
      try #require(outcome.status == 0, "\(outcome)")
      return outcome
    }

    @Test func `Each option that TCP takes is taken, and reads as on a TCP socket`() throws {
      let program = """
        for family, address in families:
          for level in (0, 1, 6, 41):
            for option in range(1, 100):
              # Numbers of single sockets, the protocol, and times.
              if (level, option) in ((1, 38), (1, 56), (1, 57), (1, 71), (6, 11), (6, 24)): continue
              s = open(family)
              print("set", family.name, level, option, attempt(s.setsockopt, level, option, 1))
              s = open(family)
              result = attempt(s.getsockopt, level, option, 64)
              value = result == "value" and protocol(s) == 6 and s.getsockopt(level, option, 64)
              print("get", family.name, level, option, result, value)
        """
      let outcome = try Self.run(program)
      let plain = try BuiltCommand.outcome(
        of: ["python3", "-c", Self.prelude + program], mptcp: true)
      try #require(plain.status == 0, "\(plain.errors)")
      let expected = plain.output.split(separator: "\n")
      let lines = outcome.output.split(separator: "\n")
      try #require(lines.count == expected.count)
      var taken = 0
      for (line, expected) in zip(lines, expected) where line != expected {
        let (words, wanted) = (line.split(separator: " "), expected.split(separator: " "))
        // A value counts where the socket went back to TCP; another one has sizes of its own.
        if wanted[4] == "ok" || wanted[4] == "value" {
          #expect(words[4] == wanted[4], "\(expected) became \(line)")
          if words.count == wanted.count, words[5] != "False" { #expect(line == expected) }
        }
      }
      for line in outcome.output.split(separator: "\n") where line.contains(" value b") {
        taken += 1
      }
      // This kernel refuses to read some of them on MPTCP sockets, and they were read.
      #expect(taken > 10)
      #expect(outcome.errors.contains("uapi: TCP_USER_TIMEOUT was refused 4 times: 4 sockets went"))
      #expect(outcome.errors.contains("uapi: IP_MTU_DISCOVER was refused 4 times: 4 sockets went"))
    }

    @Test func `Options of one socket are all taken, and the first that was refused is named`()
      throws
    {
      let outcome = try Self.run(
        """
        s = open()
        for level, option in ((6, 18), (6, 12), (6, 7), (6, 8), (6, 10), (6, 27), (1, 10), (1, 60),
            (1, 47), (0, 10), (0, 11)):
          print(attempt(s.setsockopt, level, option, 1))
        """)
      #expect(outcome.output == String(repeating: "ok\n", count: 11))
      #expect(
        outcome.report
          == "uapi: 1 socket switched to MPTCP, 0 fell back to TCP, 1 went back to TCP for an option."
      )
      #expect(
        outcome.errors.hasSuffix(
          "\nuapi: TCP_USER_TIMEOUT was refused once: 1 socket went back to TCP.\n"))
    }

    @Test func `What was set on the socket is set on the TCP socket`() throws {
      let outcome = try Self.run(
        """
        F_SETSIG, F_GETSIG = 10, 11
        for family, address in families:
          s = open(family)
          linger = struct.pack("ii", 1, 7)
          for level, option, value in ((1, 9, 1), (6, 1, 1), (1, 13, linger), (6, 13, b"reno"),
              (1, 7, 50000), (1, 25, b"lo"), (6, 4, 77)):
            s.setsockopt(level, option, value)
          for _ in range(100): s.setsockopt(1, 9, 1)
          size = s.getsockopt(1, 7)
          s.setblocking(False)
          s.set_inheritable(True)
          fcntl.fcntl(s, fcntl.F_SETOWN, os.getpid())
          fcntl.fcntl(s, F_SETSIG, signal.SIGUSR1)
          s.bind((address, 0))
          name = s.getsockname()
          tell("bound", s)
          print(s.getsockname() == name, s.getsockopt(1, 9), s.getsockopt(6, 1),
            s.getsockopt(1, 13, 8) == linger, s.getsockopt(6, 13, 16).rstrip(b"\\0"),
            s.getsockopt(1, 7) == size, s.getsockopt(1, 25, 16), s.getsockopt(6, 4),
            s.getsockopt(6, TCP_USER_TIMEOUT), s.getsockopt(1, 2))
          print(os.get_blocking(s.fileno()), os.get_inheritable(s.fileno()),
            fcntl.fcntl(s, fcntl.F_GETOWN) == os.getpid(), fcntl.fcntl(s, F_GETSIG) == signal.SIGUSR1)
          # It is a socket like another one: it listens, and no second one takes its port.
          other = open(family)
          print(attempt(other.bind, name[:2]))
          s.listen()
          with socket.create_connection(name[:2]) as client:
            s.setblocking(True)
            accepted, _ = s.accept()
            client.sendall(b"data")
            print(accepted.recv(16))
        v6 = open(socket.AF_INET6)
        v6.setsockopt(41, 26, 1)
        v6.bind(("::", 0))
        tell("only", v6)
        print(v6.getsockopt(41, 26))
        """)
      let values = """
        bound ok 6
        True 1 1 True b'reno' True b'lo\\x00' 77 4321 0
        False True True True
        EADDRINUSE
        b'data'

        """
      #expect(outcome.output == values + values + "only ok 6\n1\n", "\(outcome.errors)")
    }

    @Test func `A socket that cannot change is refused the option, and the report says why`() throws
    {
      let outcome = try Self.run(
        """
        for family, address in families:
          server = listener(family, address)
          client = open(family)
          client.connect(server.getsockname()[:2])
          accepted, _ = server.accept()
          tell("used", server, client, accepted)
          # One that nobody accepts has no room for a second one, and so none for a third.
          full = open(family)
          full.bind((address, 0))
          full.listen(0)
          waiting = [open(family) for _ in range(4)]
          for s in waiting:
            s.setblocking(False)
            s.connect_ex(full.getsockname()[:2])
          tell("connecting", waiting[-1])
          accepted.sendall(b"data")
          print(client.recv(16), client.getsockopt(1, 4))
        """)
      let each = """
        used ENOPROTOOPT 262 ENOPROTOOPT 262 ENOPROTOOPT 262
        connecting ENOPROTOOPT 262
        b'data' 0

        """
      #expect(outcome.output == each + each, "\(outcome.errors)")
      #expect(
        outcome.errors.contains(
          "uapi: TCP_USER_TIMEOUT was refused 8 times: 6 refusals were passed on, since the socket was "
            + "connected or connecting; 2 refusals were passed on, since the socket was listening.\n"
            + "uapi: Where the program fails without such an option, turn the option off in its "
            + "settings, or run it without uapi.\n"), "\(outcome.errors)")
      #expect(outcome.report == "uapi: 14 sockets switched to MPTCP, 0 fell back to TCP.")
    }

    @Test func `A socket that others may hold as well is refused the option`() throws {
      let outcome = try Self.run(
        """
        def dup2(s): os.dup2(s.fileno(), 200)
        def dup3(s): os.dup2(s.fileno(), 201, inheritable=False)
        def control(s): fcntl.fcntl(s, fcntl.F_DUPFD, 0)
        def send(s):
          one, other = socket.socketpair()
          socket.send_fds(one, [b"x"], [s.fileno()])
        def fork(s):
          child = os.fork()
          if child == 0: os._exit(0)
          os.waitpid(child, 0)
        def start(s):
          s.set_inheritable(True)
          subprocess.run(["true"])
        def spawn(s):
          s.set_inheritable(True)
          os.waitpid(os.posix_spawn("/bin/true", ["true"], os.environ), 0)
        def system(s):
          s.set_inheritable(True)
          os.system("true")
        def network(s):
          # It stays in the network that it was opened in.
          assert ctypes.CDLL(None).unshare(0x40000000) == 0
        for share in (dup2, dup3, control, send, fork, start, spawn, system):
          s = open()
          share(s)
          tell(share.__name__, s)
        s = open()
        tell("duplicate", s.dup())
        s = open()
        if os.fork() == 0:
          tell("child", s)
          tell("own", open())
          os._exit(0)
        os.wait()
        # Programs get no copy of one that is closed when they start.
        s = open()
        subprocess.run(["true"])
        tell("closed", s)
        s = open()
        network(s)
        tell("network", s)
        """)
      let refused = [
        "dup2", "dup3", "control", "send", "fork", "start", "spawn", "system", "duplicate", "child",
      ]
      #expect(
        outcome.output == refused.map { "\($0) ENOPROTOOPT 262\n" }.joined()
          + "own ok 6\nclosed ok 6\n"
          + "network ENOPROTOOPT 262\n", "\(outcome.errors)")
      #expect(
        outcome.errors.contains(
          "uapi: TCP_USER_TIMEOUT was refused 13 times: 2 sockets went back to TCP; 11 refusals were "
            + "passed on, since the socket could not be replaced."), "\(outcome.errors)")
    }

    @Test func `A socket whose connection was refused can change, and connects then`() throws {
      let outcome = try Self.run(
        """
        for family, address in families:
          server = listener(family, address)
          gone = listener(family, address)
          dead = gone.getsockname()[:2]
          gone.close()
          s = open(family)
          print(attempt(s.connect, dead))
          tell("failed", s)
          print(attempt(s.connect, server.getsockname()[:2]), server.accept()[0].send(b"x"), s.recv(1))
        """)
      let each = "ECONNREFUSED\nfailed ok 6\nok 1 b'x'\n"
      #expect(outcome.output == each + each, "\(outcome.errors)")
    }

    @Test func `Descriptors that are used again are other sockets`() throws {
      let outcome = try Self.run(
        """
        s = open()
        number = s.detach()
        os.close(number)
        other = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        print(other.fileno() == number, take(other), protocol(other))
        # One that takes the place of another one.
        s, server = open(), listener()
        client = open()
        client.connect(server.getsockname())
        s.setsockopt(1, 9, 1)
        accepted, _ = server.accept()
        os.dup2(accepted.fileno(), s.fileno())
        tell("accepted", s)
        client.send(b"x")
        print(s.recv(1))
        """)
      #expect(outcome.output == "True ENOPROTOOPT 17\naccepted ENOPROTOOPT 262\nb'x'\n")
    }

    @Test func `Sets of epoll keep the socket`() throws {
      let outcome = try Self.run(
        """
        server = listener()
        s, quiet = open(), open()
        sets = [select.epoll() for _ in range(3)]
        sets[0].register(s, select.EPOLLOUT)
        sets[1].register(s, select.EPOLLIN)
        sets[1].modify(s, select.EPOLLIN | select.EPOLLOUT)
        sets[2].register(quiet, select.EPOLLIN)
        sets[2].unregister(quiet)
        tell("watched", s, quiet)
        s.setblocking(False)
        print(errno.errorcode[s.connect_ex(server.getsockname())])
        accepted, _ = server.accept()
        accepted.send(b"x")
        select.select([s], [], [])
        print(*([(number == s.fileno(), event) for number, event in set.poll(0)] for set in sets))
        print(attempt(sets[2].register, quiet), attempt(sets[0].register, s))
        # More sets than are remembered.
        s = open()
        for set in sets: set.register(s)
        tell("many", s)
        """)
      #expect(
        outcome.output
          == "watched ok 6 ok 6\nEINPROGRESS\n[(True, 4)] [(True, 5)] []\nok EEXIST\n"
          + "many ENOPROTOOPT 262\n", "\(outcome.errors)")
    }

    @Test func `Threads that set options of the same sockets lose none`() throws {
      let outcome = try Self.run(
        """
        sockets = [open() for _ in range(200)]
        def work(number):
          for s in sockets:
            s.setsockopt(1, 9, 1)
            s.setsockopt(6, TCP_USER_TIMEOUT, number + 1)
            s.setsockopt(6, 1, 1)
        threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
        for thread in threads: thread.start()
        for thread in threads: thread.join()
        print({(protocol(s), s.getsockopt(1, 9), s.getsockopt(6, 1)) for s in sockets})
        print(all(0 < s.getsockopt(6, TCP_USER_TIMEOUT) < 9 for s in sockets))
        """)
      #expect(outcome.output == "{(6, 1, 1)}\nTrue\n", "\(outcome.errors)")
      #expect(outcome.report?.hasSuffix(" 200 went back to TCP for an option.") == true)
    }

    @Test func `A value that TCP refuses too, and an option that it lacks, are no matter of MPTCP`()
      throws
    {
      let program = """
        ctypes.set_errno(0)
        s = open()
        print(attempt(s.setsockopt, 6, TCP_USER_TIMEOUT, -1), attempt(s.setsockopt, 6, 99, 1),
          attempt(s.setsockopt, 1, 38, 1), attempt(s.getsockopt, 6, 99), protocol(s))
        # No place to write to, and errno as before where all is well.
        c = ctypes.CDLL(None, use_errno=True)
        def call(function, *arguments):
          ctypes.set_errno(77)
          return function(s.fileno(), *arguments), ctypes.get_errno()
        size = ctypes.c_uint(4)
        print(call(c.getsockopt, 6, TCP_USER_TIMEOUT, None, ctypes.byref(size)) [0])
        print(call(c.setsockopt, 6, TCP_USER_TIMEOUT, None, 4) [0], protocol(s))
        one = ctypes.byref(ctypes.c_int(1))
        print(*call(c.setsockopt, 6, TCP_USER_TIMEOUT, one, 4), protocol(s))
        """
      let outcome = try Self.run(program)
      #expect(
        outcome.output
          == "ENOPROTOOPT ENOPROTOOPT EOPNOTSUPP EOPNOTSUPP 262\n-1\n-1 262\n0 77 6\n",
        "\(outcome.errors)")
      #expect(
        outcome.errors.hasSuffix(
          "\nuapi: TCP_USER_TIMEOUT was refused once: 1 socket went back to TCP.\n"))
    }

    @Test(arguments: ["--keep-mptcp", "--no-fallback"])
    func `Refusals reach the program where MPTCP is to be kept, and are named`(option: String)
      throws
    {
      let program = """
        tell("kept", open(), open(socket.AF_INET6))
        print(attempt(open().getsockopt, 0, 10))
        """
      let outcome = try Self.run(program, [option, "--verbose"])
      #expect(outcome.output == "kept ENOPROTOOPT 262 ENOPROTOOPT 262\nEOPNOTSUPP\n")
      #expect(outcome.report == "uapi: 3 sockets switched to MPTCP, 0 fell back to TCP.")
      for line in [
        "TCP_USER_TIMEOUT was refused 2 times: 2 refusals were passed on, since MPTCP was to be kept.",
        "IP_MTU_DISCOVER was refused once: 1 refusal was passed on, since MPTCP was to be kept.",
      ] {
        #expect(outcome.errors.contains("\nuapi: \(line)\n"), "\(outcome.errors)")
      }
      // A setting of an outer run does not reach into one without it.
      let inner = try Self.run(
        "tell('inner', open())", [option, "--", BuiltCommand.path(), "mptcp", "run"])
      #expect(inner.output == "inner ok 6\n", "\(inner.errors)")
    }

    @Test func `Without a descriptor to spare the option is refused`() throws {
      let outcome = try Self.run(
        """
        import resource
        s, other = open(), open()
        resource.setrlimit(resource.RLIMIT_NOFILE, (other.fileno() + 1, other.fileno() + 1))
        tell("full", s)
        other.close()
        tell("room", s)
        """)
      #expect(outcome.output == "full ENOPROTOOPT 262\nroom ok 6\n", "\(outcome.errors)")
    }

    @Test func `Without counters it is the same`() throws {
      let outcome = try Self.run("tell('quiet', open(), listener())", [])
      #expect(outcome.output == "quiet ok 6 ENOPROTOOPT 262\n")
      #expect(outcome.errors.isEmpty)
    }
  }
#endif
