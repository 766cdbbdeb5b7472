import Testing
import UAPIHeaders

struct EnumTests {
  @Test func `Enums have the names and values of their constants`() throws {
    let model = try Sample.model(
      """
      enum plain { PLAIN_A, PLAIN_B = 5, PLAIN_C };
      enum { UNNAMED_A = -1, UNNAMED_B };
      typedef enum { TYPEDEF_A } by_typedef;
      enum wide { WIDE_A = 1ULL << 63, WIDE_B = 1 };
      enum full { FULL_A = 0xffffffff };
      enum lowest { LOWEST_A = -0x7fffffffffffffffLL - 1 };
      """)
    #expect(model.enums.map(\.name) == ["plain", nil, "by_typedef", "wide", "full", "lowest"])
    #expect(model.enums.allSatisfy { $0.header == "linux/sample.h" })
    #expect(model.enums[0].constants.map(\.name) == ["PLAIN_A", "PLAIN_B", "PLAIN_C"])
    #expect(model.enums[0].constants.map(\.value.description) == ["0", "5", "6"])
    #expect(model.constant("PLAIN_A")?.value.isSigned == false)
    #expect(model.constant("UNNAMED_A")?.value == IntegerValue(-1))
    #expect(model.constant("WIDE_A")?.value == IntegerValue(unsigned: 1 << 63, bitWidth: 64))
    #expect(model.constant("WIDE_A")?.value.int64 == nil)
    #expect(model.constant("FULL_A")?.value == IntegerValue(unsigned: 0xffff_ffff))
    #expect(model.constant("LOWEST_A")?.value == IntegerValue(.min, bitWidth: 64))
    #expect(model.constant("LOWEST_A")?.value.uint64 == nil)
    #expect(model.constant("UNNAMED_B")?.location.line == 2)
  }

  @Test func `Constants in network byte order have the values of the machine`() throws {
    let text = """
      #ifdef TESTED_ALONE
      #define __constant_cpu_to_be32(x) (x)
      #else
      #define __constant_cpu_to_be32(x) __builtin_bswap32(x)
      #endif
      enum { FLAG = __constant_cpu_to_be32(0x00800000), PLAIN = 7 };
      """
    let little = try Sample.model(text, target: "x86_64-unknown-linux-gnu")
    #expect(little.constant("FLAG")?.value.uint64 == 0x8000)
    #expect(little.constant("FLAG")?.hostValue?.uint64 == 0x0080_0000)
    #expect(little.constant("PLAIN")?.hostValue == nil)
    let big = try Sample.model(
      "#define TESTED_ALONE\n" + text, target: "s390x-unknown-linux-gnu")
    #expect(big.constant("FLAG")?.value.uint64 == 0x0080_0000)
    #expect(big.constant("FLAG")?.hostValue?.uint64 == 0x0080_0000)
  }
}
