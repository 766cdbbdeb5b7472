#if os(Linux)
  internal import Glibc

  /// Runs a closure on a thread that ends with it, so that what it does to its thread ends too:
  /// another namespace, a filter of system calls. Waits for it.
  ///
  /// The thread is not part of the running test: check what the closure returns, not inside it.
  package func onThreadOfItsOwn<Value: ~Copyable>(
    _ body: () throws -> Value
  ) throws -> Value {
    let box = ResultBox<Value>()
    try withoutActuallyEscaping(body) { body in
      let thread = try startThread { box.result = Result(catching: body) }
      pthread_join(thread, nil)
    }
    return try box.take()
  }

  /// Runs a closure on a thread that is not waited for.
  func detachThread(_ body: @escaping @Sendable () -> Void) throws {
    pthread_detach(try startThread(body))
  }

  /// Runs a closure on a thread that the caller joins.
  func startThread(_ body: @escaping () -> Void) throws -> pthread_t {
    var thread = pthread_t()
    let work = Unmanaged.passRetained(ThreadWork(body))
    let status = pthread_create(
      &thread, nil,
      { pointer in
        guard let pointer else { return nil }
        Unmanaged<ThreadWork>.fromOpaque(pointer).takeRetainedValue().body()
        return nil
      }, work.toOpaque())
    guard status == 0 else {
      work.release()
      throw FixtureError(call: "pthread_create", errno: status)
    }
    return thread
  }

  private final class ThreadWork {
    let body: () -> Void

    init(_ body: @escaping () -> Void) {
      self.body = body
    }
  }

  private final class ResultBox<Value: ~Copyable> {
    var result: Result<Value, any Error>?

    func take() throws -> Value {
      guard let result = result.take() else { throw FixtureError("the thread gave no result") }
      return try result.get()
    }
  }
#endif
