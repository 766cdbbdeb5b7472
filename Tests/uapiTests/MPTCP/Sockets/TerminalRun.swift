#if os(Linux)
  import UAPIText
  import TestSupport

  @testable import UAPICommands

  /// A command on a terminal of its own.
  struct TerminalRun {
    /// What a person does there, and what is waited for.
    enum Step {
      /// Waits until so many more pictures were drawn.
      case pictures(Int)
      /// Waits for a text.
      case text(String)
      /// Gives the terminal another size.
      case resize(lines: Int, columns: Int)
      /// Types something.
      case type(String)
      /// Waits until the command has stopped, and lets it go on after that.
      case stopAndContinue
      /// Waits until the command has ended.
      case end

      fileprivate var line: String {
        switch self {
        case .pictures(let count): "pictures \(count)"
        case .text(let text): "text \(Self.numbers(text))"
        case .resize(let lines, let columns): "resize \(lines) \(columns)"
        case .type(let text): "type \(Self.numbers(text))"
        case .stopAndContinue: "stop"
        case .end: "end"
        }
      }

      private static func numbers(_ text: String) -> String {
        text.utf8.map(String.init).joined(separator: ",")
      }
    }

    /// What the command had written when each step was done, from its start on.
    var outputs: [String]
    var status: Int?

    /// Runs a command in a namespace, step by step.
    init(
      _ words: [String], in namespace: NetworkNamespace, lines: Int, columns: Int,
      environment: [String: String] = ["TERM": "xterm", "NO_COLOR": ""], steps: [Step]
    ) throws {
      let script = [
        "python3", "-c", Self.script, "\(lines)", "\(columns)",
        steps.map(\.line).joined(separator: ";"),
      ]
      let text = try namespace.run(script + words, environment: environment).output
      let report = try JSONObject(text)
      outputs = report["outputs"]?.elements.compactMap(\.text) ?? []
      status = report["status"]?.integer
    }

    private static let script = """
      import fcntl, json, os, pty, select, signal, struct, sys, termios, time
      lines, columns, steps, command = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4:]
      size = lambda lines, columns: struct.pack("HHHH", lines, columns, 0, 0)
      ready, go = os.pipe()
      child, terminal = pty.fork()
      if child == 0:
        os.close(go)
        # Not before the terminal has its size.
        os.read(ready, 1)
        os.execv(command[0], command)
      fcntl.ioctl(terminal, termios.TIOCSWINSZ, size(lines, columns))
      os.close(ready)
      os.write(go, b"x")
      output, outputs, status = b"", [], None
      end = time.monotonic() + 60
      def read():
        global output
        if time.monotonic() > end:
          os.kill(child, signal.SIGKILL)
          sys.exit("nothing more comes: " + repr(output))
        if select.select([terminal], [], [], 0.02)[0]:
          try:
            output += os.read(terminal, 65536)
          except OSError:
            return False
        return True
      def count():
        return output.count(b"\\x1b[?2026l")
      def text(numbers):
        return bytes(int(byte) for byte in numbers.split(","))
      for step in steps.split(";"):
        verb, *rest = step.split()
        if verb == "pictures":
          pictures = count() + int(rest[0])
          while count() < pictures and read(): pass
        elif verb == "text":
          while text(rest[0]) not in output and read(): pass
        elif verb == "resize":
          fcntl.ioctl(terminal, termios.TIOCSWINSZ, size(int(rest[0]), int(rest[1])))
        elif verb == "type":
          os.write(terminal, text(rest[0]))
        elif verb == "stop":
          while os.waitpid(child, os.WUNTRACED | os.WNOHANG) == (0, 0): read()
          # It writes nothing more until it goes on.
          while select.select([terminal], [], [], 0)[0] and read(): pass
          outputs.append(output.decode())
          os.kill(child, signal.SIGCONT)
        elif verb == "end":
          while read(): pass
          status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if verb != "stop": outputs.append(output.decode())
      if status is None: os.kill(child, signal.SIGKILL)
      print(json.dumps({"outputs": outputs, "status": status}))
      """
  }
#endif
