internal import LibC

/// Has headers read where a crash, a hang or a hunger of libclang cannot take this process with it.
///
/// The work is done in a child that is forked before there are threads. It costs next to nothing:
/// neither is a program loaded again, nor is anything sent back but the status.
package enum Supervision {
  /// Whether the program is one that can fork: its main function says so, before there are threads.
  nonisolated(unsafe) package static var isPossible = false

  /// Does the work in a child and returns the status that it ends with.
  ///
  /// Where this process cannot fork, it does the work itself.
  ///
  /// - Throws: ``HeaderError`` which names the header that the child was lost to, or says that there
  ///   is no room for threads.
  package static func run(_ work: () -> Int32) throws(HeaderError) -> Int32 {
    #if os(Linux) || os(Android)
      try ThreadRoom.check()
      // Only a main program sets it, before it has threads.
      guard unsafe isPossible else { return work() }
      switch watch(work, isolates: false) {
      case nil: return work()
      case .exited(let status): return status
      case .lost(let headers, let loss):
        guard headers.count > 1 else { throw loss.error(in: headers) }
        // Once more, each by itself, to find the one that is to blame.
        switch watch(work, isolates: true) {
        case .lost(let headers, let loss)?: throw loss.error(in: headers)
        case .exited(let status)?: return status
        case nil: throw loss.error(in: headers)
        }
      }
    #else
      return work()
    #endif
  }

  #if os(Linux) || os(Android)
    private enum Outcome {
      case exited(Int32)
      case lost([String], ParserLoss)
    }

    /// Watches a child that does the work; `nil` where there is none.
    private static func watch(_ work: () -> Int32, isolates: Bool) -> Outcome? {
      guard let pipe = Pipe() else { return nil }
      let child = ForkedProcess {
        close(pipe.reading)
        // There are no other threads yet.
        unsafe ParserSteps.descriptor = pipe.writing
        unsafe ParserSteps.isolates = isolates
        return work()
      }
      close(pipe.writing)
      defer { close(pipe.reading) }
      guard let child else { return nil }
      var steps = OpenSteps(limit: ParserLoss.longest)
      while true {
        switch pipe.wait(milliseconds: steps.headers.isEmpty ? -1 : OpenSteps.tick) {
        case .bytes(let bytes): steps.take(bytes, processorTime: child.processorTime)
        case .nothing: break
        case .end: return outcome(of: child, steps: steps)
        }
        if steps.isOverdue(processorTime: child.processorTime) {
          child.stop()
          _ = child.wait()
          return .lost(steps.headers, .hung)
        }
      }
    }

    private static func outcome(of child: ForkedProcess, steps: OpenSteps) -> Outcome {
      switch child.wait() {
      case .exited(let status):
        return steps.headers.isEmpty ? .exited(status) : .lost(steps.headers, .gaveUp)
      case .killed(let signal, let tookMemory):
        guard !steps.headers.isEmpty, signal != SIGTERM, signal != SIGINT else {
          // It is not for a header: this process is ended as the child was.
          ForkedProcess.end(by: signal)
          return .exited(128 + signal)
        }
        return .lost(steps.headers, tookMemory ? .starved : .crashed(signal))
      }
    }
  #endif
}

/// The steps of a child that have begun and not ended, and how long they have taken.
struct OpenSteps {
  /// How often to look at least while a step is open, in milliseconds.
  static let tick: Int32 = 500

  private let limit: Int
  private var steps: [(number: UInt32, headers: [String], milliseconds: Int, processorTime: Int)] =
    []
  private var rest: [UInt8] = []
  private var lastLook = ContinuousClock.now

  /// - Parameter limit: How many seconds a step may take.
  init(limit: Int) { self.limit = limit }

  /// The headers of all steps that are open, each once.
  var headers: [String] {
    var all: [String] = []
    for header in steps.flatMap(\.headers) where !all.contains(header) { all.append(header) }
    return all
  }

  /// Takes in what the child sent.
  ///
  /// - Parameter processorTime: How long the child has had a processor, in milliseconds.
  mutating func take(_ bytes: [UInt8], processorTime: Int = 0) {
    if steps.isEmpty { lastLook = .now }
    rest += bytes
    while let end = rest.firstIndex(of: 0x0A) {
      switch StepMessage(rest[..<end]) {
      case .begin(let number, let headers)?: steps.append((number, headers, 0, processorTime))
      case .end(let number)?: steps.removeAll { $0.number == number }
      case nil: break
      }
      rest.removeSubrange(...end)
    }
  }

  /// Whether a step has taken too long.
  ///
  /// A look adds no more than twice the time between two of them: while both processes are stopped,
  /// no time passes.
  mutating func isOverdue(processorTime: Int) -> Bool {
    let now = ContinuousClock.now
    let passed = (now - lastLook).components
    lastLook = now
    let milliseconds = Int(passed.seconds * 1000 + passed.attoseconds / 1_000_000_000_000_000)
    for index in steps.indices {
      steps[index].milliseconds += min(milliseconds, Int(Self.tick) * 2)
    }
    return steps.contains { step in
      ParserLoss.isOver(
        milliseconds: step.milliseconds, ofProcessor: processorTime - step.processorTime,
        longest: limit)
    }
  }
}
