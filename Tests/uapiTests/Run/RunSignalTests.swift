#if os(Linux)
  import Foundation
  import Testing

  /// Signals to a program that `uapi mptcp run --verbose` waits for.
  @Suite struct RunSignalTests {
    /// Says `ready`, then tells the signals that it gets; TERM ends it.
    private static let program = """
      import signal, sys
      def tell(number, frame):
        print("got", signal.Signals(number).name, flush=True)
        if number == signal.SIGTERM: sys.exit(9)
      for number in (signal.SIGINT, signal.SIGHUP, signal.SIGUSR1, signal.SIGTERM):
        signal.signal(number, tell)
      print("ready", flush=True)
      while True: signal.pause()
      """

    @Test func signalsReachTheProgramAndItsEndCounts() throws {
      let started = try BuiltCommand.start(
        BuiltCommand.path(), ["mptcp", "run", "--verbose", "--", "python3", "-c", Self.program])
      func line() -> String {
        var bytes: [UInt8] = []
        while let byte = started.output.readData(ofLength: 1).first, byte != 0x0A {
          bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
      }
      #expect(line() == "ready")
      for (number, name) in [(SIGHUP, "SIGHUP"), (SIGINT, "SIGINT"), (SIGUSR1, "SIGUSR1")] {
        kill(started.process.processIdentifier, number)
        #expect(line() == "got \(name)")
      }
      kill(started.process.processIdentifier, SIGTERM)
      #expect(line() == "got SIGTERM")
      let outcome = try BuiltCommand.finish(started)
      #expect(outcome.status == 9)
      #expect(outcome.report != nil, "\(outcome.errors)")
    }

    @Test func terminalInterruptsOnceAndDoesNotEndTheCommandFirst() throws {
      // A terminal of its own, on which ^C is pressed. The signals behind it, one after the other,
      // would overtake no second SIGINT.
      let driver = """
        import os, pty, signal, sys
        child, terminal = pty.fork()
        if child == 0: os.execv(sys.argv[1], sys.argv[1:])
        text, steps = b"", [
          (b"ready", lambda: os.write(terminal, b"\\x03")),
          (b"got SIGINT", lambda: os.kill(child, signal.SIGUSR1)),
          (b"got SIGUSR1", lambda: os.kill(child, signal.SIGTERM))]
        while True:
          try: more = os.read(terminal, 4096)
          except OSError: break
          if not more: break
          text += more
          if steps and steps[0][0] in text: steps.pop(0)[1]()
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        print(status, text.count(b"got SIGINT"), text.count(b"switched to MPTCP"))
        """
      let outcome = try BuiltCommand.finish(
        BuiltCommand.start(
          "/usr/bin/env",
          [
            "python3", "-c", driver, BuiltCommand.path(), "mptcp", "run", "--verbose", "--",
            "python3", "-c", Self.program,
          ]))
      #expect(outcome.output == "9 1 1\n", "\(outcome.errors)")
    }
  }
#endif
