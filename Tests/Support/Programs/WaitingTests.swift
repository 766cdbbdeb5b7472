package import Testing

/// Tests that wait for programs and kernels run on threads of their own, so that they do not keep the
/// few threads of Swift from the tests that compute.
package struct WaitingTests: SuiteTrait, TestTrait, TestScoping {
  package var isRecursive: Bool { true }

  package func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    #if os(Linux)
      try await withTaskExecutorPreference(WaitingThreads.shared) { try await function() }
    #else
      try await function()
    #endif
  }
}

extension Trait where Self == WaitingTests {
  /// The tests wait for programs and kernels more than they compute.
  package static var waiting: Self { WaitingTests() }
}

#if os(Linux)
  internal import Dispatch
  internal import Synchronization

  /// A few threads that take one piece of work after the other.
  private final class WaitingThreads: TaskExecutor {
    static let shared = WaitingThreads(count: 8)

    private let jobs = Mutex<[UnownedJob]>([])
    private let available = DispatchSemaphore(value: 0)

    private init(count: Int) {
      for _ in 0..<count {
        do {
          try detachThread { [self] in while true { runNext() } }
        } catch {
          fatalError("no thread for tests: \(error)")
        }
      }
    }

    func enqueue(_ job: consuming ExecutorJob) {
      let job = UnownedJob(job)
      jobs.withLock { $0.append(job) }
      available.signal()
    }

    private func runNext() {
      available.wait()
      let job = jobs.withLock { $0.removeFirst() }
      job.runSynchronously(on: asUnownedTaskExecutor())
    }
  }
#endif
