import Foundation

/// A capture record, as far as these tests need it.
struct CapturedAnswer: Decodable {
  let sockopt: String?
  let source: String?
  let capacity: Int?
  let optlen: Int?
  let bytes: String?
  let kernel: String?
  let scenario: String?
  let subflow_info: String?
  let tcp_info: String?

  /// The answer's bytes, or `nil` for a call that failed.
  var answer: [UInt8]? { bytes.flatMap(Self.unhex) }

  static func unhex(_ text: String) -> [UInt8]? {
    let digits = text.compactMap { $0.hexDigitValue.map(UInt8.init) }
    guard digits.count == text.count, digits.count % 2 == 0 else { return nil }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }
}

/// The captures of real kernels that lie in this repository.
enum CaptureFiles {
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Captures")

  static func records() throws -> [CapturedAnswer] {
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".jsonl") }.sorted()
    return try files.flatMap { file in
      try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
        .split(separator: "\n").map {
          try JSONDecoder().decode(CapturedAnswer.self, from: Data($0.utf8))
        }
    }
  }
}
