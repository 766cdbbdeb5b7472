import UAPIText
import Foundation
import Testing

@testable import CaptureDecoding

/// One answer of 48 bytes, whose parts look different in every order of bytes.
enum SampleBytes {
  static let bytes: [UInt8] = [
    0x01, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x44, 0x33, 0x22, 0x11,
    0xE8, 0x03, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xE8, 0x03, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0xD0, 0x07, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x02, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
  ]

  /// The bytes of a text.
  static func read(_ text: String, words: WordOrder? = nil) throws -> [UInt8] {
    try ByteText.bytes(Array(text.utf8), words: words)
  }

  /// What is said of a text that is not taken.
  static func failure(_ text: String, words: WordOrder? = nil) -> InputFailure? {
    do throws(InputFailure) {
      _ = try ByteText.answers(Array(text.utf8), words: words)
      return nil
    } catch {
      return error
    }
  }
}

/// Bytes that look like the digits and the columns of a dump.
let bytesLikeDigits = Array("dead beef |12 34| >aa bb< 0x00 00000010: 7f".utf8) + [0, 1, 0xFF]
