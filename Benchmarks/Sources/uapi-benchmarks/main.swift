#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

import Benchmark
import CAllocations
import CNaiveDecoder
import UAPIStructs

/// An answer, and the two ways to decode it that are compared.
struct Case {
  let name: String
  let answer: [UInt8]
  let c: (UnsafeRawPointer, UInt32) -> UInt64
  let swift: (RawSpan, Int) -> UInt64
}

/// What was found out about a case.
struct Outcome {
  /// The median times of one decoding, in nanoseconds.
  let cTime: Double
  let swiftTime: Double
  /// The median of the ratios between neighbouring runs of both.
  let ratio: Double
  /// How often all decodings in Swift together asked for memory; negative where nobody can count.
  let allocations: Int
}

/// The length that every program offered to `getsockopt` for the captures.
let capacity = 512
let decodingsPerRun = 20_000
let rounds = 101

let cases = [
  Case(
    name: "mptcp_info, 96 bytes", answer: bytes(ofHex: Capture.mptcpInfo96),
    c: { naive_sum_mptcp_info($0, $1) }, swift: { sumMPTCPInfo($0, $1) }),
  Case(
    name: "mptcp_info, 96 bytes, fullmesh", answer: bytes(ofHex: Capture.mptcpInfo96Fullmesh),
    c: { naive_sum_mptcp_info($0, $1) }, swift: { sumMPTCPInfo($0, $1) }),
  Case(
    name: "mptcp_info, 48 bytes", answer: bytes(ofHex: Capture.mptcpInfo48),
    c: { naive_sum_mptcp_info($0, $1) }, swift: { sumMPTCPInfo($0, $1) }),
  Case(
    name: "mptcp_info, 48 bytes, checksums", answer: bytes(ofHex: Capture.mptcpInfo48Checksum),
    c: { naive_sum_mptcp_info($0, $1) }, swift: { sumMPTCPInfo($0, $1) }),
  Case(
    name: "tcp_info, 280 bytes, no bit-fields", answer: bytes(ofHex: Capture.tcpInfo280),
    c: { naive_sum_tcp_info($0, $1) }, swift: { sumTCPInfo($0, $1) }),
  Case(
    name: "tcp_info, 280 bytes, all fields", answer: bytes(ofHex: Capture.tcpInfo280),
    c: { naive_sum_tcp_info_with_bit_fields($0, $1) },
    swift: { sumTCPInfoWithBitFields($0, $1) }),
]

/// Decodes an answer again and again; the sum keeps the compiler from leaving that out.
func decodeInC(_ item: Case, count: Int) -> UInt64 {
  item.answer.withUnsafeBytes { buffer in
    guard let start = buffer.baseAddress else { return 0 }
    var sum: UInt64 = 0
    for _ in 0..<count { sum &+= item.c(start, UInt32(buffer.count)) }
    return sum
  }
}

func decodeInSwift(_ item: Case, count: Int) -> UInt64 {
  let answer = item.answer.span.bytes
  var sum: UInt64 = 0
  for _ in 0..<count { sum &+= item.swift(answer, capacity) }
  return sum
}

func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  return sorted.isEmpty ? .nan : sorted[sorted.count / 2]
}

/// Runs both ways in turn, so that whatever else the machine does slows both.
func measure(_ item: Case) throws -> Outcome {
  var sums: [UInt64] = [0, 0]
  let suite = BenchmarkSuite(name: item.name) { suite in
    suite.benchmark("C") { sums[0] &+= decodeInC(item, count: decodingsPerRun) }
    suite.benchmark("Swift") { sums[1] &+= decodeInSwift(item, count: decodingsPerRun) }
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
  let before = allocation_count()
  sums[1] &-= decodeInSwift(item, count: decodingsPerRun)
  let allocations = before < 0 ? -1 : allocation_count() - before
  return Outcome(
    cTime: median(times[0]) / Double(decodingsPerRun),
    swiftTime: median(times[1]) / Double(decodingsPerRun),
    ratio: median(zip(times[0], times[1]).map { $1 / $0 }), allocations: allocations)
}

/// Both ways must read the same where no field hides in padding, or the comparison means nothing.
func check(_ item: Case) {
  if decodeInC(item, count: 1) != decodeInSwift(item, count: 1) {
    print("warning: \(item.name): C and Swift read different values")
  }
}

func column(_ text: String, _ width: Int) -> String {
  String(repeating: " ", count: max(0, width - text.count)) + text
}

func decimal(_ value: Double) -> String {
  guard value.isFinite else { return "-" }
  let hundredths = Int((value * 100).rounded())
  let rest = hundredths % 100
  return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
}

#if DEBUG
  print("warning: built without optimization; use swift run -c release")
#endif
print(
  "case".padding(to: 36) + column("C ns", 8) + column("Swift ns", 10) + column("ratio", 7)
    + column("allocations", 13))
var allocates = false
for item in cases {
  check(item)
  let outcome = try measure(item)
  print(
    item.name.padding(to: 36) + column(decimal(outcome.cTime), 8)
      + column(decimal(outcome.swiftTime), 10) + column(decimal(outcome.ratio), 7)
      + column(outcome.allocations < 0 ? "unknown" : String(outcome.allocations), 13))
  allocates = allocates || outcome.allocations > 0
}
if allocates {
  print("error: decoding asked for memory")
  exit(1)
}

extension String {
  func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
