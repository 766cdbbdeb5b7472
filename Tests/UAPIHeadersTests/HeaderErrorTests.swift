import Foundation
import TestSupport
import Testing
import UAPIHeaders

struct HeaderErrorTests {
  private func error(_ body: () throws -> Void) throws -> HeaderError {
    do {
      try body()
    } catch {
      return try #require(error as? HeaderError)
    }
    throw Unexpected()
  }

  private struct Unexpected: Error {}

  @Test func `A broken header is an error at its line`() throws {
    let root = try ScratchFolder([
      "linux/sample.h": "#include <linux/broken.h>",
      "linux/broken.h": "struct sample {\n  int a;\n  nonsense b;\n};",
    ])
    let error = try error { _ = try root.parse("linux/sample.h") }
    #expect(error.code == .notCompilable)
    #expect(error.path == root.path + "/linux/broken.h")
    #expect(error.line == 3)
    #expect(error.column == 3)
    #expect(
      error.description.hasPrefix(
        "\(root.path)/linux/broken.h:3:3: error: unknown type name 'nonsense' ("))
  }

  @Test func `A header that ends inside a declaration is an error`() throws {
    let root = try ScratchFolder(["linux/open.h": "struct sample {\n  int a;\n\n"])
    let error = try error { _ = try root.parse("linux/open.h") }
    #expect(error.path == root.path + "/linux/open.h")
    #expect(error.line == 2)
    #expect(error.column == 8)
    #expect(error.message.contains("expected '}'"))
  }

  @Test func `A header that leaves a declaration to the next one is an error`() throws {
    let root = try ScratchFolder([
      "linux/open.h": "struct sample {\n  int\n", "linux/next.h": "struct next { int a; };\n",
    ])
    let parser = try HeaderParser(includeRoot: root.path)
    let error = try error { _ = try parser.parse(headers: ["linux/open.h", "linux/next.h"]) }
    #expect(error.path == root.path + "/linux/open.h")
    #expect(error.line == 2)
  }

  @Test func `A missing header is an error`() throws {
    let root = try ScratchFolder(["linux/types.h": ""])
    let error = try error { _ = try root.parse("linux/mptcp.h") }
    #expect(error.code == .headerNotFound)
    #expect(error.path == root.path)
    #expect(error.message.contains("linux/mptcp.h"))
    #expect(error.remedy.contains("linux-libc-dev"))
    #expect(error.remedy.contains("UAPI_HEADERS"))
  }

  @Test func `A missing header of a header is an error at its line`() throws {
    let root = try ScratchFolder(["linux/sample.h": "\n#include <linux/no-such-header.h>\n"])
    let error = try error { _ = try root.parse("linux/sample.h") }
    #expect(error.code == .headerNotFound)
    #expect(error.path == root.path + "/linux/sample.h")
    #expect(error.line == 2)
    #expect(error.message.contains("no-such-header.h"))
  }

  @Test(arguments: ["", "a>\n#define x", "a\nb", "a>"])
  func `Names that an include directive cannot have are refused`(_ name: String) throws {
    let root = try ScratchFolder(["linux/types.h": ""])
    let error = try error { _ = try root.parse(name) }
    #expect(error.code == .badHeaderName)
  }

  @Test func `A missing root is an error`() throws {
    let error = try error { _ = try HeaderParser(includeRoot: "/no/such/folder") }
    #expect(error.code == .rootNotFound)
    #expect(error.path == "/no/such/folder")
  }

  @Test func `A root without the headers of the target is an error`() throws {
    let root = try ScratchFolder(["linux/types.h": ""])
    let error = try error {
      _ = try HeaderParser(includeRoot: root.path, target: "mips64el-unknown-linux-gnu")
    }
    #expect(error.code == .rootNotFound)
    #expect(error.message.contains("mips64el"))
  }

  @Test func `A missing library is an error that says where it was looked for`() throws {
    let error = try error { _ = try HeaderParser(libclang: "/no/such/libclang.so") }
    #expect(error.code == .libclangNotFound)
    #expect(error.message.contains("/no/such/libclang.so"))
    #expect(error.remedy.contains("LIBCLANG_PATH"))
  }

  @Test func `A file that is not a library is an error`() throws {
    let root = try ScratchFolder(["libclang.so": "text"])
    let error = try error { _ = try HeaderParser(libclang: root.path) }
    #expect(error.code == .libclangNotFound)
    #expect(error.message.contains(root.path + "/libclang.so"))
  }

  @Test func `The library is found next to an executable`() throws {
    let path = try HeaderParser().libclangPath
    let folder = URL(fileURLWithPath: path).resolvingSymlinksInPath().deletingLastPathComponent()
    let root = try ScratchFolder(["usr/bin/real-clang": ""])
    try FileManager.default.createSymbolicLink(
      atPath: root.path + "/usr/lib", withDestinationPath: folder.path)
    try FileManager.default.createSymbolicLink(
      atPath: root.path + "/clang", withDestinationPath: "usr/bin/real-clang")
    let parser = try HeaderParser(clang: root.path + "/clang")
    #expect(parser.libclangPath.hasPrefix(root.path + "/usr/"))
  }
}
