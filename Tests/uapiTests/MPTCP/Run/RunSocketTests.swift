#if os(Linux)
  import Foundation
  import TestSupport
  import Testing

  @testable import UAPICommands

  /// The sockets of programs under `uapi mptcp run`, on this machine's kernel.
  @Suite(.waiting, .enabled(if: NetworkNamespace.kernelHasMPTCP, "this kernel has no MPTCP"))
  struct RunSocketTests {
    /// Sends data over loopback by sockets that were asked for as TCP, and prints their protocols.
    private static let connection = """
      import os, socket, subprocess, sys
      SO_PROTOCOL = 38
      def connection(family, address):
        with socket.socket(family) as listener:
          listener.bind((address, 0))
          listener.listen()
          with socket.create_connection(listener.getsockname()[:2]) as client:
            server, _ = listener.accept()
            with server:
              client.sendall(b"data")
              client.shutdown(socket.SHUT_WR)
              received = b"".join(iter(lambda: server.recv(16), b""))
              print(*(s.getsockopt(socket.SOL_SOCKET, SO_PROTOCOL)
                for s in (listener, client, server)), received.decode(), flush=True)
      for number in range(int(sys.argv[1])):
        connection(socket.AF_INET, "127.0.0.1")
      if len(sys.argv) > 2: subprocess.run([sys.executable, "-c", sys.argv[2], *sys.argv[3:]])
      """

    /// Arguments for connections in one process and its child.
    private static func python(_ own: Int, child: Int) -> [String] {
      ["--", "python3", "-c", connection, "\(own)", connection, "\(child)"]
    }

    @Test func `TCP sockets become MPTCP in children too`() throws {
      let outcome = try BuiltCommand.run(
        ["--verbose"] + Self.python(2, child: 1), mptcp: true)
      #expect(outcome.status == 0)
      #expect(outcome.output == String(repeating: "262 262 262 data\n", count: 3))
      // A listener and a client each: what is accepted was not asked for.
      #expect(outcome.report == "uapi: 6 sockets switched to MPTCP, 0 fell back to TCP.")
    }

    @Test func `A refusal falls back and is told`() throws {
      let outcome = try BuiltCommand.run(
        ["--verbose"] + Self.python(1, child: 2), mptcp: false)
      #expect(outcome.status == 0)
      #expect(outcome.output == String(repeating: "6 6 6 data\n", count: 3))
      #expect(outcome.errors.contains("switched off in this network namespace. The program uses"))
      #expect(outcome.errors.contains("uapi: Switch it on: sysctl -w net.mptcp.enabled=1"))
      #expect(
        outcome.report?.hasPrefix("uapi: 0 sockets switched to MPTCP, 6 fell back to TCP.") == true)
      let quiet = try BuiltCommand.run(Self.python(1, child: 0), mptcp: false)
      #expect(quiet.output == "6 6 6 data\n")
      #expect(quiet.errors.split(separator: "\n").count == 2)
    }

    @Test func `A program is not started where MPTCP is required and off`() throws {
      let outcome = try BuiltCommand.run(
        ["--no-fallback", "--", "echo", "started"], mptcp: false)
      #expect(outcome.status == 2)
      #expect(outcome.output.isEmpty)
      #expect(outcome.errors.contains("The program is not started."))
    }

    @Test func `A program out of reach is not started where MPTCP is required`() throws {
      let folder = try ScratchFolder()
      let program = try folder.compileStatic("static", status: 7)
      let outcome = try BuiltCommand.run(
        ["--no-fallback", "--", program], mptcp: true)
      #expect(outcome.status == 126)
      #expect(outcome.errors.contains("with --no-fallback the program is not started"))
    }

    @Test func `A refusal reaches the program where MPTCP is required`() throws {
      // MPTCP is there when the program starts, and off in the namespace that it enters.
      let script = """
        echo 0 > /proc/sys/net/mptcp/enabled || exit 99
        exec python3 -c '
        import errno, socket
        try: socket.socket()
        except OSError as error: print(errno.errorcode[error.errno])
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        '
        """
      let arguments = ["--verbose", "--", "unshare", "--net", "sh", "-c", script]
      let refused = try BuiltCommand.run(
        ["--no-fallback"] + arguments, mptcp: true)
      #expect(refused.output == "ENOPROTOOPT\n", "\(refused.errors)")
      #expect(
        refused.report?.contains("0 sockets switched to MPTCP, 0 fell back to TCP, 1 refused")
          == true)
      // A setting of an outer run does not reach into one that may fall back.
      let inner = try BuiltCommand.run(
        ["--no-fallback", "--", BuiltCommand.path(), "mptcp", "run"] + arguments,
        mptcp: true)
      #expect(inner.output.isEmpty)
      #expect(inner.report?.contains("1 fell back to TCP.") == true)
    }

    @Test func `Other sockets are left alone`() throws {
      let program = """
        import socket as s
        def protocol(*arguments):
          with s.socket(*arguments) as socket: return socket.getsockopt(s.SOL_SOCKET, 38)
        flags = s.SOCK_NONBLOCK | s.SOCK_CLOEXEC
        print(protocol(s.AF_INET, s.SOCK_STREAM | flags), protocol(s.AF_INET6, s.SOCK_STREAM, 6),
          protocol(s.AF_INET, s.SOCK_STREAM, 262), protocol(s.AF_UNIX, s.SOCK_STREAM),
          protocol(s.AF_INET, s.SOCK_DGRAM), protocol(s.AF_INET6, s.SOCK_DGRAM, 17),
          protocol(s.AF_INET, s.SOCK_RAW, 1), protocol(s.AF_NETLINK, s.SOCK_RAW, 0))
        """
      let outcome = try BuiltCommand.run(
        ["--verbose", "--", "python3", "-c", program], mptcp: true)
      #expect(outcome.output == "262 262 262 0 17 17 1 0\n", "\(outcome.errors)")
      #expect(outcome.report == "uapi: 2 sockets switched to MPTCP, 0 fell back to TCP.")
    }

    @Test func `Error numbers are as without the library`() throws {
      let program = """
        import ctypes, errno, os, resource
        c = ctypes.CDLL(None, use_errno=True)
        def call(domain, kind, protocol):
          ctypes.set_errno(77)
          descriptor = c.socket(domain, kind, protocol)
          if descriptor >= 0: os.close(descriptor)
          return descriptor >= 0, ctypes.get_errno()
        good = call(2, 1, 0) == (True, 77) and call(10, 1, 6) == (True, 77)
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
        print(good, call(2, 1, 0) == (False, errno.EMFILE))
        """
      let command = ["--verbose", "--", "python3", "-c", program]
      let outcome = try BuiltCommand.run(command, mptcp: true)
      #expect(outcome.output == "True True\n", "\(outcome.errors)")
      #expect(outcome.report == "uapi: 2 sockets switched to MPTCP, 0 fell back to TCP.")
      let off = try BuiltCommand.run(command, mptcp: false)
      #expect(off.output == "True True\n", "\(off.errors)")
      #expect(off.report?.contains("0 sockets switched to MPTCP, 2 fell back to TCP.") == true)
    }

    @Test(arguments: [
      (EACCES, "6"), (EINVAL, "6"), (EPROTONOSUPPORT, "6"), (ENOMEM, "ENOMEM"), (ENFILE, "ENFILE"),
    ])
    func `Refusals fall back and shortages do not`(error: Int32, answer: String) throws {
      // A filter that answers socket(…, …, 262), and it alone, with an error; then the command runs.
      let filter = """
        import ctypes, os, platform, struct, sys
        def step(code, value, yes=0, no=0): return struct.pack("HBBI", code, yes, no, value)
        socket = {"x86_64": 41, "aarch64": 198}[platform.machine()]
        steps = [step(0x20, 0), step(0x15, socket, 0, 3), step(0x20, 32), step(0x15, 262, 0, 1),
          step(0x06, 0x50000 | int(sys.argv[1])), step(0x06, 0x7FFF0000)]
        code = ctypes.create_string_buffer(b"".join(steps))
        program = struct.pack("HxxxxxxQ", len(steps), ctypes.addressof(code))
        c = ctypes.CDLL(None, use_errno=True)
        assert c.prctl(38, 1, 0, 0, 0) == 0 and c.prctl(22, 2, program) == 0
        os.execv(sys.argv[2], sys.argv[2:])
        """
      let program = """
        import errno, socket
        try: print(socket.socket().getsockopt(socket.SOL_SOCKET, 38))
        except OSError as error: print(errno.errorcode[error.errno])
        """
      let outcome = try BuiltCommand.outcome(
        of: [
          "python3", "-c", filter, "\(error)", BuiltCommand.path(), "mptcp", "run", "--verbose",
          "--", "python3", "-c", program,
        ], mptcp: true)
      #expect(outcome.output == answer + "\n", "\(outcome.errors)")
      let count = answer == "6" ? 1 : 0
      #expect(outcome.report?.contains("to MPTCP, \(count) fell back to TCP.") == true)
    }

    @Test func `Programs that close all descriptors count`() throws {
      let program = """
        import os, socket, sys
        socket.socket().close()
        os.closerange(3, 1024)
        os.execv(sys.executable, [sys.executable, "-c", "import socket; socket.socket()"])
        """
      let outcome = try BuiltCommand.run(
        ["--verbose", "--", "python3", "-c", program], mptcp: true)
      #expect(outcome.status == 0)
      #expect(outcome.report == "uapi: 2 sockets switched to MPTCP, 0 fell back to TCP.")
    }

    @Test func `Counters of a foreign file are not touched`() throws {
      let folder = try ScratchFolder()
      let file = try folder.write("file", [UInt8](repeating: 7, count: 64), mode: 0o644)
      for counters in ["/proc/self/fd/9=/memfd:x (deleted)", "", "=", "/proc/self/fd/9", "x=y"] {
        let script = """
          exec 9<> "$1"
          LD_PRELOAD=$2 UAPI_MPTCP_COUNTERS=$3 exec python3 -c "$4"
          """
        let outcome = try BuiltCommand.outcome(
          of: [
            "sh", "-c", script, "sh", file, BuiltCommand.library(), counters,
            "import socket; socket.socket(); print(1)",
          ])
        #expect(outcome.output == "1\n", "\(counters) \(outcome.errors)")
      }
      #expect(FileManager.default.contents(atPath: file) == Data(repeating: 7, count: 64))
    }
  }
#endif
