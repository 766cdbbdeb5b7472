import Benchmark

/// Two ways to do the same, measured side by side.
struct Comparison {
  let name: String
  /// What ours is compared with, and ours: each does its work so many times and returns a number made
  /// of the results, which keeps the compiler from leaving the work out.
  let base: (_ count: Int) -> UInt64
  let ours: (_ count: Int) -> UInt64

  /// What was found out.
  struct Outcome {
    /// The median times of doing it once, in nanoseconds.
    let baseTime: Double
    let ourTime: Double
    /// The median of the ratios between neighbouring runs of both.
    let ratio: Double
  }

  /// Runs both ways in turn, so that whatever else the machine does slows both.
  func measure(count: Int, rounds: Int) throws -> Outcome {
    var sum: UInt64 = 0
    let suite = BenchmarkSuite(name: name) { suite in
      suite.benchmark("base") { sum &+= base(count) }
      suite.benchmark("ours") { sum &+= ours(count) }
    }
    let settings: [any BenchmarkSetting] = [
      Iterations(1), WarmupIterations(0), Format(.none), Quiet(true),
    ]
    var times: [[Double]] = [[], []]
    for _ in 0..<rounds {
      var runner = BenchmarkRunner(suites: [suite], settings: settings)
      try runner.run()
      for (index, result) in runner.results.enumerated() { times[index] += result.measurements }
    }
    return Outcome(
      baseTime: median(times[0]) / Double(count), ourTime: median(times[1]) / Double(count),
      ratio: median(zip(times[0], times[1]).map { $1 / $0 }))
  }
}

/// The middle of some values, or the upper one of the two in the middle.
func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  return sorted.isEmpty ? .nan : sorted[sorted.count / 2]
}
