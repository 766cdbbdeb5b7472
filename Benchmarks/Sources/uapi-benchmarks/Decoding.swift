import CAllocations
import CNaiveDecoder
import UAPIStructs

/// Decoding by the presence rule against C without it.
enum Decoding {
  /// An answer, and the two ways to decode it that are compared.
  private struct Answer: Sendable {
    let name: String
    let bytes: [UInt8]
    let c: @Sendable (UnsafeRawPointer, UInt32) -> UInt64
    let swift: @Sendable (RawSpan, Int) -> UInt64

    init(
      name: String, answer: [UInt8], c: @escaping @Sendable (UnsafeRawPointer, UInt32) -> UInt64,
      swift: @escaping @Sendable (RawSpan, Int) -> UInt64
    ) {
      self.name = name
      bytes = answer
      self.c = c
      self.swift = swift
    }

    var comparison: Comparison {
      Comparison(
        name: name,
        base: { count in
          bytes.withUnsafeBytes { buffer in
            guard let start = buffer.baseAddress else { return 0 }
            var sum: UInt64 = 0
            for _ in 0..<count { sum &+= c(start, UInt32(buffer.count)) }
            return sum
          }
        },
        ours: { count in
          let span = bytes.span.bytes
          var sum: UInt64 = 0
          for _ in 0..<count { sum &+= swift(span, capacity) }
          return sum
        })
    }
  }

  /// The length that every program offered to `getsockopt` for the captures.
  private static let capacity = 512
  private static let decodingsPerRun = 20_000
  private static let rounds = 101

  private static let answers = [
    Answer(
      name: "mptcp_info, 96 bytes", answer: bytes(ofHex: Capture.mptcpInfo96),
      c: { naive_sum_mptcp_info($0, $1) }, swift: { sumMPTCPInfo($0, $1) }),
    Answer(
      name: "mptcp_info, 96 bytes, fullmesh", answer: bytes(ofHex: Capture.mptcpInfo96Fullmesh),
      c: { naive_sum_mptcp_info($0, $1) }, swift: { sumMPTCPInfo($0, $1) }),
    Answer(
      name: "mptcp_info, 48 bytes", answer: bytes(ofHex: Capture.mptcpInfo48),
      c: { naive_sum_mptcp_info($0, $1) }, swift: { sumMPTCPInfo($0, $1) }),
    Answer(
      name: "mptcp_info, 48 bytes, checksums", answer: bytes(ofHex: Capture.mptcpInfo48Checksum),
      c: { naive_sum_mptcp_info($0, $1) }, swift: { sumMPTCPInfo($0, $1) }),
    Answer(
      name: "tcp_info, 280 bytes, no bit-fields", answer: bytes(ofHex: Capture.tcpInfo280),
      c: { naive_sum_tcp_info($0, $1) }, swift: { sumTCPInfo($0, $1) }),
    Answer(
      name: "tcp_info, 232 bytes, no bit-fields", answer: bytes(ofHex: Capture.tcpInfo232),
      c: { naive_sum_tcp_info($0, $1) }, swift: { sumTCPInfo($0, $1) }),
    Answer(
      name: "tcp_info, 280 bytes, all fields", answer: bytes(ofHex: Capture.tcpInfo280),
      c: { naive_sum_tcp_info_with_bit_fields($0, $1) },
      swift: { sumTCPInfoWithBitFields($0, $1) }),
  ]

  /// Prints a line for each answer, and tells whether no decoding asked for memory.
  static func run() throws -> Bool {
    print(
      Columns.left("decoding", 36) + Columns.right("C ns", 8) + Columns.right("Swift ns", 10)
        + Columns.right("ratio", 7) + Columns.right("allocations", 13))
    var allocates = false
    for answer in answers {
      let comparison = answer.comparison
      // Both ways must read the same where no field hides in padding, or it means nothing.
      if comparison.base(1) != comparison.ours(1) {
        print("warning: \(answer.name): C and Swift read different values")
      }
      let outcome = try comparison.measure(count: decodingsPerRun, rounds: rounds)
      let allocations = allocations(of: comparison)
      print(
        Columns.left(answer.name, 36) + Columns.right(Columns.decimal(outcome.baseTime), 8)
          + Columns.right(Columns.decimal(outcome.ourTime), 10)
          + Columns.right(Columns.decimal(outcome.ratio), 7)
          + Columns.right(allocations.map(String.init) ?? "unknown", 13))
      allocates = allocates || (allocations ?? 0) > 0
    }
    if allocates { print("error: decoding asked for memory") }
    return !allocates
  }

  /// How often all decodings of a run asked for memory; `nil` where that cannot be counted.
  private static func allocations(of comparison: Comparison) -> Int? {
    let before = allocation_count()
    let sum = comparison.ours(decodingsPerRun)
    let after = allocation_count()
    return before < 0 || sum == 0 ? nil : Int(after - before)
  }
}
