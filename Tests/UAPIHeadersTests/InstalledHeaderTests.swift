import Foundation
import TestSupport
import Testing
import UAPIHeaders

/// The installed headers, measured by the C compiler as a second source.
struct InstalledHeaderTests {
  @Test(arguments: ["linux/mptcp.h", "linux/tcp.h"])
  func `Layouts agree with the compiler`(_ header: String) throws {
    guard FileManager.default.fileExists(atPath: "/usr/include/" + header) else {
      print("skipped: \(header) is not installed")
      return
    }
    let model = try HeaderParser().parse(headers: [header])
    var checks = ""
    var fieldCount = 0
    for record in model.records where model.isRequested(record.header) {
      let type = "\(record.kind) \(record.name)"
      checks += "CHECK(sizeof(\(type)), \(record.size));\n"
      checks += "CHECK(_Alignof(\(type)), \(record.alignment));\n"
      for field in record.fields {
        fieldCount += 1
        if field.isBitField {
          checks += Self.bitFieldCheck(field, of: type)
        } else {
          checks += "CHECK(__builtin_offsetof(\(type), \(field.name)), \(field.storageOffset));\n"
          checks += "CHECK(sizeof(((\(type) *)0)->\(field.name)), \(field.storageSize));\n"
        }
      }
    }
    #expect(fieldCount > 10)
    for constant in model.enums where model.isRequested(constant.header) {
      for constant in constant.constants {
        checks += "CHECK((long long)\(constant.name), \(constant.value));\n"
      }
    }
    try compileAndRun(
      """
      #include <netinet/in.h>
      #include <sys/socket.h>
      #include <stdio.h>
      #include <string.h>
      #include <\(header)>
      #define CHECK(a, b) do { long long x = (a), y = (b); \\
        if (x != y) { printf("%s is %lld, not %lld\\n", #a, x, y); failures++; } } while (0)
      int main(void) {
      int failures = 0;
      \(checks)
      return failures != 0;
      }
      """)
  }

  /// Sets every bit of the field and looks which bits of the storage are set, in the order of
  /// allocation.
  private static func bitFieldCheck(_ field: Field, of type: String) -> String {
    let first = field.bitOffset - 8 * field.storageOffset
    return """
      {
        union { \(type) record; unsigned char bytes[sizeof(\(type))]; } u;
        memset(&u, 0, sizeof u);
        u.record.\(field.name) = ~0;
        for (unsigned bit = 0; bit < 8 * sizeof(\(type)); bit++) {
          int little = *(unsigned char *)&(unsigned){1};
          int set = u.bytes[bit / 8] >> (little ? bit % 8 : 7 - bit % 8) & 1;
          unsigned start = 8 * \(field.storageOffset) + \(first);
          CHECK(set, bit >= start && bit < start + \(field.bitWidth));
        }
      }

      """
  }

  private func compileAndRun(_ source: String) throws {
    let root = try ScratchFolder(["check.c": source])
    let compiler = try run(
      "/usr/bin/env", ["cc", "-w", "-o", root.path + "/check", root.path + "/check.c"])
    if compiler.status == 127 {
      print("skipped: there is no C compiler")
      return
    }
    #expect(compiler.status == 0, "\(compiler.output)")
    let check = try run(root.path + "/check", [])
    #expect(check.status == 0, "\(check.output)")
  }

  private func run(
    _ executable: String, _ arguments: [String]
  ) throws -> (status: Int32, output: String) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }

  @Test func `The addresses of subflows are read from the installed header`() throws {
    guard FileManager.default.fileExists(atPath: "/usr/include/linux/mptcp.h") else {
      print("skipped: linux/mptcp.h is not installed")
      return
    }
    let model = try HeaderParser().parse(headers: ["linux/mptcp.h"])
    let record = try #require(model.record(named: "mptcp_subflow_addrs"))
    #expect(record.size == 256)
    #expect(record.field(named: "ss_local")?.kind == .record("__kernel_sockaddr_storage"))
    #expect(record.field(named: "sa_remote")?.storageOffset == 128)
    #expect(model.record(named: "sockaddr_in6")?.size == 28)
    #expect(model.release != nil)
    #expect(model.integer("MPTCP_INFO") == "1")
    #expect(model.macro("MPTCP_PM_NAME") == .string("mptcp_pm"))
  }
}
