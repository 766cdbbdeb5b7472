import Foundation
import MPTCP
import UAPIStructs

/// One line of an archive: a call of `getsockopt`, and what the kernel answered.
struct Record: Decodable {
  var kernel: String
  var machine: String
  var scenario: String
  var source: String
  var sockopt: String
  var capacity: Int?
  var optlen: Int?
  var bytes: String?
  var request: String?
  var subflow_info: String?
  var tcp_info: String?

  /// The records of a file.
  static func read(_ url: URL) throws -> [Record] {
    try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map {
      try JSONDecoder().decode(Record.self, from: Data($0.utf8))
    }
  }

  /// The answer with what counts for its decoding; `nil` for a call that failed.
  var capture: MPTCPCapture? {
    guard source == "getsockopt", let option = MPTCPCapture.Option(rawValue: sockopt),
      let bytes = bytes.flatMap(Self.unhex)
    else { return nil }
    return MPTCPCapture(
      option, request: request.flatMap(Self.unhex) ?? [], optlen: optlen, capacity: capacity,
      bytes: bytes, subflowInfo: subflow_info.flatMap(Self.unhex),
      tcpInfo: tcp_info.flatMap(Self.unhex))
  }

  /// The machine that answered, which need not be this one.
  var abi: ABI { ABI(machine: machine) ?? .littleEndian }

  private static func unhex(_ text: String) -> [UInt8]? {
    let digits = text.compactMap { $0.hexDigitValue.map(UInt8.init) }
    guard digits.count == text.utf8.count, digits.count % 2 == 0 else { return nil }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }
}
