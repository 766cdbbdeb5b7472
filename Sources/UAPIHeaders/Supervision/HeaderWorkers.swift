internal import Dispatch
internal import Synchronization

internal import LibC

/// Has many headers read at the same time, each where its loss is its own.
package struct HeaderWorkers {
  /// The headers, as errors name them.
  let headers: [String]
  /// How many are read at the same time.
  let width: Int

  /// Workers for headers.
  package init(_ headers: [String], width: Int) {
    self.headers = headers
    self.width = max(1, min(width, headers.count))
  }

  /// What came of a header.
  package enum Answer: Sendable {
    /// The bytes that the worker made of it.
    case bytes([UInt8])
    /// The worker was lost to it.
    case lost(ParserLoss)
  }

  /// Does work for each header, and hands over the answers in the order of the headers.
  ///
  /// - Parameters:
  ///   - makeWorker: Called where the work is done, before the first header: what does the work on
  ///     one, by its index.
  ///   - take: Takes an answer; it returns `false` to have no more.
  package func run(
    _ makeWorker: @escaping @Sendable () -> @Sendable (Int) -> [UInt8],
    take: (Int, Answer) -> Bool
  ) {
    #if os(Linux) || os(Android)
      // Only a main program sets it, before it has threads.
      if unsafe Supervision.isPossible {
        var pool = WorkerPool(headers: headers, width: width, makeWorker: makeWorker)
        if pool.run(take) { return }
      }
    #endif
    runHere(makeWorker(), take)
  }

  /// Does the work on the threads of this process, a stretch at a time, so that the first answers come
  /// soon and few stay in memory.
  private func runHere(_ worker: @Sendable (Int) -> [UInt8], _ take: (Int, Answer) -> Bool) {
    let stretch = 64
    for start in stride(from: 0, to: headers.count, by: stretch) {
      let part = start..<min(start + stretch, headers.count)
      let answers = Mutex<[Int: [UInt8]]>([:])
      DispatchQueue.concurrentPerform(iterations: part.count) { number in
        let bytes = worker(start + number)
        answers.withLock { $0[start + number] = bytes }
      }
      let found = answers.withLock { $0 }
      for index in part {
        guard take(index, .bytes(found[index] ?? [])) else { return }
      }
    }
  }
}
