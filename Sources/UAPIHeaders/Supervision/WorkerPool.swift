#if os(Linux) || os(Android)
  internal import LibC

  /// Children that read a header after the other, each told by this process which one is next.
  struct WorkerPool {
    let headers: [String]
    let width: Int
    let makeWorker: @Sendable () -> @Sendable (Int) -> [UInt8]

    private var workers: [Worker] = []
    private var next = 0
    /// Answers that wait for those of headers before them.
    private var waiting: [Int: HeaderWorkers.Answer] = [:]
    private var handedOver = 0

    init(
      headers: [String], width: Int,
      makeWorker: @escaping @Sendable () -> @Sendable (Int) -> [UInt8]
    ) {
      self.headers = headers
      self.width = width
      self.makeWorker = makeWorker
    }

    /// A child with what it is busy with.
    private struct Worker {
      let child: ForkedProcess
      let questions: Pipe
      let answers: Pipe
      /// The header that it reads; `nil` where it waits for one.
      var header: Int?
      var received: [UInt8] = []
      var milliseconds = 0
      /// How long the child had had a processor when it began with the header.
      var processorTime = 0

      /// The answer, once it is whole: its length comes before it.
      var answer: [UInt8]? {
        guard received.count >= 4 else { return nil }
        let length = received[..<4].reduce(0) { $0 << 8 | Int($1) }
        return received.count - 4 >= length ? Array(received[4...]) : nil
      }
    }

    /// Hands over all answers in order; `false`, before any of them, where there can be no children.
    mutating func run(_ take: (Int, HeaderWorkers.Answer) -> Bool) -> Bool {
      defer { stop() }
      var last = ContinuousClock.now
      while handedOver < headers.count {
        while workers.count < min(width, headers.count - next + busyCount), add() {}
        guard !workers.isEmpty else { return handedOver > 0 }
        for index in workers.indices where workers[index].header == nil { assign(to: index) }
        wait()
        let now = ContinuousClock.now
        let passed = (now - last).components
        last = now
        age(by: Int(passed.seconds * 1000 + passed.attoseconds / 1_000_000_000_000_000))
        while let answer = waiting.removeValue(forKey: handedOver) {
          guard take(handedOver, answer) else { return true }
          handedOver += 1
        }
      }
      return true
    }

    private var busyCount: Int { workers.count { $0.header != nil } }

    // MARK: Children

    /// Forks one more worker, and says whether that worked.
    private mutating func add() -> Bool {
      guard let questions = Pipe() else { return false }
      guard let answers = Pipe() else {
        questions.close()
        return false
      }
      let others = workers
      let child = ForkedProcess {
        // What is left open here would hide from others that it is closed.
        for other in others {
          close(other.questions.writing)
          close(other.answers.reading)
        }
        close(questions.writing)
        close(answers.reading)
        return Self.serve(questions, answers, makeWorker())
      }
      // The end that the child reads stays open here too: a question to one that has ended is no
      // reason for a signal.
      close(answers.writing)
      guard let child else {
        questions.close()
        close(answers.reading)
        return false
      }
      workers.append(Worker(child: child, questions: questions, answers: answers))
      return true
    }

    /// What a child does: it answers until nothing is asked any more.
    private static func serve(
      _ questions: Pipe, _ answers: Pipe, _ work: @Sendable (Int) -> [UInt8]
    ) -> Int32 {
      while case .bytes(let question) = questions.read(), question.count == 4 {
        let answer = work(number(question))
        guard answers.write(bytes(answer.count) + answer) else { return 1 }
      }
      return 0
    }

    private static func bytes(_ number: Int) -> [UInt8] {
      (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
    }

    private static func number(_ bytes: [UInt8]) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }

    private mutating func assign(to index: Int) {
      guard next < headers.count else { return }
      // The child waits for it; one that has ended shows as such.
      _ = workers[index].questions.write(Self.bytes(next))
      workers[index].header = next
      workers[index].received = []
      workers[index].milliseconds = 0
      workers[index].processorTime = workers[index].child.processorTime
      next += 1
    }

    private mutating func stop() {
      for worker in workers {
        worker.child.stop()
        worker.questions.close()
        close(worker.answers.reading)
        _ = worker.child.wait()
      }
      workers = []
    }

    // MARK: Answers

    /// Waits until a child answers or ends, but not for long.
    private mutating func wait() {
      var descriptors = workers.map {
        pollfd(fd: $0.answers.reading, events: Int16(POLLIN), revents: 0)
      }
      // The descriptors live during the call, which is told their number.
      let ready = unsafe poll(&descriptors, nfds_t(descriptors.count), OpenSteps.tick)
      guard ready > 0 else { return }
      for (index, descriptor) in descriptors.enumerated().reversed() where descriptor.revents != 0 {
        switch workers[index].answers.read() {
        case .bytes(let bytes):
          workers[index].received += bytes
          guard let answer = workers[index].answer, let header = workers[index].header else {
            break
          }
          waiting[header] = .bytes(answer)
          workers[index].header = nil
        case .end: lose(index, hasHung: false)
        case .nothing: break
        }
      }
    }

    /// Counts the time that headers take; while all processes are stopped, none passes.
    private mutating func age(by milliseconds: Int) {
      for index in workers.indices.reversed() where workers[index].header != nil {
        workers[index].milliseconds += min(milliseconds, Int(OpenSteps.tick) * 2)
        let worker = workers[index]
        guard
          ParserLoss.isOver(
            milliseconds: worker.milliseconds,
            ofProcessor: worker.child.processorTime - worker.processorTime)
        else { continue }
        workers[index].child.stop()
        lose(index, hasHung: true)
      }
    }

    /// Counts a child as lost to the header that it was busy with.
    private mutating func lose(_ index: Int, hasHung: Bool) {
      let worker = workers.remove(at: index)
      worker.questions.close()
      close(worker.answers.reading)
      var loss = ParserLoss.hung
      switch worker.child.wait() {
      case .killed(let signal, _) where signal == SIGTERM || signal == SIGINT:
        ForkedProcess.end(by: signal)
      case .killed(let signal, let tookMemory):
        if !hasHung { loss = tookMemory ? .starved : .crashed(signal) }
      case .exited: if !hasHung { loss = .gaveUp }
      }
      // One that was not busy was lost to none: the next one takes its place.
      if let header = worker.header { waiting[header] = .lost(loss) }
    }
  }
#endif
