import TestSupport
import Testing
import UAPIHeaders
import UAPIStructs

struct HeaderParserTests {
  @Test func `Companions belong to their header`() throws {
    let root = try ScratchFolder([
      "linux/proto.h": """
      #include <linux/proto_pm.h>
      #include <linux/protocol.h>
      #define PROTO 1
      """,
      "linux/proto_pm.h": "#define PROTO_PM 2\nenum proto_event { PROTO_CREATED };",
      "linux/protocol.h": "#define PROTOCOL 3\nenum protocol_event { PROTOCOL_CREATED };",
    ])
    let model = try root.parse("linux/proto.h")
    #expect(model.headers == ["linux/proto.h", "linux/proto_pm.h"])
    #expect(model.macros.map(\.name) == ["PROTO_PM", "PROTO"])
    #expect(model.macros.map(\.header) == ["linux/proto_pm.h", "linux/proto.h"])
    #expect(model.enums.map(\.header) == ["linux/proto_pm.h", "linux/protocol.h"])
    #expect(model.isRequested("linux/proto_pm.h"))
    #expect(!model.isRequested("linux/protocol.h"))
  }

  @Test func `The release is that of the headers themselves`() throws {
    let root = try ScratchFolder(["linux/sample.h": ""])
    let release = { try root.parse("linux/sample.h").release }
    #expect(try release() == nil)
    try root.write("#define LINUX_VERSION_CODE 396395\n", to: "linux/version.h")
    #expect(try release() == KernelRelease(6, 12))
    for broken in ["", "#define LINUX_VERSION_CODE", "#define LINUX_VERSION_CODE x", "0 1 2\n"] {
      try root.write(broken, to: "linux/version.h")
      #expect(try release() == nil)
    }
  }

  @Test func `Headers that need the C library are read`() throws {
    // As linux/mptcp.h was up to 5.18: it names the socket addresses and includes no header of the
    // C library.
    let model = try Sample.model(
      """
      struct sample {
        union { struct sockaddr sa; struct sockaddr_in sin; struct sockaddr_in6 sin6; };
      };
      #define SAMPLE 1
      """)
    let record = try #require(model.record(named: "sample"))
    #expect(record.size == 28)
    #expect(record.fields.map(\.storageSize) == [16, 16, 28])
    #expect(record.fields.first?.typeName == "struct sockaddr")
    #expect(model.record(named: "sockaddr_in6")?.size == 28)
    #expect(model.integer("SAMPLE") == "1")
  }

  @Test func `Headers of the compiler are found`() throws {
    let model = try Sample.model(
      """
      #include <stddef.h>
      #include <stdint.h>
      #include <limits.h>
      struct sample { size_t size; uint16_t port; };
      """)
    #expect(model.record(named: "sample")?.size == 16)
  }

  @Test func `What the root lacks comes from the system`() throws {
    let model = try Sample.model("#include <linux/types.h>\nstruct sample { __be16 port; };")
    #expect(model.record(named: "sample")?.field(named: "port")?.typeName == "__be16")
    #expect(model.root.contains("uapi-test-"))
  }

  @Test func `Two parses give the same model`() throws {
    let root = try ScratchFolder([
      "linux/sample.h": "#define A 1\n#define B(x) x\nstruct sample { int a; };\nenum { C };"
    ])
    let parser = try HeaderParser(includeRoot: root.path + "/")
    let first = try parser.parse(headers: ["linux/sample.h"])
    let second = try parser.parse(headers: ["linux/sample.h"])
    #expect(first.records == second.records)
    #expect(first.enums == second.enums)
    #expect(first.macros == second.macros)
    #expect(first.unsupported == second.unsupported)
    #expect(first.root == root.path)
    #expect(!parser.libclangVersion.isEmpty)
  }

  @Test func `Parsers run in parallel`() async throws {
    let root = try ScratchFolder(["linux/sample.h": "struct sample { int a[4]; };\n#define A 1"])
    let parser = try HeaderParser(includeRoot: root.path)
    try await withThrowingTaskGroup(of: Int?.self) { group in
      for _ in 0..<8 {
        group.addTask {
          try parser.parse(headers: ["linux/sample.h"]).record(named: "sample")?.size
        }
      }
      for try await size in group { #expect(size == 16) }
    }
  }
}
