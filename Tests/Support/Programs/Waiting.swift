#if os(Linux)
  internal import Glibc

  /// Looks again and again until what it sees is right, and gives that.
  ///
  /// The limit is only there so that a test that would never end fails with a message: it is far
  /// longer than what is waited for takes on any machine.
  ///
  /// - Parameters:
  ///   - expectation: what is waited for, for the message.
  ///   - isRight: whether a value is the one that is waited for.
  ///   - look: gives the value as it is now.
  @discardableResult
  package func waiting<Value>(
    for expectation: String, limit: Duration = .seconds(60),
    until isRight: (Value) throws -> Bool, _ look: () throws -> Value
  ) throws -> Value {
    let clock = ContinuousClock()
    let end = clock.now + limit
    var pause: useconds_t = 500
    while true {
      let value = try look()
      if try isRight(value) { return value }
      guard clock.now < end else {
        throw FixtureError("after \(limit) still not \(expectation): \(value)")
      }
      usleep(pause)
      pause = min(2 * pause, 50_000)
    }
  }
#endif
