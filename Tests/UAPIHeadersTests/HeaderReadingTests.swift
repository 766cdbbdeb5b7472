import TestSupport
import Testing
import UAPIHeaders

/// Headers that are read by themselves.
struct HeaderReadingTests {
  private func read(
    _ header: String = "linux/sample.h", in root: ScratchFolder
  ) throws -> HeaderReading {
    let parser = try HeaderParser(includeRoot: root.path)
    return try parser.read(header, index: HeaderIndex(parser))
  }

  @Test func `A header that compiles alone is read alone`() throws {
    let root = try ScratchFolder([
      "linux/sample.h": "#include <linux/sample_more.h>\nstruct sample { int a; };",
      "linux/sample_more.h": "#define MORE 1\nstruct more { int b; };",
    ])
    let reading = try read(in: root)
    #expect(reading.error == nil)
    #expect(reading.needs.isEmpty)
    // What it includes is read for itself.
    #expect(reading.model?.headers == ["linux/sample.h"])
    #expect(reading.model?.macros.isEmpty == true)
  }

  @Test(arguments: [
    ("struct missing", "struct missing { int a; };"),
    ("missing", "typedef unsigned missing;"),
    ("missing", "typedef struct { int a, b; } missing;"),
    ("missing", "typedef int (*missing)(int other);"),
    ("missing", "#define missing int"),
    ("missing", "# \tdefine missing short"),
    ("enum missing", "/* enum other { */ enum missing { ONE = 1, TWO };"),
  ])
  func `A header that needs a definition is read after the one that has it`(
    type: String, definition: String
  ) throws {
    let root = try ScratchFolder([
      "linux/sample.h": "struct sample { \(type) field; };",
      "linux/deep/definition.h": definition,
      "linux/mention.h": "struct other { struct missing *missing; };",
    ])
    let reading = try read(in: root)
    #expect(reading.needs == ["linux/deep/definition.h"])
    let error = try #require(reading.error)
    #expect(error.path == root.path + "/linux/sample.h")
    #expect(error.line == 1)
    #expect(error.message.contains("missing"))
    #expect(reading.model?.record(named: "sample")?.fields.count == 1)
  }

  @Test func `Headers that are read together come after what each needs`() throws {
    let root = try ScratchFolder([
      "linux/sample.h": "struct sample { struct missing field; };",
      "linux/other.h": "struct other { struct absent field; };",
      "linux/definition.h": "struct missing { struct absent a; };",
      "linux/deep/definition.h": "struct absent { int a; };",
    ])
    let model = try HeaderParser(includeRoot: root.path)
      .parse(headers: ["linux/sample.h", "linux/other.h"])
    #expect(model.headers == ["linux/sample.h", "linux/other.h"])
    #expect(model.record(named: "sample")?.size == 4)
    #expect(model.record(named: "other")?.size == 4)
  }

  @Test func `Constants that are defined elsewhere come from there`() throws {
    let root = try ScratchFolder([
      "linux/sample.h": "struct sample { char a[LENGTH]; char b[COUNT]; };",
      "linux/length.h": "#define LENGTH 3",
      "linux/count.h": "enum { NONE, COUNT = 5, };",
    ])
    let reading = try read(in: root)
    #expect(Set(reading.needs) == ["linux/length.h", "linux/count.h"])
    #expect(reading.model?.record(named: "sample")?.size == 8)
  }

  @Test func `What a needed header needs is found`() throws {
    let root = try ScratchFolder([
      "linux/sample.h": "struct sample { struct first a; };",
      "linux/first.h": "struct first { second b; };",
      "linux/second.h": "typedef long long second;",
    ])
    let reading = try read(in: root)
    #expect(reading.model?.record(named: "sample")?.size == 8)
    #expect(reading.needs == ["linux/second.h", "linux/first.h"])
  }

  @Test func `Types of the C library are found`() throws {
    let root = try ScratchFolder([
      "linux/sample.h": "struct sample { size_t a; uint32_t b; struct sockaddr c; };"
    ])
    let reading = try read(in: root)
    #expect(reading.model?.record(named: "sample")?.fields.map(\.bitWidth) == [64, 32, 128])
    #expect(reading.needs.contains("sys/socket.h"))
  }

  @Test func `Bodies of functions count`() throws {
    let root = try ScratchFolder([
      "linux/sample.h": """
      static inline void *nothing(void) { return NULL; }
      struct sample { int a; };
      """
    ])
    let reading = try read(in: root)
    #expect(reading.needs == ["stddef.h"])
    #expect(reading.model?.record(named: "sample")?.size == 4)
  }

  @Test(arguments: [
    "struct sample { struct nowhere field; };", "#error not for you", "#include <linux/nowhere.h>",
    "struct sample { int a; ",
  ])
  func `A header that nothing helps is an error by name`(text: String) throws {
    let root = try ScratchFolder([
      "linux/sample.h": text, "linux/other.h": "struct other { int a; };",
    ])
    let reading = try read(in: root)
    #expect(reading.model == nil)
    #expect(reading.needs.isEmpty)
    #expect(reading.error?.message.isEmpty == false)
  }

  @Test func `The headers of a root are listed`() throws {
    let root = try ScratchFolder([
      "linux/b.h": "", "linux/a.h": "", "linux/netfilter/c.h": "", "sound/d.h": "",
      "linux/notes.txt": "", "future/e.h": "", "x86_64-linux-gnu/asm/f.h": "", "top.h": "",
    ])
    func headers() throws -> [String] {
      HeaderIndex(try HeaderParser(includeRoot: root.path, target: "x86_64-linux-gnu")).headers
    }
    #expect(
      try headers() == [
        "asm/f.h", "future/e.h", "linux/a.h", "linux/b.h", "linux/netfilter/c.h", "sound/d.h",
      ])
    // Among the headers of a system those of others are left out.
    try root.write("", to: "stdio.h")
    #expect(
      try headers() == [
        "asm/f.h", "linux/a.h", "linux/b.h", "linux/netfilter/c.h", "sound/d.h",
      ])
  }

  @Test func `Headers of other roots are refused`() throws {
    let root = try ScratchFolder(["linux/sample.h": ""])
    #expect(throws: HeaderError.self) { try read("linux/nowhere.h", in: root) }
    #expect(throws: HeaderError.self) { try read("stdio.h", in: root) }
  }
}
