import GoldenBindings
import Testing
import UAPIGenerator
import UAPIKnowledge
import UAPIStructs

/// The goldens, run: what the generator writes for the sample decodes as its history says.
struct GoldenRunTests {
  /// 24 bytes of the newest layout, little-endian.
  private let answer: [UInt8] =
    [0x05, 0x0A, 0x01, 0xBB, 0xFE, 0xFF, 0xFF, 0xFF] + [1, 0, 0, 0, 0, 0, 0, 2]
    + [0x65, 0x74, 0x68, 0x30, 0x06, 0, 0, 0]

  @Test func `Every kind of field has its value`() {
    let demo = Demo(
      answer, extent: .whole, kernel: .release(KernelRelease(6, 3)), abi: .littleEndian)
    #expect(demo.flags == [.on, .fast])
    #expect(demo.low == 0xA)
    #expect(demo.port == 443)
    #expect(demo.delta == -2)
    #expect(demo.bytes2 == 0x0200_0000_0000_0001)
    #expect(demo.total == demo.bytes2)
    #expect(demo.default == 6)
    let name = demo.name.map { name in name.indices.map { name[$0] } }
    #expect(name == Array("eth0".utf8))
  }

  @Test func `A field that moved is open until the release is told`() {
    // A byte behind the older place of d_default is not zero, where that layout has reserved bytes.
    #expect(Array(Demo(answer, extent: .whole).generations) == [3])
    let zeros = [UInt8](repeating: 0, count: 24)
    #expect(Demo(zeros, extent: .whole).presence(of: .default) == .indeterminate)
    #expect(Demo(zeros, extent: .whole).default == nil)
    let older = Demo(
      [UInt8](repeating: 0, count: 16) + [7, 1] + [UInt8](repeating: 0, count: 6), extent: .whole,
      kernel: .release(KernelRelease(6, 1)), abi: .littleEndian)
    #expect(older.default == 0x0107)
    #expect(older.presence(of: .name) == .absent)
  }

  @Test func `Other machines are read too`() {
    let i386 = Demo([0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0], extent: .whole, abi: .i386)
    #expect(i386.bytes2 == 9)
    let big = Demo(answer, extent: .whole, kernel: .release(KernelRelease(6, 3)), abi: .bigEndian)
    #expect(big.low == 0)
    #expect(big.port == 443)
    #expect(big.delta == Int32(bitPattern: 0xFEFF_FFFF))
    #expect(big.bytes2 == 0x0100_0000_0000_0002)
  }

  @Test func `Constants have their values`() {
    #expect(Demo.Flags.mask == [.on, .fast])
    #expect(DemoState.lost.rawValue == -1)
    #expect(DemoConstants.word == UInt32(8_388_608).bigEndian)
    #expect(DemoConstants.name == "demo")
  }
}
