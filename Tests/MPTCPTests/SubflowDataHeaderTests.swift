import MPTCP
import TestSupport
import Testing
import UAPIStructs

#if os(Linux)
  import Glibc
#endif

/// Callers whose `mptcp_subflow_data` is larger than the kernel's, as the kernel's selftests have it: the
/// kernel keeps their number, puts the array there, and answers its own 16 bytes where it copied no
/// element.
@Suite(.waiting)
struct SubflowDataHeaderTests {
  private static func words(_ words: UInt32...) -> [UInt8] {
    words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * UInt32($0))) } }
  }

  private static func tcpInfo(_ bytes: [UInt8]) throws -> MPTCPTCPInfoAnswer {
    try bytes.withUnsafeBytes { try MPTCPTCPInfoAnswer($0.bytes, abi: .littleEndian) }
  }

  private static func addresses(_ bytes: [UInt8]) throws -> MPTCPSubflowAddressesAnswer {
    try bytes.withUnsafeBytes { try MPTCPSubflowAddressesAnswer($0.bytes, abi: .littleEndian) }
  }

  @Test func `The answers of a trace have no elements`() throws {
    // strace: "\x18\x00\x00\x00\x01\x00\x00\x00\x18\x01\x00\x00\x00\x00\x00\x00", [24 => 16]
    let tcp = try Self.tcpInfo(Self.words(24, 1, 280, 0))
    #expect(tcp.subflowCount == 1 && tcp.kernelElementSize == 280 && tcp.stride == 0)
    #expect(tcp.elements.isEmpty)
    let addresses = try Self.addresses(Self.words(24, 1, 256, 0))
    #expect(addresses.subflowCount == 1 && addresses.kernelElementSize == 256)
    #expect(addresses.elements.isEmpty)
  }

  @Test(arguments: [16, 17, 20, 24, 32, 1000, UInt32(Int32.max)])
  func `A header alone is whole, whatever the caller's number`(start: UInt32) throws {
    for (count, stride) in [(0, 0), (0, 232), (3, 232), (3, 0)] as [(UInt32, UInt32)] {
      let answer = try Self.tcpInfo(Self.words(start, count, 232, stride))
      #expect(answer.subflowCount == Int(count) && answer.stride == Int(stride))
      #expect(answer.elements.isEmpty)
    }
  }

  @Test(arguments: [16, 17, 20, 24, 32, 100])
  func `Elements lie where the caller's number says`(start: Int) throws {
    var bytes = Self.words(UInt32(start), 3, 280, 8)
    // What the kernel leaves of the caller's own bytes.
    bytes += [UInt8](repeating: 0xEE, count: start - 16)
    for state in [1, 8] as [UInt8] { bytes += [state, 0, 0, 0, 0, 0, 0, 0] }
    let answer = try Self.tcpInfo(bytes)
    #expect(answer.subflowCount == 3 && answer.elements.map(\.state) == [1, 8])
    // The array is empty where the answer ends with the caller's header.
    #expect(try Self.tcpInfo(Array(bytes[..<start])).elements.isEmpty)
  }

  @Test func `A capture with a larger header decodes, and makes a snapshot`() throws {
    let addresses =
      [2, 0, 0x1F, 0x90, 10, 0, 1, 1] + [UInt8](repeating: 0, count: 120)
      + [2, 0, 0x00, 0x50, 10, 0, 1, 2] + [UInt8](repeating: 0, count: 120)
    let gap = [UInt8](repeating: 0, count: 8)
    let captures = [
      MPTCPCapture(
        .subflowAddresses, request: Self.words(24, 0, 0, 256), capacity: 1024,
        bytes: Self.words(24, 1, 256, 256) + gap + addresses),
      MPTCPCapture(
        .subflowTCPInfo, request: Self.words(24, 0, 0, 0), capacity: 24,
        bytes: Self.words(24, 1, 280, 0)),
    ]
    let decoded = try MPTCPSubflowAddressesAnswer(captures[0], abi: .littleEndian)
    #expect(decoded.elements.first?.local?.description == "10.0.1.1:8080")
    #expect(decoded.elements.first?.remote?.description == "10.0.1.2:80")
    let snapshot = try MPTCPSnapshot(captures: captures, abi: .littleEndian)
    #expect(snapshot.listedSubflowCount == 1)
    #expect(snapshot.subflows.first?.remote?.port == 80)
  }

  #if os(Linux)
    /// What this kernel answers to a caller's own numbers.
    private static func ask(
      _ option: Int32, of socket: StreamSocket, header: UInt32, element: UInt32, length: Int
    ) throws -> [UInt8] {
      var bytes = words(header, 0, 0, element)
      bytes += [UInt8](repeating: 0xEE, count: max(0, length - bytes.count))
      var optlen = socklen_t(length)
      // The array has as many bytes as the length says.
      let status = getsockopt(socket.descriptor, 284, option, &bytes, &optlen)
      try #require(status == 0, "errno \(errno)")
      return Array(bytes[..<Int(optlen)])
    }

    @Test(
      .enabled(if: NetworkNamespace.kernelHasMPTCP, "this kernel has no MPTCP"),
      arguments: [16, 20, 24, 32, 64])
    func `This kernel's answers to larger headers decode`(header: UInt32) throws {
      try NetworkNamespace.with { namespace in
        let connection = try Connection(from: namespace, to: namespace, listeningOn: "127.0.0.1")
        try connection.exchange()
        for length in [Int(header), Int(header) + 100, 4096] {
          for element in [0, 100, 280, 1000] as [UInt32] {
            let tcp = try Self.tcpInfo(
              Self.ask(2, of: connection.client, header: header, element: element, length: length))
            let fits = element > 0 && length >= Int(header) + tcp.stride
            #expect(tcp.subflowCount == 1 && tcp.elements.count == (fits ? 1 : 0))
            #expect(tcp.elements.allSatisfy { $0.state == 1 })
            let addresses = try Self.addresses(
              Self.ask(3, of: connection.client, header: header, element: element, length: length))
            if element >= 256, length == 4096 {
              let port = try connection.client.port()
              #expect(addresses.elements.first?.local == .ipv4(.init(127, 0, 0, 1), port: port))
            }
          }
        }
      }
    }
  #endif
}
