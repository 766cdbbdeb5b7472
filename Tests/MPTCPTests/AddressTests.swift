import MPTCP
import Testing
import UAPIStructs

struct AddressTests {
  private func address(_ bytes: [UInt8], abi: ABI = .littleEndian) -> MPTCPAddress? {
    bytes.withUnsafeBytes { MPTCPAddress($0.bytes, abi: abi) }
  }

  private let ipv6: [UInt8] =
    [10, 0, 0x1F, 0x90, 0, 0, 0, 5] + [0xFD, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1]
    + [3, 0, 0, 0]

  @Test func `IPv4 addresses need eight bytes`() {
    let bytes: [UInt8] = [2, 0, 0x10, 0x92, 10, 0, 1, 1]
    #expect(address(bytes) == .ipv4(MPTCPAddress.IPv4(10, 0, 1, 1), port: 4242))
    #expect(address(bytes)?.description == "10.0.1.1:4242")
    #expect(address(Array(bytes[..<7])) == .other(family: 2, bytes: Array(bytes[..<7])))
    #expect(address([2]) == nil)
    #expect(address([]) == nil)
  }

  @Test func `IPv6 addresses need twenty-eight`() {
    #expect(address(ipv6)?.description == "[fd00:0:0:1::1%3]:8080")
    #expect(address(ipv6)?.familyName == "AF_INET6")
    #expect(address(Array(ipv6[..<27]))?.address == nil)
    guard case .ipv6(_, let port, let flowInfo, let scopeID) = address(ipv6) else {
      Issue.record("no IPv6 address")
      return
    }
    #expect((port, flowInfo, scopeID) == (8080, 5, 3))
  }

  @Test func `Only family and scope follow the machine`() {
    var bytes = ipv6
    bytes.replaceSubrange(0..<2, with: [0, 10])
    bytes.replaceSubrange(24..<28, with: [0, 0, 0, 3])
    #expect(address(bytes, abi: .bigEndian) == address(ipv6))
  }

  @Test(arguments: [
    ([0, 0, 0, 0, 0, 0xFFFF, 0x0A63, 0x0102], "::ffff:10.99.1.2"),
    ([0, 0, 0, 0, 0, 0xFFFF, 0, 0], "::ffff:0.0.0.0"),
    ([0, 0, 0, 0, 0, 0xFFFF, 0, 1], "::ffff:0.0.0.1"),
    ([0, 0, 0, 0, 0, 0xFFFF, 0x7F00, 1], "::ffff:127.0.0.1"),
    ([0, 0, 0, 0, 0, 0xFFFF, 0xFFFF, 0xFFFF], "::ffff:255.255.255.255"),
  ])
  func `Mapped addresses show their IPv4 address`(groups: [UInt16], text: String) {
    let mapped = MPTCPAddress.IPv6(groups: InlineArray { groups[$0] })
    #expect(mapped.description == text)
    #expect("::ffff:\(mapped.mappedIPv4?.description ?? "")" == text)
    for scopeID in [0, 3] as [UInt32] {
      let address = MPTCPAddress.ipv6(mapped, port: 443, flowInfo: 0, scopeID: scopeID)
      #expect(address.address == text)
      #expect(address.description == (scopeID == 0 ? "[\(text)]:443" : "[\(text)%3]:443"))
    }
  }

  @Test(arguments: [
    // Compatible and translated addresses, those of NAT64 and 6to4, and what is nearly mapped.
    ([0, 0, 0, 0, 0, 0, 0x0A63, 0x0102], "::a63:102"),
    ([0, 0, 0, 0, 0xFFFF, 0, 0x0A63, 0x0102], "::ffff:0:a63:102"),
    ([0x64, 0xFF9B, 0, 0, 0, 0, 0x0A63, 0x0102], "64:ff9b::a63:102"),
    ([0x2002, 0x0A63, 0x0102, 0, 0, 0, 0, 1], "2002:a63:102::1"),
    ([0, 0, 0, 0, 0, 0xFFFE, 0x0A63, 0x0102], "::fffe:a63:102"),
    ([0, 0, 0, 0, 1, 0xFFFF, 0x0A63, 0x0102], "::1:ffff:a63:102"),
    ([1, 0, 0, 0, 0, 0xFFFF, 0x0A63, 0x0102], "1::ffff:a63:102"),
    ([0, 0, 0, 0, 0, 0, 0, 0xFFFF], "::ffff"),
  ])
  func `Other addresses have hexadecimal groups alone`(groups: [UInt16], text: String) {
    let address = MPTCPAddress.IPv6(groups: InlineArray { groups[$0] })
    #expect(address.description == text)
    #expect(address.mappedIPv4 == nil)
  }

  @Test(arguments: [
    ([0, 0, 0, 0, 0, 0, 0, 0], "::"), ([0, 0, 0, 0, 0, 0, 0, 1], "::1"),
    ([1, 0, 0, 0, 0, 0, 0, 0], "1::"), ([1, 0, 2, 3, 4, 5, 6, 7], "1:0:2:3:4:5:6:7"),
    ([1, 0, 0, 2, 0, 0, 3, 4], "1::2:0:0:3:4"), ([1, 0, 0, 2, 0, 0, 0, 4], "1:0:0:2::4"),
    ([0xFE80, 0, 0, 0, 0xABCD, 0, 0, 0xFFFF], "fe80::abcd:0:0:ffff"),
  ])
  func `The longest run of zeros is left out`(groups: [UInt16], text: String) {
    #expect(MPTCPAddress.IPv6(groups: InlineArray { groups[$0] }).description == text)
  }
}
