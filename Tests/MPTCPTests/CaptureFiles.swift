import Foundation
import TestSupport

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
  var answer: [UInt8]? { bytes.flatMap(hexBytes) }
}

/// The captures of real kernels that lie in this repository.
enum CaptureFiles {
  static func records() throws -> [CapturedAnswer] {
    try Repository.ownCaptureFiles.flatMap { file in
      try Repository.lines(file).map {
        try JSONDecoder().decode(CapturedAnswer.self, from: Data($0.utf8))
      }
    }
  }
}
