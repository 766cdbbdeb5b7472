import Foundation
import TestSupport
import Testing

@testable import UAPIHeaders

/// Headers of `asm-generic/` as those of `asm/` include them.
struct HeaderRouteTests {
  private static let headers = [
    "asm-generic/statfs.h": """
    #ifndef GENERIC_STATFS
    #define GENERIC_STATFS
    #ifndef ARCH_PACK
    #define ARCH_PACK
    #endif
    struct statfs_t { int a; long long b; } ARCH_PACK;
    #endif
    """,
    "asm/statfs.h": """
    #define ARCH_PACK __attribute__((packed))
    #include <asm-generic/statfs.h>
    """,
    // One that another header of asm/ includes, over a generic one.
    "asm-generic/base.h": """
    #ifndef GENERIC_BASE
    #define GENERIC_BASE
    #ifdef ARCH_WIDE
    typedef long long base_t;
    #else
    typedef int base_t;
    #endif
    struct base { base_t value; };
    #endif
    """,
    "asm-generic/outer.h": "#include <asm-generic/base.h>\n",
    "asm/outer.h": "#define ARCH_WIDE 1\n#include <asm-generic/outer.h>\n",
    // One that the machine does without: it has its own.
    "asm-generic/own.h": "struct own { int generic; };\n",
    "asm/own.h": "struct own { char machine; };\n",
    // One whose machine includes it under a condition that does not hold.
    "asm-generic/maybe.h": "struct maybe { int generic; };\n",
    "asm/maybe.h": """
    #ifdef NEVER
    #include <asm-generic/maybe.h>
    #else
    struct maybe { char machine; };
    #endif
    """,
  ]

  private func size(of name: String, in header: String) throws -> Int? {
    let root = try ScratchFolder(Self.headers)
    return try root.parse(header).record(named: name)?.size
  }

  @Test func `What asm defines before counts`() throws {
    #expect(try size(of: "statfs_t", in: "asm-generic/statfs.h") == 12)
    #expect(try size(of: "base", in: "asm-generic/base.h") == 8)
  }

  @Test func `A header that the machine does without is read by itself`() throws {
    #expect(try size(of: "own", in: "asm-generic/own.h") == 4)
    #expect(try size(of: "maybe", in: "asm-generic/maybe.h") == 4)
  }

  @Test func `An inventory reads them the same way, without an error`() throws {
    let root = try ScratchFolder(Self.headers)
    let parser = try HeaderParser(includeRoot: root.path)
    let index = HeaderIndex(parser)
    let sizes = [
      "statfs": ("statfs_t", 12), "base": ("base", 8), "own": ("own", 4), "maybe": ("maybe", 4),
    ]
    for (file, (name, size)) in sizes {
      let reading = try parser.read("asm-generic/\(file).h", index: index)
      #expect(reading.error == nil && reading.needs.isEmpty)
      #expect(reading.model?.record(named: name)?.size == size, "\(file)")
      #expect(reading.model?.record(named: name)?.header == "asm-generic/\(file).h")
    }
    #expect(try parser.records(of: ["asm-generic/statfs.h"]).first?.size == 12)
  }

  @Test func `Other machines come by their own asm`() throws {
    var headers = Self.headers
    headers["s390x-linux-gnu/asm/statfs.h"] = "#include <asm-generic/statfs.h>\n"
    headers["x86_64-linux-gnu/asm/statfs.h"] = headers.removeValue(forKey: "asm/statfs.h")
    let root = try ScratchFolder(headers)
    #expect(
      try root.parse("asm-generic/statfs.h", target: "s390x-linux-gnu").record(named: "statfs_t")?
        .size == 16)
    #expect(
      try root.parse("asm-generic/statfs.h", target: "x86_64-linux-gnu").record(named: "statfs_t")?
        .size == 12)
  }

  @Test func `The nearest header of asm is the way, and one of the same name before others`() throws
  {
    let root = try ScratchFolder(Self.headers)
    let routes = try HeaderParser(includeRoot: root.path).routes
    #expect(routes.route(to: "asm-generic/statfs.h") == "asm/statfs.h")
    #expect(routes.route(to: "asm-generic/base.h") == "asm/outer.h")
    #expect(routes.route(to: "asm-generic/own.h") == nil)
    #expect(routes.route(to: "linux/statfs.h") == nil)
    #expect(
      routes.routed(["linux/a.h", "asm-generic/base.h"])
        == ["linux/a.h", "asm/outer.h", "asm-generic/base.h"])
  }

  @Test func `compat_statfs64 has the size that programs see`() throws {
    guard FileManager.default.fileExists(atPath: "/usr/include/asm-generic/statfs.h") else {
      print("skipped: there are no kernel headers here")
      return
    }
    #if arch(x86_64)
      let model = try HeaderParser().parse(headers: ["asm-generic/statfs.h"])
      #expect(model.record(named: "compat_statfs64")?.size == 84)
      #expect(model.record(named: "compat_statfs64")?.alignment == 4)
    #else
      print("skipped: the size is known for x86-64")
    #endif
  }
}
