import MPTCP
import DecodingSupport
import UAPIText
import Testing

@testable import CaptureDecoding

/// Dumps: addresses are not bytes, and groups of several bytes may be numbers.
struct DumpTests {
  private static let tcpdump = """
    \t0x0000:  0100 0002 0000 0000 0200 0000 4433 2211
    \t0x0010:  e803 0000 0000 0000 e803 0000 0000 0000
    \t0x0020:  d007 0000 0000 0000 0102 0000 0000 0000
    """
  private static let gdb = """
    0x7fffffffe000 <info>:\t0x01\t0x00\t0x00\t0x02\t0x00\t0x00\t0x00\t0x00
    0x7fffffffe008 <info+8>:\t0x02\t0x00\t0x00\t0x00\t0x44\t0x33\t0x22\t0x11
    0x7fffffffe010 <info+16>:\t0xe8\t0x03\t0x00\t0x00\t0x00\t0x00\t0x00\t0x00
    0x7fffffffe018 <info+24>:\t0xe8\t0x03\t0x00\t0x00\t0x00\t0x00\t0x00\t0x00
    0x7fffffffe020 <f(int, char)+32>:\t0xd0\t0x07\t0x00\t0x00\t0x00\t0x00\t0x00\t0x00
    0x7fffffffe028:\t0x01\t0x02\t0x00\t0x00\t0x00\t0x00\t0x00\t0x00
    """
  private static let objdump = """

    info.o:     file format elf64-x86-64

    Contents of section .data:
     40c0 01000002 00000000 02000000 44332211  ............D3".
     40d0 e8030000 00000000 e8030000 00000000  ................
     40e0 d0070000 00000000 01020000 00000000  ................
    """
  private static let xxd = """
    00000000: 0100 0002 0000 0000 0200 0000 4433 2211  ............D3".
    00000010: e803 0000 0000 0000 e803 0000 0000 0000  ................
    00000020: d007 0000 0000 0000 0102 0000 0000 0000  ................
    """

  @Test(arguments: [
    tcpdump, gdb, objdump, xxd,
    "00:00:01.000002 IP localhost.1000 > localhost.1000: UDP, length 48\n" + tcpdump,
    "(gdb) x/48xb &info\n" + gdb + "\n(gdb) ",
    // readelf -x
    """
    Hex dump of section '.data':
      0x00000000 01000002 00000000 02000000 44332211 ............D3".
      0x00000010 e8030000 00000000 e8030000 00000000 ................
      0x00000020 d0070000 00000000 01020000 00000000 ................
    """,
    // xxd -g4: the characters say that the groups are not numbers.
    """
    00000000: 01000002 00000000 02000000 44332211  ............D3".
    00000010: e8030000 00000000 e8030000 00000000  ................
    00000020: d0070000 00000000 01020000 00000000  ................
    """,
    // Wireshark
    """
    0000   01 00 00 02 00 00 00 00 02 00 00 00 44 33 22 11   ............D3".
    0010   e8 03 00 00 00 00 00 00 e8 03 00 00 00 00 00 00   ................
    0020   d0 07 00 00 00 00 00 00 01 02 00 00 00 00 00 00   ................
    """,
    // lldb
    """
    (lldb) memory read --size 1 --count 48 info
    0x7ffeefbff500: 01 00 00 02 00 00 00 00 02 00 00 00 44 33 22 11  ............D3".
    0x7ffeefbff510: e8 03 00 00 00 00 00 00 e8 03 00 00 00 00 00 00  ................
    0x7ffeefbff520: d0 07 00 00 00 00 00 00 01 02 00 00 00 00 00 00  ................
    """,
    // A kernel's log
    """
    [   12.345670] skb: 00000000: 01 00 00 02 00 00 00 00 02 00 00 00 44 33 22 11  ............D3".
    [   12.345671] skb: 00000010: e8 03 00 00 00 00 00 00 e8 03 00 00 00 00 00 00  ................
    [   12.345672] skb: 00000020: d0 07 00 00 00 00 00 00 01 02 00 00 00 00 00 00  ................
    """,
    // PowerShell
    """
              Offset Bytes                                           Ascii
                     00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F
              ------ ----------------------------------------------- -----
    0000000000000000 01 00 00 02 00 00 00 00 02 00 00 00 44 33 22 11 ............D3".
    0000000000000010 E8 03 00 00 00 00 00 00 E8 03 00 00 00 00 00 00 ................
    0000000000000020 D0 07 00 00 00 00 00 00 01 02 00 00 00 00 00 00 ................
    """,
    // Python's hexdump: a gap in the middle, which is not the end of the bytes.
    """
    00000000: 01 00 00 02 00 00 00 00  02 00 00 00 44 33 22 11  ............D3".
    00000010: e8 03 00 00 00 00 00 00  e8 03 00 00 00 00 00 00  ................
    00000020: d0 07 00 00 00 00 00 00  01 02 00 00 00 00 00 00  ................
    """,
  ])
  func `Addresses and characters are not bytes`(text: String) throws {
    #expect(try SampleBytes.read(text) == SampleBytes.bytes)
    #expect(try SampleBytes.read(text + "\n") == SampleBytes.bytes)
  }

  static let numbers = [
    // xxd -e, od -An -tx2, od -t x4
    """
    00000000: 02000001 00000000 00000002 11223344  ............D3".
    00000010: 000003e8 00000000 000003e8 00000000  ................
    00000020: 000007d0 00000000 00000201 00000000  ................
    """,
    """
     0001 0200 0000 0000 0002 0000 3344 1122
     03e8 0000 0000 0000 03e8 0000 0000 0000
     07d0 0000 0000 0000 0201 0000 0000 0000
    """,
    """
    0000000 02000001 00000000 00000002 11223344
    0000020 000003e8 00000000 000003e8 00000000
    0000040 000007d0 00000000 00000201 00000000
    0000060
    """,
    // hexdump, od without options (octal), hexdump -e '1/4 "%08x\n"'
    """
    0000000 0001 0200 0000 0000 0002 0000 3344 1122
    0000010 03e8 0000 0000 0000 03e8 0000 0000 0000
    0000020 07d0 0000 0000 0000 0201 0000 0000 0000
    0000030
    """,
    """
    0000000 000001 001000 000000 000000 000002 000000 031504 010442
    0000020 001750 000000 000000 000000 001750 000000 000000 000000
    0000040 003720 000000 000000 000000 001001 000000 000000 000000
    0000060
    """,
    "02000001\n00000000\n00000002\n11223344\n000003e8\n00000000\n000003e8\n00000000\n000007d0\n"
      + "00000000\n00000201\n00000000\n",
    // gdb x/6xg, x/12dw, x/6a
    """
    0x40c0:\t0x0000000002000001\t0x1122334400000002
    0x40d0:\t0x00000000000003e8\t0x00000000000003e8
    0x40e0:\t0x00000000000007d0\t0x0000000000000201
    """,
    """
    0x40c0:\t33554433\t0\t2\t287454020
    0x40d0:\t1000\t0\t1000\t0
    0x40e0:\t2000\t0\t513\t0
    """,
    """
    0x40c0:\t0x2000001\t0x1122334400000002
    0x40d0:\t0x3e8\t0x3e8
    0x40e0:\t0x7d0\t0x201
    """,
    // print_hex_dump with groups of 4
    """
    [   12.345670] skb: 00000000: 02000001 00000000 00000002 11223344
    [   12.345671] skb: 00000010: 000003e8 00000000 000003e8 00000000
    [   12.345672] skb: 00000020: 000007d0 00000000 00000201 00000000
    """,
    // Languages
    "uint32_t w[12] = {0x02000001, 0, 2, 0x11223344, 0x3e8, 0, 1000, 0, 2000, 0, 513, 0};",
    "array('I', [33554433, 0, 2, 287454020, 1000, 0, 1000, 0, 2000, 0, 513, 0])",
    "{0x0000000002000001, 0x1122334400000002, 0x00000000000003e8, 0x00000000000003e8, "
      + "0x00000000000007d0, 0x0000000000000201}",
  ]

  @Test(arguments: numbers)
  func `Numbers are refused unless a person tells their order`(text: String) throws {
    let failure = try #require(SampleBytes.failure(text))
    #expect(failure.reason.contains("--words"))
    #expect(try SampleBytes.read(text, words: .little) == SampleBytes.bytes)
  }

  @Test func `A refusal is one message, and nothing is decoded`() throws {
    let decoded = try decode(Self.numbers[0], subject: .option(.info))
    #expect(decoded.status == 1)
    #expect(decoded.output.isEmpty)
    #expect(decoded.errors.split(separator: "\n").count == 1)
    #expect(decoded.errorLines == [1])
  }

  @Test func `Other orders are told, too`() throws {
    let text = "01000002 00000000 02000000 44332211"
    let bytes = Array(SampleBytes.bytes.prefix(16))
    #expect(try SampleBytes.read(text, words: .big) == bytes)
    #expect(try SampleBytes.read(text, words: .bytes) == bytes)
    #expect(SampleBytes.failure(text) != nil)
    // The characters prove that these are bytes as they are in memory.
    #expect(SampleBytes.failure(Self.xxd, words: .little)?.reason.contains("contradicts") == true)
  }

  @Test(arguments: [
    (tcpdump, 1, "offset is 0x20 after 0x10"), (xxd, 1, "offset is 32 after 16"),
    (gdb, 2, "offset is 0x7fffffffe018 after 0x7fffffffe010"),
  ])
  func `A missing line is named`(text: String, missing: Int, reason: String) throws {
    var lines = text.split(separator: "\n")
    lines.remove(at: missing)
    let failure = try #require(SampleBytes.failure(lines.joined(separator: "\n")))
    #expect(failure.reason.contains(reason), "\(failure)")
    #expect(failure.line == missing + 1)
  }

  @Test func `Addresses of a kernel are addresses, too`() throws {
    let text = Self.gdb.replacing("0x7fffffffe0", with: "0xffff8880123456")
    #expect(try SampleBytes.read(text) == SampleBytes.bytes)
    let journal = "kernel: skb: ffff888012345678: 01 02\nkernel: skb: ffff88801234567a: 03 04\n"
    #expect(try SampleBytes.read(journal) == [1, 2, 3, 4])
    // From one half of all addresses to the other, and around.
    #expect(
      try SampleBytes.read("0x7fffffffffffffff:\t0x01\n0x8000000000000000:\t0x02\n") == [1, 2])
    #expect(SampleBytes.failure("0x8000000000000000:\t0x01\n0x7fffffffffffffff:\t0x02\n") != nil)
  }

  @Test func `A missing beginning is told`() throws {
    let lines = Self.tcpdump.split(separator: "\n").dropFirst().joined(separator: "\n")
    #expect(SampleBytes.failure(lines)?.reason.contains("missing") == true)
    let rest = Self.xxd.split(separator: "\n").dropFirst().joined(separator: "\n")
    let answer = try #require(try ByteText.answers(Array(rest.utf8)).first)
    #expect(answer.bytes == Array(SampleBytes.bytes.dropFirst(16)))
    #expect(answer.remark?.contains("begins at 16") == true)
  }

  @Test(arguments: [
    // A byte less than the end says, the same line twice, lines in another order.
    "00000000  01 00 00 02 00 00 00\n00000008\n", "00000000  01 00\n00000000  01 00\n",
    "00000010  01 00\n00000000  01 00\n", "00000000: 0100\nnothing\n00000002: 0100\n",
    "00000000  01 00\n00000002\n00000000  01 00\n00000002\n",
    // An offset, or the first four bytes.
    "01000002 00 00 00 00\n",
    // od -c
    "0000000 001  \\0  \\0 002  \\0\n0000005\n",
  ])
  func `Dumps that contradict themselves are refused`(text: String) {
    #expect(SampleBytes.failure(text)?.line != nil, "\(text)")
  }

  @Test func `Offsets that may be octal or hexadecimal are refused`() throws {
    // od -x of 100 bytes and hexdump of 100 bytes differ in their offsets alone.
    let text = "0000000 0000 0000 0000 0000 0000 0000 0000 0000\n*\n0000140\n"
    #expect(SampleBytes.failure(text, words: .little)?.reason.contains("-v") == true)
    let clear = "0000000 0001 0000 0000 0000 0000 0000 0000 0000\n"
    let bytes = try SampleBytes.read(
      clear + "0000020 0000 0000 0000 0000 0000 0000 0000 0000\n*\n0000140\n", words: .little)
    #expect(bytes == [1] + [UInt8](repeating: 0, count: 95))
  }
}
