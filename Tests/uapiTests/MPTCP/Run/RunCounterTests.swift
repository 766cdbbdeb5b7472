#if os(Linux)
  import CMPTCPPreload
  import Foundation
  import TestSupport
  import Testing

  @testable import UAPICommands

  /// The memory in which the processes of a run count, in the hands of programs that mean no good.
  @Suite(.waiting, .enabled(if: NetworkNamespace.kernelHasMPTCP, "this kernel has no MPTCP"))
  struct RunCounterTests {
    @Test func `Nobody can cut the counters off`() throws {
      let program = """
        import errno, os, socket
        path = os.environ["UAPI_MPTCP_COUNTERS"].split("=")[0]
        counters = os.open(path, os.O_RDWR)
        size = os.fstat(counters).st_size
        for length in (0, 1, size * 2):
          try: os.ftruncate(counters, length)
          except OSError as error: print(errno.errorcode[error.errno])
        for _ in range(3): socket.socket()
        print(os.fstat(counters).st_size == size)
        """
      let outcome = try BuiltCommand.run(
        ["--verbose", "--", "python3", "-c", program], mptcp: true)
      #expect(outcome.output == "EPERM\nEPERM\nEPERM\nTrue\n")
      #expect(outcome.report == "uapi: 3 sockets switched to MPTCP, 0 fell back to TCP.")
    }

    @Test func `Memory that can be cut off, is too short or has another order is not used`() throws
    {
      // A parent that offers its own memory, and cuts it while the child counts.
      let child = """
        import socket, sys
        socket.socket()
        print(1, flush=True)
        sys.stdin.readline()
        socket.socket().setsockopt(6, 18, 1)
        print(2)
        """
      let program = """
        import fcntl, os, struct, subprocess, sys
        F_ADD_SEALS, version, size, library = 1033, int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
        def offer(name, version, size, seals):
          memory = os.memfd_create(name, os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
          os.write(memory, struct.pack("I", version).ljust(size, b"\\0"))
          fcntl.fcntl(memory, F_ADD_SEALS, seals)
          location = f"/proc/{os.getpid()}/fd/{memory}=/memfd:{name} (deleted)"
          process = subprocess.Popen([sys.executable, "-c", sys.argv[4]], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, env=dict(os.environ, LD_PRELOAD=library, UAPI_MPTCP_COUNTERS=location))
          process.stdout.readline()
          try: os.ftruncate(memory, 0)
          except PermissionError: pass
          output, _ = process.communicate(b"\\n")
          print(name, process.returncode, output, any(os.pread(memory, size, 4)))
        offer("used", version, size, 2 | 4)
        offer("unsealed", version, size, 0)
        offer("growing", version, size, 4)
        offer("short", version, size - 4, 2 | 4)
        offer("other", version + 1, size, 2 | 4)
        offer("readonly", version, size, 2 | 4 | 8)
        """
      let outcome = try BuiltCommand.outcome(
        of: [
          "python3", "-c", program, "\(UAPI_MPTCP_COUNTERS_VERSION)", "\(UAPI_MPTCP_WORDS * 4)",
          BuiltCommand.library(), child,
        ], mptcp: true)
      let lines =
        ["used 0 b'2\\n' True"]
        + ["unsealed", "growing", "short", "other", "readonly"].map { "\($0) 0 b'2\\n' False" }
      #expect(outcome.output == lines.map { $0 + "\n" }.joined(), "\(outcome.errors)")
    }

    @Test func `More options than there is room for are counted without their names`() throws {
      let room = Int(UAPI_MPTCP_OPTION_COUNT)
      let program = """
        import socket
        server = socket.create_server(("127.0.0.1", 0))
        client = socket.create_connection(server.getsockname())
        for level in (0, 1, 6):
          for option in range(1, 100):
            for _ in range(2):
              try: client.getsockopt(level, option, 4)
              except OSError: pass
              try: client.setsockopt(level, option, 1)
              except OSError: pass
        """
      let outcome = try BuiltCommand.run(
        ["--verbose", "--", "python3", "-c", program], mptcp: true)
      #expect(outcome.status == 0)
      let named = outcome.errors.split(separator: "\n").filter { $0.contains(" was refused ") }
      #expect(named.count == room, "\(outcome.errors)")
      let names = Set(named.map { $0.components(separatedBy: " was refused ")[0] })
      #expect(names.count == room)
      #expect(outcome.errors.contains("refusals of other options were not named.\n"))
    }
  }
#endif
