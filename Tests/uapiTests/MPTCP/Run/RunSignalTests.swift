#if os(Linux)
  import Foundation
  import TestSupport
  import Testing

  /// Signals to a program that `uapi mptcp run --verbose` waits for.
  @Suite(.waiting)
  struct RunSignalTests {
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

    @Test func `Signals reach the program and its end counts`() throws {
      try NetworkNamespace.with { namespace in
        let program = try namespace.start(
          [BuiltCommand.path(), "mptcp", "run", "--verbose", "--", "python3", "-c", Self.program])
        _ = try program.line(after: "ready")
        for (number, name) in [(SIGHUP, "HUP"), (SIGINT, "INT"), (SIGUSR1, "USR1")] {
          program.send(signal: number)
          _ = try program.line(after: "got SIG\(name)")
        }
        program.send(signal: SIGTERM)
        let outcome = try program.wait()
        #expect(outcome.output.hasSuffix("got SIGTERM\n"))
        #expect(outcome.status == 9)
        #expect(outcome.report != nil, "\(outcome.errors)")
      }
    }

    /// ^C at the terminal goes to all of its group. What this process gets that way is not passed on: a program in the
    /// group has it already, and one that left the group is not meant.
    @Test(arguments: [
      ("", "got SIGINT", 1), ("import os; os.setpgid(0, 0)\n", "^C", 0),
    ])
    func `A terminal interrupts its group`(prefix: String, sign: String, count: Int) throws {
      // A terminal of its own. The signals that follow ^C overtake no second SIGINT.
      let driver = """
        import os, pty, signal, sys
        child, terminal = pty.fork()
        if child == 0: os.execv(sys.argv[1], sys.argv[1:])
        text, steps = b"", [
          (b"ready", lambda: os.write(terminal, b"\\x03")),
          (b"\(sign)", lambda: os.kill(child, signal.SIGUSR1)),
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
      let outcome = try BuiltCommand.outcome(
        of: [
          "python3", "-c", driver, BuiltCommand.path(), "mptcp", "run", "--verbose", "--",
          "python3", "-c", prefix + Self.program,
        ])
      #expect(outcome.output == "9 \(count) 1\n", "\(outcome.errors)")
    }
  }
#endif
