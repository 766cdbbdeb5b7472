import TestSupport
import UAPIText
@testable import CaptureDecoding

/// What a trace gives, line by line.
struct StraceReading {
  private(set) var records: [(line: Int, record: CaptureRecord)] = []
  /// Reasons, and the lines that they name; those that mean the whole trace are left out.
  private(set) var failures: [(line: Int, reason: String)] = []
  private(set) var remarks: [(line: Int, reason: String)] = []

  init(_ lines: [String], machine: String? = nil) {
    self.init(lines.map { Array($0.utf8) }, machine: machine)
  }

  init(_ lines: [[UInt8]], machine: String? = nil) {
    var reader = StraceReader(machine: machine)
    for (index, line) in lines.enumerated() { add(reader.take(line: line, number: index + 1)) }
    add(reader.finish())
  }

  private mutating func add(_ findings: [StraceReader.Finding]) {
    for case (let line?, let outcome) in findings {
      switch outcome {
      case .record(let record, let remark):
        records.append((line, record))
        if let remark { remarks.append((line, remark)) }
      case .failure(let reason): failures.append((line, reason))
      case .remark(let reason): remarks.append((line, reason))
      }
    }
  }

  /// How many calls gave anything.
  var count: Int { records.count + failures.count + remarks.count }
}

extension CaptureRecord {
  /// The members that are carried, as they stand in the output.
  var carriedText: String {
    carried.map { String(decoding: $0.text, as: UTF8.self) }.joined(separator: ",")
  }
}

/// Pieces of traces.
enum StraceSample {
  /// A `mptcp_info` of 48 bytes.
  static let info = hex(
    "00000002000000000200000060056d644e39f9d1b147fb6b4e39f9d1b147fb6b314088cb3a5f34f7"
      + "0000000000000000")

  static func hex(_ digits: some StringProtocol) -> [UInt8] {
    hexBytes(digits) ?? []
  }

  /// Bytes as -xx prints them.
  static func string(_ bytes: [UInt8]) -> String {
    "\"" + bytes.map { "\\x" + Hex.text([$0]) }.joined() + "\""
  }

  /// Bytes as strace prints them without -x.
  static func octalString(_ bytes: [UInt8]) -> String {
    let escapes = bytes.map { byte in
      let digits = String(byte, radix: 8)
      return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
    }
    return "\"" + escapes.joined() + "\""
  }
}
