#if os(Linux)
  internal import Dispatch
  internal import Glibc
  internal import Synchronization

  /// A program that runs next to the tests, in a process group of its own.
  ///
  /// A thread starts it, reads what it prints, and waits for its end. The program is killed when that
  /// thread dies: a test run that is killed leaves none.
  package final class Program: Sendable {
    /// What a program that has ended said.
    package struct Outcome: Sendable {
      /// The exit status, or 128 + the signal that ended the program.
      package let status: Int32
      package let output: String
      package let errors: String
    }

    private struct State {
      var pid: pid_t = 0
      var isReaped = false
      var isStopping = false
      var status: Int32 = 0
      var output: [UInt8] = []
      var errors: [UInt8] = []
      var startError: (any Error)?
    }

    private let command: String
    private let state = Mutex(State())
    private let ended = DispatchGroup()

    /// Starts a program in a namespace.
    ///
    /// - Parameters:
    ///   - words: the name, looked for in the PATH, and the arguments.
    ///   - input: what it reads from its standard input; at most 64 KiB.
    ///   - environment: variables on top of those of this process.
    init(
      _ words: [String], in namespace: NetworkNamespace, input: String,
      environment: [String: String]
    ) throws {
      command = words.joined(separator: " ")
      let (output, errors) = (try LinuxCalls.pipe(), try LinuxCalls.pipe())
      let standardInput = try Self.pipe(holding: input)
      let spawn = ProgramSpawn(
        words: ["setpriv", "--pdeathsig", "KILL", "--"] + words,
        environment: try LinuxCalls.environment() + environment.map { "\($0.key)=\($0.value)" },
        input: standardInput, output: output.writing, errors: errors.writing)
      let outputs = [output.reading, errors.reading]
      let started = DispatchSemaphore(value: 0)
      ended.enter()
      do {
        try detachThread { [self] in
          do {
            try namespace.enter()
            let pid = try spawn.start()
            state.withLock { $0.pid = pid }
            started.signal()
            accompany(outputs)
          } catch {
            state.withLock { $0.startError = error }
            started.signal()
          }
          ended.leave()
        }
      } catch {
        ended.leave()
        throw error
      }
      started.wait()
      if let error = state.withLock({ $0.startError }) { throw error }
    }

    package var pid: Int32 { state.withLock { $0.pid } }

    /// What the program has printed so far.
    package var output: String { state.withLock { String(decoding: $0.output, as: UTF8.self) } }

    /// What the program has printed to its standard error so far.
    package var errors: String { state.withLock { String(decoding: $0.errors, as: UTF8.self) } }

    /// Sends a signal, unless the program has ended.
    package func send(signal: Int32) {
      state.withLock { if !$0.isReaped { kill($0.pid, signal) } }
    }

    /// Waits until the program has ended, and kills it where that takes too long.
    package func wait(limit: Duration = .seconds(60)) throws -> Outcome {
      guard ended.wait(timeout: .now() + .seconds(Int(limit.components.seconds))) == .success else {
        stop()
        throw FixtureError("\(command): still running after \(limit)\n\(output)\(errors)")
      }
      return Outcome(status: state.withLock { $0.status }, output: output, errors: errors)
    }

    /// Kills the program and its children, if they still run, and waits for their end.
    package func stop() {
      state.withLock { state in
        state.isStopping = true
        if !state.isReaped { kill(-state.pid, SIGKILL) }
      }
      ended.wait()
    }

    /// Waits until the program prints a line that begins with a word; gives the rest of that line.
    package func line(after word: String) throws -> String {
      try waiting(for: "a line '\(word)' of \(command)", until: { $0 != nil }) {
        let lines = output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        guard let line = lines.first(where: { $0.hasPrefix(word) }) else {
          if state.withLock({ $0.isReaped }) {
            throw FixtureError("\(command) ended without a line '\(word)'\n\(output)\(errors)")
          }
          return nil
        }
        return String(line.dropFirst(word.count).drop { $0 == " " })
      } ?? ""
    }

    // MARK: The thread of the program

    private func accompany(_ outputs: [Descriptor]) {
      var open = outputs.map { pollfd(fd: $0.number, events: Int16(POLLIN), revents: 0) }
      var buffer = [UInt8](repeating: 0, count: 65536)
      while open.contains(where: { $0.fd >= 0 }) {
        guard poll(&open, nfds_t(open.count), 100) > 0 else {
          // What left the group of the program may hold its output for ever.
          if state.withLock({ $0.isStopping }) { break }
          continue
        }
        for index in open.indices where open[index].fd >= 0 && open[index].revents != 0 {
          let count = read(open[index].fd, &buffer, buffer.count)
          if count > 0 {
            state.withLock { state in
              if index == 0 {
                state.output += buffer[..<count]
              } else {
                state.errors += buffer[..<count]
              }
            }
          } else if count == 0 || errno != EINTR {
            open[index].fd = -1
          }
        }
      }
      reap()
    }

    private func reap() {
      let pid = pid
      // Not yet taken off the list, its number can belong to no other process.
      var information = siginfo_t()
      while waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
      state.withLock { state in
        kill(-pid, SIGKILL)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        state.status = signal == 0 ? status >> 8 & 0xFF : 128 + signal
        state.isReaped = true
      }
    }

    /// The reading end of a pipe that holds a text and ends after it.
    private static func pipe(holding text: String) throws -> Descriptor {
      let bytes = Array(text.utf8)
      guard bytes.count <= 65536 else { throw FixtureError("the input is longer than a pipe") }
      let (reading, writing) = try LinuxCalls.pipe()
      guard bytes.isEmpty || write(writing.number, bytes, bytes.count) == bytes.count else {
        throw FixtureError(call: "write", errno: errno)
      }
      return reading
    }
  }
#endif
