import Foundation
import Testing
import UAPIHeaders

@Suite struct HeaderErrorTests {
  private func error(_ body: () throws -> Void) throws -> HeaderError {
    do {
      try body()
    } catch {
      return try #require(error as? HeaderError)
    }
    throw Unexpected()
  }

  private struct Unexpected: Error {}

  @Test func brokenHeader() throws {
    let root = try TemporaryRoot([
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

  @Test func headerThatEndsInsideADeclaration() throws {
    let root = try TemporaryRoot(["linux/open.h": "struct sample {\n  int a;\n\n"])
    let error = try error { _ = try root.parse("linux/open.h") }
    #expect(error.path == root.path + "/linux/open.h")
    #expect(error.line == 2)
    #expect(error.column == 8)
    #expect(error.message.contains("expected '}'"))
  }

  @Test func headerThatLeavesADeclarationToTheNext() throws {
    let root = try TemporaryRoot([
      "linux/open.h": "struct sample {\n  int\n", "linux/next.h": "struct next { int a; };\n",
    ])
    let parser = try HeaderParser(includeRoot: root.path)
    let error = try error { _ = try parser.parse(headers: ["linux/open.h", "linux/next.h"]) }
    #expect(error.path == root.path + "/linux/open.h")
    #expect(error.line == 2)
  }

  @Test func missingHeader() throws {
    let root = try TemporaryRoot()
    let error = try error { _ = try root.parse("linux/mptcp.h") }
    #expect(error.code == .headerNotFound)
    #expect(error.path == root.path)
    #expect(error.message.contains("linux/mptcp.h"))
    #expect(error.remedy.contains("linux-libc-dev"))
    #expect(error.remedy.contains("UAPI_HEADERS"))
  }

  @Test func missingHeaderOfAHeader() throws {
    let root = try TemporaryRoot(["linux/sample.h": "\n#include <linux/no-such-header.h>\n"])
    let error = try error { _ = try root.parse("linux/sample.h") }
    #expect(error.code == .headerNotFound)
    #expect(error.path == root.path + "/linux/sample.h")
    #expect(error.line == 2)
    #expect(error.message.contains("no-such-header.h"))
  }

  @Test(arguments: ["", "a>\n#define x", "a\nb", "a>"])
  func badNames(_ name: String) throws {
    let root = try TemporaryRoot()
    let error = try error { _ = try root.parse(name) }
    #expect(error.code == .badHeaderName)
  }

  @Test func missingRoot() throws {
    let error = try error { _ = try HeaderParser(includeRoot: "/no/such/folder") }
    #expect(error.code == .rootNotFound)
    #expect(error.path == "/no/such/folder")
  }

  @Test func rootWithoutTheHeadersOfTheTarget() throws {
    let root = try TemporaryRoot()
    let error = try error {
      _ = try HeaderParser(includeRoot: root.path, target: "mips64el-unknown-linux-gnu")
    }
    #expect(error.code == .rootNotFound)
    #expect(error.message.contains("mips64el"))
  }

  @Test func missingLibrary() throws {
    let error = try error { _ = try HeaderParser(libclang: "/no/such/libclang.so") }
    #expect(error.code == .libclangNotFound)
    #expect(error.message.contains("/no/such/libclang.so"))
    #expect(error.remedy.contains("LIBCLANG_PATH"))
  }

  @Test func fileThatIsNoLibrary() throws {
    let root = try TemporaryRoot(["libclang.so": "text"])
    let error = try error { _ = try HeaderParser(libclang: root.path) }
    #expect(error.code == .libclangNotFound)
    #expect(error.message.contains(root.path + "/libclang.so"))
  }

  @Test func libraryIsFoundBesideAnExecutable() throws {
    let path = try HeaderParser().libclangPath
    let folder = URL(fileURLWithPath: path).resolvingSymlinksInPath().deletingLastPathComponent()
    let root = try TemporaryRoot(["usr/bin/real-clang": ""])
    try FileManager.default.createSymbolicLink(
      atPath: root.path + "/usr/lib", withDestinationPath: folder.path)
    try FileManager.default.createSymbolicLink(
      atPath: root.path + "/clang", withDestinationPath: "usr/bin/real-clang")
    let parser = try HeaderParser(clang: root.path + "/clang")
    #expect(parser.libclangPath.hasPrefix(root.path + "/usr/"))
  }
}
