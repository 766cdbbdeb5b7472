import MPTCP
import TestSupport
import Testing
import UAPIStructs

/// Answers whose parts contradict each other.
struct AnswerErrorTests {
  /// A header of MPTCP_TCPINFO and MPTCP_SUBFLOW_ADDRS, little-endian, and bytes of elements.
  private func frame(
    start: UInt32 = 16, count: UInt32, kernelSize: UInt32, stride: UInt32, elements: Int
  ) -> [UInt8] {
    [start, count, kernelSize, stride].flatMap { integerBytes($0, isBigEndian: false) }
      + [UInt8](repeating: 0, count: elements)
  }

  private func error(tcpInfo bytes: [UInt8]) -> AnswerError? {
    bytes.withUnsafeBytes { bytes in
      do throws(AnswerError) {
        _ = try MPTCPTCPInfoAnswer(bytes.bytes, abi: .littleEndian)
        return nil
      } catch {
        return error
      }
    }
  }

  @Test func `Good frames decode`() {
    #expect(error(tcpInfo: frame(count: 2, kernelSize: 232, stride: 232, elements: 464)) == nil)
    #expect(error(tcpInfo: frame(count: 2, kernelSize: 232, stride: 0, elements: 0)) == nil)
    #expect(
      error(tcpInfo: frame(start: 20, count: 9, kernelSize: 8, stride: 4, elements: 8)) == nil)
  }

  @Test func `Bad frames name option, byte and reason`() throws {
    for length in 0..<16 {
      let whole = frame(count: 0, kernelSize: 0, stride: 0, elements: 0)
      let found = error(tcpInfo: Array(whole[..<length]))
      #expect(found?.code == .headerTruncated)
      #expect(found?.byte == length)
      #expect(found?.subject == "MPTCP_TCPINFO")
    }
    let cases: [([UInt8], AnswerError.Code, Int)] = [
      (frame(start: 15, count: 0, kernelSize: 8, stride: 8, elements: 0), .lengthOutOfRange, 0),
      // More than the kernel copies of a header alone, and less than the caller says.
      (frame(start: 24, count: 1, kernelSize: 8, stride: 8, elements: 1), .lengthOutOfRange, 0),
      (frame(start: 24, count: 1, kernelSize: 8, stride: 8, elements: 7), .lengthOutOfRange, 0),
      // The kernel refuses what is not an int.
      (
        frame(start: 1 << 31, count: 0, kernelSize: 8, stride: 8, elements: 0),
        .lengthOutOfRange, 0
      ),
      (frame(start: .max, count: 0, kernelSize: 8, stride: 8, elements: 0), .lengthOutOfRange, 0),
      (frame(count: 1, kernelSize: 8, stride: 9, elements: 9), .strideOutOfRange, 12),
      (frame(count: 2, kernelSize: 8, stride: 8, elements: 12), .strideOutOfRange, 24),
      (frame(count: 2, kernelSize: 8, stride: 0, elements: 12), .strideOutOfRange, 16),
      (frame(count: 1, kernelSize: 8, stride: 8, elements: 16), .countOutOfRange, 4),
      (frame(count: 9, kernelSize: .max, stride: .max, elements: 4), .strideOutOfRange, 16),
    ]
    for (bytes, code, byte) in cases {
      let found = try #require(error(tcpInfo: bytes))
      #expect(found.code == code, "\(found)")
      #expect(found.byte == byte, "\(found)")
      #expect(!found.reason.isEmpty)
    }
  }

  private func error(
    fullInfo words: [UInt32], subflowInfo: Int = 0, tcpInfo: Int = 0, length: Int = 40
  ) -> AnswerError? {
    let bytes = Array(
      (words.flatMap { integerBytes($0, isBigEndian: false) } + [UInt8](repeating: 0, count: 96))[
        ..<length])
    let first = [UInt8](repeating: 0, count: subflowInfo)
    let second = [UInt8](repeating: 0, count: tcpInfo)
    return bytes.withUnsafeBytes { bytes in
      first.withUnsafeBytes { first in
        second.withUnsafeBytes { second in
          do throws(AnswerError) {
            _ = try MPTCPFullInfoAnswer(
              bytes.bytes, capacity: 512, subflowInfo: first.bytes, tcpInfo: second.bytes,
              abi: .littleEndian)
            return nil
          } catch {
            return error
          }
        }
      }
    }
  }

  @Test func `Bad answers of MPTCP_FULL_INFO name byte and reason`() {
    // size_tcpinfo_kernel, _user, size_sfinfo_kernel, _user, num_subflows, size_arrays_user
    #expect(error(fullInfo: [280, 280, 264, 264, 1, 1], subflowInfo: 264, tcpInfo: 280) == nil)
    #expect(error(fullInfo: [280, 0, 264, 0, 65, 65]) == nil)
    for length in 0..<40 {
      let found = error(fullInfo: [280, 280, 264, 264, 0, 0], length: length)
      #expect(found?.code == .headerTruncated)
      #expect(found?.byte == length)
    }
    #expect(error(fullInfo: [8, 9, 8, 8, 0, 0])?.byte == 4)
    #expect(error(fullInfo: [8, 8, 8, 9, 0, 0])?.byte == 12)
    let two: [UInt32] = [8, 8, 8, 8, 2, 2]
    #expect(error(fullInfo: two, subflowInfo: 16, tcpInfo: 16) == nil)
    #expect(error(fullInfo: two, subflowInfo: 16, tcpInfo: 15)?.code == .countOutOfRange)
    #expect(error(fullInfo: two, subflowInfo: 15, tcpInfo: 16)?.code == .countOutOfRange)
    #expect(error(fullInfo: [.max, .max, .max, .max, .max, .max])?.code == .countOutOfRange)
  }

  @Test func `Subflows without a byte are made up to a number that no kernel reaches`() throws {
    // Otherwise 40 bytes would ask for as many elements as a number of 32 bits can name.
    #expect(error(fullInfo: [280, 0, 264, 0, 4096, 4096]) == nil)
    #expect(error(fullInfo: [280, 0, 264, 0, .max, 4096]) == nil)
    #expect(error(fullInfo: [280, 0, 264, 0, 4097, 4097])?.code == .countOutOfRange)
    #expect(error(fullInfo: [0, 0, 0, 0, .max, .max])?.code == .countOutOfRange)
  }

  @Test func `A length outside the buffer is refused`() {
    let buffer = [UInt8](repeating: 0, count: 96)
    for length in [-1, 97, .max, .min] {
      #expect(throws: AnswerError.self) {
        try buffer.withUnsafeBytes { try MPTCPInfo(buffer: $0.bytes, optlen: length) }
      }
    }
    #expect(throws: Never.self) {
      let info = try buffer.withUnsafeBytes { try MPTCPInfo(buffer: $0.bytes, optlen: 48) }
      #expect(info.presence(of: .retransmits) == .absent)
    }
  }
}
