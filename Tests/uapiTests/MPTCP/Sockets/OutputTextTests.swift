import UAPIText
import MPTCP
import Testing

@testable import UAPICommands

/// Sizes and addresses in tables.
struct OutputTextTests {
  private static func text(_ write: (inout [UInt8]) -> Void) -> String {
    var bytes: [UInt8] = []
    write(&bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(
    arguments: [
      (0, "0"), (1, "1"), (9999, "9999"), (10_000, "9.7 KiB"), (10_239, "9.9 KiB"),
      (10_240, "10.0 KiB"), (12_595, "12.2 KiB"), (102_399, "99.9 KiB"), (102_400, "100 KiB"),
      (1_023_999, "999 KiB"), (1_024_000, "0.9 MiB"), (1_048_576, "1.0 MiB"),
      (1 << 30, "1.0 GiB"), (1 << 40, "1.0 TiB"), (1 << 50, "1.0 PiB"), (1 << 60, "1.0 EiB"),
      (.max, "15.9 EiB"),
    ] as [(UInt64, String)])
  func sizesHaveTheUnitThatFits(size: UInt64, expected: String) {
    #expect(Self.text { SizeText.append(size, to: &$0) } == expected)
  }

  @Test func sizesAreNeverTooLargeAndTakeNineCharacters() {
    for shift in 0..<64 {
      for size in [UInt64(1) << shift, (UInt64(1) << shift) &* 1000 &- 1] {
        #expect(Self.text { SizeText.append(size, to: &$0) }.count <= 8, "\(size)")
      }
    }
  }

  @Test func addressesReadAsTheirDescriptions() {
    for address in [
      MPTCPAddress.ipv4(MPTCPAddress.IPv4(0, 7, 42, 255), port: 0),
      .ipv4(MPTCPAddress.IPv4(192, 168, 100, 200), port: 65535),
      .ipv6(
        MPTCPAddress.IPv6(groups: [0xFD00, 0, 0, 0, 0, 0, 0, 1]), port: 443, flowInfo: 0, scopeID: 0
      ),
      .other(family: 7, bytes: [1]),
    ] {
      #expect(Self.text { AddressText.append(address, to: &$0) } == address.description)
    }
  }
}
