#if os(Linux)
  internal import LibC
  internal import CMPTCPPreload
  internal import MPTCP
  internal import UAPIText

  /// One run of a program over MPTCP.
  struct ProgramRun {
    /// Statuses of a run that does not come to its program, as shells and `env` have them.
    enum Status {
      static let unavailable: Int32 = 2
      static let failure: Int32 = 125
      static let notExecutable: Int32 = 126
      static let notFound: Int32 = 127
    }

    /// The program and its arguments.
    var command: [String]
    /// Whether sockets may be TCP where MPTCP is refused.
    var mayFallBack: Bool
    /// Whether sockets stay MPTCP sockets though they are refused options that TCP has.
    var keepsMPTCP: Bool
    /// Whether to tell what is done, and to count sockets.
    var isVerbose: Bool
    private let errors = OutputBuffer(descriptor: 2)

    init(command: [String], mayFallBack: Bool, keepsMPTCP: Bool, isVerbose: Bool) {
      self.command = command
      self.mayFallBack = mayFallBack
      self.keepsMPTCP = keepsMPTCP
      self.isVerbose = isVerbose
    }

    /// Runs the program; it returns only where it could not be started or was waited for.
    func run() -> Int32 {
      let name = command.first ?? ""
      let program: String
      switch CommandSearch(name, path: Self.variable("PATH")) {
      case .found(let path): program = path
      case .notExecutable(let path, let errno):
        say("'\(path)' cannot be run: \(Self.text(of: errno))")
        return Status.notExecutable
      case .notFound:
        say("the command '\(name)' was not found")
        return Status.notFound
      }
      let library: String
      do throws(CommandFailure) {
        library = try PreloadLibrary.find(
          executable: ProgramArguments.executable,
          override: ProgramRights.areRaised ? nil : Self.variable(PreloadLibrary.variable))
      } catch {
        say(error.description)
        return Status.failure
      }
      if let status = checkSupport() ?? checkReach(of: program, library: library) { return status }
      set("LD_PRELOAD", RunEnvironment.preload(library, before: Self.variable("LD_PRELOAD")))
      set("GODEBUG", RunEnvironment.goDebug(Self.variable("GODEBUG")))
      set(UAPI_MPTCP_NO_FALLBACK, mayFallBack ? nil : "1")
      set(UAPI_MPTCP_KEEP, keepsMPTCP ? "1" : nil)
      if isVerbose {
        let settings = ["LD_PRELOAD", "GODEBUG"].map { "\($0)=\(Self.variable($0) ?? "")" }
        say("'\(program)' starts with \(settings.joined(separator: " "))")
        return wait(for: program)
      }
      return replace(by: program)
    }

    // MARK: Decisions

    /// The status to end with where MPTCP cannot be had.
    private func checkSupport() -> Int32? {
      let support = MPTCPSupport.probe()
      guard support != .available else { return nil }
      let outcome = mayFallBack ? "The program uses TCP." : "The program is not started."
      say("\(support.explanation) \(outcome)")
      if let remedy = support.remedy { say(remedy) }
      return mayFallBack ? nil : Status.unavailable
    }

    /// The status to end with where the program is out of the library's reach.
    private func checkReach(of program: String, library: String) -> Int32? {
      let file = ProgramFile(command: program, arguments: Array(command.dropFirst()))
      guard let obstacle = RunObstacle(file, library: ProgramFile(command: library).elf) else {
        return nil
      }
      let subject =
        if file.path == program {
          "'\(program)'"
        } else if file.isArgumentOfLoader {
          "'\(file.path)', which '\(program)' loads,"
        } else {
          "'\(file.path)', which runs '\(program)',"
        }
      say("\(subject) \(obstacle.explanation)")
      if let remedy = obstacle.remedy { say(remedy) }
      if mayFallBack { return nil }
      say("Nothing would keep it from TCP: with --no-fallback the program is not started.")
      return Status.notExecutable
    }

    // MARK: Starting

    /// Puts the program in place of this process.
    private func replace(by program: String) -> Int32 {
      errors.flush()
      let arguments = RawArguments(command)
      execv(program, arguments.pointers)
      if errno == ENOEXEC { execv(RunEnvironment.shell, arguments.afterShell(program)) }
      return reportFailure(program, errno)
    }

    /// Starts the program, waits for it, and tells what became of its sockets.
    private func wait(for program: String) -> Int32 {
      let counters = SocketCounters()
      set(UAPI_MPTCP_COUNTERS, counters?.location)
      let arguments = RawArguments(command)
      var start = ChildProcess.start(program, arguments.pointers)
      if start.errno == ENOEXEC {
        start = ChildProcess.start(RunEnvironment.shell, arguments.afterShell(program))
      }
      guard let child = start.child else { return reportFailure(program, start.errno) }
      let end = child.wait()
      for line in counters?.report?.lines ?? ["The sockets could not be counted."] { say(line) }
      return ChildProcess.finish(as: end)
    }

    private func reportFailure(_ program: String, _ number: Int32) -> Int32 {
      // The file itself is there.
      let isMissing = number == ENOENT
      let reason = isMissing ? "its interpreter or loader was not found" : Self.text(of: number)
      say("'\(program)' could not be started: \(reason)")
      return isMissing ? Status.notFound : Status.notExecutable
    }

    // MARK: This process

    private static func variable(_ name: String) -> String? {
      getenv(name).map { String(cString: $0) }
    }

    private func set(_ name: String, _ value: String?) {
      if let value { setenv(name, value, 1) } else { unsetenv(name) }
    }

    private static func text(of errno: Int32) -> String { String(cString: strerror(errno)) }

    private func say(_ text: String) {
      errors.append("uapi: \(text)\n")
      errors.flush()
    }
  }
#endif
