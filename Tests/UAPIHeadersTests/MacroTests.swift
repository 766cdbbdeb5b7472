import TestSupport
import Testing
import UAPIHeaders

struct MacroTests {
  @Test func `Integers of every type have their values`() throws {
    let model = try Sample.model(
      """
      #include <linux/const.h>
      enum { COUNT = 12 };
      #define SHIFTED (1 << 0)
      #define SAME_LATER _BITUL(0)
      #define NEGATIVE -1
      #define HEXADECIMAL 0x1
      #define UNSIGNED 536U
      #define LARGEST 0xffffffffffffffffULL
      #define LETTER 'a'
      #define LAST (COUNT - 1)
      #define OTHER_NAME UNSIGNED
      #define SIZE sizeof(long long)
      #define LONG_LINE \\
        1 + \\
        2
      """)
    #expect(model.macro("SHIFTED") == .integer(IntegerValue(1)))
    #expect(model.macro("SAME_LATER") == .integer(IntegerValue(unsigned: 1, bitWidth: 64)))
    #expect(model.macro("NEGATIVE") == .integer(IntegerValue(-1)))
    #expect(model.macro("UNSIGNED") == .integer(IntegerValue(unsigned: 536)))
    #expect(model.macro("LARGEST") == .integer(IntegerValue(unsigned: .max, bitWidth: 64)))
    #expect(model.integer("HEXADECIMAL") == "1")
    #expect(model.integer("LETTER") == "97")
    #expect(model.integer("LAST") == "11")
    #expect(model.integer("OTHER_NAME") == "536")
    #expect(model.integer("SIZE") == "8")
    #expect(model.integer("LONG_LINE") == "3")
    #expect(model.macros.map(\.location.line) == [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13])
    #expect(model.macros.allSatisfy { $0.header == "linux/sample.h" })
    #expect(model.unsupported.isEmpty)
  }

  @Test func `Strings have their text`() throws {
    let model = try Sample.model(
      """
      #define NAME "mptcp_pm"
      #define JOINED NAME "_events"
      #define PREFIX "security."
      #define IN_PARENTHESES (PREFIX "lsm")
      #define EMPTY_TEXT ""
      #define QUOTED "a\\"b"
      """)
    #expect(model.macro("NAME") == .string("mptcp_pm"))
    #expect(model.macro("JOINED") == .string("mptcp_pm_events"))
    #expect(model.macro("IN_PARENTHESES") == .string("security.lsm"))
    #expect(model.macro("EMPTY_TEXT") == .string(""))
    #expect(model.macro("QUOTED") == .string("a\"b"))
  }

  @Test func `Floating-point numbers have their values`() throws {
    let model = try Sample.model(
      """
      #define DOUBLE 1.5
      #define SINGLE -0.25f
      #define COMPUTED (DOUBLE * 4)
      #define CAST ((int)2.9)
      """)
    #expect(model.macro("DOUBLE") == .floating(1.5))
    #expect(model.macro("SINGLE") == .floating(-0.25))
    #expect(model.macro("COMPUTED") == .floating(6))
    #expect(model.macro("CAST") == .integer(IntegerValue(2)))
    #expect(model.macros.map(\.typeName) == ["double", "float", "double", "int"])
  }

  @Test func `Values have their types`() throws {
    let model = try Sample.model(
      """
      typedef unsigned short narrow;
      enum wide { LARGE = 0x80000000U };
      #define CAST ((narrow)65537)
      #define WIDE LARGE
      #define LONG 1L
      #define LONG_LONG 1LL
      #define SIZE sizeof(narrow)
      #define TEXT "text"
      """)
    #expect(
      model.macros.map(\.typeName) == [
        "unsigned short", "unsigned int", "long", "long long", "unsigned long", "char *",
      ])
    #expect(model.integer("CAST") == "1")
    #expect(model.integer("SIZE") == "2")
  }

  @Test func `Masks and bits that user space does not define have values`() throws {
    let model = try Sample.model(
      """
      #define ALL GENMASK(5, 0)
      #define MIDDLE (GENMASK(7, 4))
      #define EVERY GENMASK_ULL(63, 0)
      #define ONE BIT(3)
      #define HIGH BIT_ULL(40)
      #define COMBINED (BIT(0) | BIT(1) | ALL)
      #define TOO_LARGE GENMASK(70, 0)
      """)
    #expect(model.integer("ALL") == "63")
    #expect(model.integer("MIDDLE") == "240")
    #expect(model.integer("EVERY") == "18446744073709551615")
    #expect(model.integer("ONE") == "8")
    #expect(model.integer("HIGH") == "1099511627776")
    #expect(model.integer("COMBINED") == "63")
    #expect(model.macro("TOO_LARGE") == nil)
    #expect(model.unsupported("TOO_LARGE")?.cause == .notAConstant)
  }

  @Test func `A header's own definition of a mask counts`() throws {
    let model = try Sample.model(
      """
      #define BIT(n) (100 + (n))
      #define ONE BIT(3)
      """)
    #expect(model.integer("ONE") == "103")
    #expect(model.unsupported("BIT")?.cause == .functionLike)
  }

  @Test func `What has no value is reported with its place`() throws {
    let root = try ScratchFolder([
      "linux/sample.h": """
      #ifndef _SAMPLE_H
      #define _SAMPLE_H
      #define FUNCTION(x) ((x) + 1)
      #define TYPE struct nothing
      #define UNDEFINED_LATER 1
      #undef UNDEFINED_LATER
      #define MISSING NOT_DEFINED_ANYWHERE
      #define POINTER ((void *)8)
      #define BLOCK do { } while (0)
      #define UNBALANCED )
      #define RUNTIME (runtime_value + 1)
      extern int runtime_value;
      #endif
      """
    ])
    let model = try root.parse("linux/sample.h")
    #expect(model.macros.isEmpty)
    #expect(
      model.unsupported.map(\.name) == [
        "_SAMPLE_H", "FUNCTION", "TYPE", "UNDEFINED_LATER", "MISSING", "POINTER", "BLOCK",
        "UNBALANCED", "RUNTIME",
      ])
    #expect(
      model.unsupported.map(\.cause) == [
        .empty, .functionLike, .notAConstant, .undefined, .notAConstant, .type, .notAConstant,
        .notAConstant, .notAConstant,
      ])
    #expect(model.unsupported.map(\.line) == [2, 3, 4, 5, 7, 8, 9, 10, 11])
    #expect(model.unsupported.allSatisfy { $0.file == root.path + "/linux/sample.h" })
    #expect(model.unsupported.allSatisfy { $0.kind == .macro && !$0.reason.isEmpty })
  }

  @Test func `One bad macro does not lose the others`() throws {
    var text = "#define OPEN {\n#define CLOSE }\n#define PAREN (\n"
    for index in 0..<40 {
      text += "#define GOOD_\(index) \(index)\n"
      text += ["#define BAD_\(index) NOPE\n", "#define BAD_\(index) PAREN 1\n", ""][index % 3]
    }
    text += "#define SWALLOWS OPEN 1\n#define AFTER 77\n#define ENDS CLOSE\n#define LAST 78\n"
    let model = try Sample.model(text)
    for index in 0..<40 { #expect(model.integer("GOOD_\(index)") == "\(index)") }
    #expect(model.integer("AFTER") == "77")
    #expect(model.integer("LAST") == "78")
    #expect(model.unsupported("BAD_0") != nil)
    #expect(model.unsupported("SWALLOWS") != nil)
    #expect(model.unsupported("ENDS") != nil)
    #expect(model.macros.count + model.unsupported.count == text.split(separator: "\n").count)
  }

  @Test func `The last definition counts`() throws {
    let model = try Sample.model(
      """
      #define VALUE 1
      #undef VALUE
      #define VALUE 2
      """)
    #expect(model.macros.map(\.name) == ["VALUE"])
    #expect(model.integer("VALUE") == "2")
    #expect(model.macros.first?.location.line == 3)
  }

  @Test func `Numbers of ioctls are computed`() throws {
    let model = try Sample.model(
      """
      struct argument { int a, b; };
      #define SAMPLE_GET _IOR('x', 1, struct argument)
      """)
    #expect(model.integer("SAMPLE_GET") == "2148038657")
  }
}
