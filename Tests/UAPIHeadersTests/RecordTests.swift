import TestSupport
import Testing
import UAPIHeaders

struct RecordTests {
  @Test func `Offsets, types and holes are those of the compiler`() throws {
    let model = try Sample.model(
      """
      #include <linux/types.h>
      struct sample {
        __u8 state;
        __u32 flags, token;
        __u64 sent;
        __s16 delta;
        struct sample *next;
        int (*callback)(void);
        double ratio;
      };
      """)
    let record = try #require(model.record(named: "sample"))
    #expect(record.kind == .struct)
    #expect(record.size == 56)
    #expect(record.alignment == 8)
    #expect(record.header == "linux/sample.h")
    #expect(record.location.line == 2)
    #expect(
      record.fields.map(\.name) == [
        "state", "flags", "token", "sent", "delta", "next", "callback", "ratio",
      ])
    #expect(record.fields.map(\.storageOffset) == [0, 4, 8, 16, 24, 32, 40, 48])
    #expect(record.fields.map(\.storageSize) == [1, 4, 4, 8, 2, 8, 8, 8])
    #expect(record.fields.map(\.bitOffset) == [0, 32, 64, 128, 192, 256, 320, 384])
    #expect(
      record.fields.map(\.kind) == [
        .unsignedInteger, .unsignedInteger, .unsignedInteger, .unsignedInteger, .signedInteger,
        .pointer, .pointer, .floating,
      ])
    #expect(
      record.fields.map(\.typeName).prefix(5) == ["__u8", "__u32", "__u32", "__u64", "__s16"])
    #expect(record.fields.allSatisfy { !$0.isBitField })
    #expect(record.field(named: "token")?.location.line == 4)
  }

  @Test func `Arrays of every shape are read`() throws {
    let model = try Sample.model(
      """
      #include <linux/types.h>
      #define LENGTH 3
      struct sample {
        __u8 reserved[LENGTH];
        __u16 grid[2][4];
        struct { int a; } inner[2];
        __u32 tail[];
      };
      struct old { int count; int values[0]; };
      """)
    let record = try #require(model.record(named: "sample"))
    #expect(record.fields.map(\.typeName) == ["__u8[3]", "__u16[2][4]", "struct[2]", "__u32[]"])
    #expect(record.fields[0].kind == .array(element: .unsignedInteger, count: 3))
    #expect(
      record.fields[1].kind
        == .array(element: .array(element: .unsignedInteger, count: 4), count: 2))
    #expect(record.fields[2].kind == .array(element: .record("sample.inner"), count: 2))
    #expect(record.fields[3].kind == .flexibleArray(element: .unsignedInteger))
    #expect(record.fields[3].storageSize == 0)
    #expect(record.fields[3].bitWidth == 0)
    #expect(model.record(named: "sample.inner")?.size == 4)
    #expect(
      model.record(named: "old")?.field(named: "values")?.kind
        == .flexibleArray(element: .signedInteger))
  }

  @Test func `Anonymous members are flattened in place`() throws {
    let model = try Sample.model(
      """
      #include <linux/types.h>
      struct sample {
        __u32 first;
        union {
          __u64 wide;
          struct { __u16 low; union { __u8 deep; __u16 deeper; }; };
        };
        struct { __u32 last; };
      };
      """)
    let record = try #require(model.record(named: "sample"))
    #expect(record.fields.map(\.name) == ["first", "wide", "low", "deep", "deeper", "last"])
    #expect(record.fields.map(\.storageOffset) == [0, 8, 8, 10, 10, 16])
    #expect(record.size == 24)
  }

  @Test func `A trailing attribute aligns the struct`() throws {
    let model = try Sample.model(
      """
      #include <linux/types.h>
      struct sample { __u32 a, b, c; } __attribute__((aligned(8)));
      struct packed_sample { __u8 a; __u32 b; } __attribute__((packed));
      struct holder { __u8 a; __aligned_u64 b; };
      """)
    let record = try #require(model.record(named: "sample"))
    #expect(record.size == 16)
    #expect(record.alignment == 8)
    let packed = try #require(model.record(named: "packed_sample"))
    #expect(packed.size == 5)
    #expect(packed.alignment == 1)
    #expect(packed.field(named: "b")?.storageOffset == 1)
    #expect(model.record(named: "holder")?.field(named: "b")?.typeName == "__aligned_u64")
  }

  @Test func `Names come from tags, typedefs and fields`() throws {
    let model = try Sample.model(
      """
      typedef struct { int a; } only_typedef;
      typedef struct tagged { int a; } renamed;
      struct outer {
        only_typedef first;
        renamed second;
        const renamed *third;
        struct named_inside { int b; } fourth;
        union { int c; long d; } fifth;
        enum { GREEN, BLUE } color;
      };
      """)
    #expect(
      model.records.map(\.name) == [
        "only_typedef", "tagged", "outer", "named_inside", "outer.fifth",
      ])
    let outer = try #require(model.record(named: "outer"))
    #expect(
      outer.fields.map(\.kind) == [
        .record("only_typedef"), .record("tagged"), .pointer, .record("named_inside"),
        .record("outer.fifth"), .unsignedInteger,
      ])
    #expect(
      outer.fields.map(\.typeName) == [
        "only_typedef", "renamed", "const renamed *", "struct named_inside", "union", "enum",
      ])
    #expect(model.record(named: "outer.fifth")?.kind == .union)
    #expect(model.constant("BLUE")?.value.int64 == 1)
  }

  @Test func `Records without a tag get the name of what has their type`() throws {
    let model = try Sample.model(
      """
      typedef struct { int a; } *pointer;
      typedef struct { int b; } table[4];
      struct outer { struct { int c; } *first, *second; union { int d; } third[2][3]; };
      static const struct { const char *name; } names[] = { { "one" } };
      """)
    #expect(
      model.records.map(\.name) == [
        "pointer", "table", "outer", "outer.first", "outer.third", "names",
      ])
    let outer = try #require(model.record(named: "outer"))
    #expect(outer.fields.map(\.typeName) == ["struct *", "struct *", "union[2][3]"])
    #expect(outer.fields.map(\.kind).prefix(2) == [.pointer, .pointer])
    #expect(model.record(named: "names")?.size == 8)
    #expect(model.unsupported.isEmpty)
  }

  @Test func `Flexible arrays have no length`() throws {
    let model = try Sample.model(
      """
      #include <linux/stddef.h>
      struct sample {
        unsigned short count;
        union {
          int first;
          __DECLARE_FLEX_ARRAY(int, all);
        };
      };
      struct nested { int count; struct sample entries[]; };
      struct hidden { int count; struct { char length; char text[0]; } tail[]; };
      """)
    let record = try #require(model.record(named: "sample"))
    #expect(record.size == 8)
    #expect(record.fields.map(\.name) == ["count", "first", "__empty_all", "all"])
    #expect(record.fields.map(\.bitOffset) == [0, 32, 32, 32])
    #expect(record.fields.map(\.bitWidth) == [16, 32, 0, 0])
    #expect(record.field(named: "all")?.kind == .flexibleArray(element: .signedInteger))
    // The macro puts a struct of no bytes before the array.
    #expect(model.record(named: "sample.__empty_all")?.size == 0)
    let nested = try #require(model.record(named: "nested"))
    #expect(nested.size == 4)
    #expect(nested.field(named: "entries")?.kind == .flexibleArray(element: .record("sample")))
    #expect(model.record(named: "hidden.tail")?.fields.map(\.bitOffset) == [0, 8])
    #expect(model.unsupported.isEmpty)
  }

  @Test func `Packed, over-aligned and wide fields have their places`() throws {
    let model = try Sample.model(
      """
      struct inner { char a; long long b; } __attribute__((packed, aligned(2)));
      struct sample {
        char start;
        struct inner inner;
        __int128 wide __attribute__((aligned(32)));
        unsigned __int128 other[2];
        struct sample *sample;
        enum { RED } __attribute__((packed)) color;
      };
      union sample_or_all { struct sample sample; unsigned char all[256]; } __attribute__((aligned(64)));
      """, target: "x86_64-unknown-linux-gnu")
    #expect(model.record(named: "inner")?.size == 10)
    #expect(model.record(named: "inner")?.alignment == 2)
    let record = try #require(model.record(named: "sample"))
    #expect(record.fields.map(\.bitOffset) == [0, 16, 256, 384, 640, 704])
    #expect(record.fields.map(\.bitWidth) == [8, 80, 128, 256, 64, 8])
    #expect(
      record.fields.map(\.kind) == [
        .signedInteger, .record("inner"), .signedInteger,
        .array(element: .unsignedInteger, count: 2), .pointer, .unsignedInteger,
      ])
    #expect(record.alignment == 32)
    #expect(model.record(named: "sample_or_all")?.alignment == 64)
    #expect(model.enums.map(\.size) == [1])
    #expect(model.enums.map(\.typeName) == ["unsigned char"])
    #expect(model.unsupported.isEmpty)
  }

  @Test func `Records of included headers are reachable`() throws {
    let root = try ScratchFolder([
      "linux/sample.h": "#include <linux/base.h>\nstruct sample { struct base b; };",
      "linux/base.h": "#define BASE 1\nstruct base { char name[4]; };",
    ])
    let model = try root.parse("linux/sample.h")
    let base = try #require(model.record(named: "base"))
    #expect(base.header == "linux/base.h")
    #expect(!model.isRequested(base.header))
    #expect(base.location.path == root.path + "/linux/base.h")
    #expect(model.macro("BASE") == nil)
    #expect(model.record(named: "sample")?.fields.first?.kind == .record("base"))
  }

  @Test func `The layout of a 32-bit machine is its own`() throws {
    let text = "struct sample { unsigned a; unsigned long long b; unsigned char c; };"
    let wide = try Sample.record(text, target: "x86_64-unknown-linux-gnu")
    let narrow = try Sample.record(text, target: "i386-unknown-linux-gnu")
    #expect(wide.fields.map(\.storageOffset) == [0, 8, 16])
    #expect(wide.size == 24)
    #expect(narrow.fields.map(\.storageOffset) == [0, 4, 12])
    #expect(narrow.size == 16)
  }

  @Test func `Types without counterpart are reported`() throws {
    let model = try Sample.model(
      "struct sample { int a; int v __attribute__((vector_size(16))); };")
    #expect(model.record(named: "sample")?.field(named: "v")?.kind == .other)
    let entry = try #require(model.unsupported("sample.v"))
    #expect(entry.kind == .field)
    #expect(entry.cause == .type)
    #expect(entry.line == 1)
  }
}
