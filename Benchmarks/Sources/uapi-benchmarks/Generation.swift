#if os(Linux)
  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif

  /// Generating bindings for linux/mptcp.h and linux/tcp.h, whole processes from start to end: ours,
  /// bindgen, and a compiler that only reads the headers.
  enum Generation {
    private static let rounds = 15

    /// Prints a line for each program that ours is compared with, or why it cannot be.
    static func run() throws {
      guard let folder = ScratchFolder(), let uapi = Process.beside("uapi") else {
        print("generation: skipped, for there is no folder for its output, or uapi is not built")
        return
      }
      let header = folder.path + "/headers.h"
      let spec = folder.path + "/uapi-bindings.json5"
      guard folder.write("#include <linux/mptcp.h>\n#include <linux/tcp.h>\n", to: header),
        folder.write("{ headers: [\"linux/mptcp.h\", \"linux/tcp.h\"] }\n", to: spec)
      else {
        print("generation: skipped, for \(folder.path) cannot be written")
        return
      }
      print(
        Columns.left("generating linux/mptcp.h, linux/tcp.h", 38) + Columns.right("its ms", 8)
          + Columns.right("uapi ms", 9) + Columns.right("ratio", 7))
      let ours = [uapi, "generate", "--spec", spec, "--output", folder.path]
      compare("clang -fsyntax-only", ["clang", "-fsyntax-only", header], ours)
      compare("bindgen", ["bindgen", header, "-o", folder.path + "/bindings.rs"], ours)
    }

    private static func compare(_ name: String, _ base: [String], _ ours: [String]) {
      guard let program = Process.find(base[0]) else {
        print(Columns.left(name, 38) + " not there")
        return
      }
      let base = [program] + base.dropFirst()
      guard Process.run(base) == 0, Process.run(ours) == 0 else {
        print(Columns.left(name, 38) + " skipped, for one of both fails")
        return
      }
      var times: [[Double]] = [[], []]
      for _ in 0..<rounds {
        times[0].append(Process.time(base))
        times[1].append(Process.time(ours))
      }
      let (baseTime, ourTime) = (median(times[0]), median(times[1]))
      print(
        Columns.left(name, 38) + Columns.right(Columns.decimal(baseTime * 1000), 8)
          + Columns.right(Columns.decimal(ourTime * 1000), 9)
          + Columns.right(Columns.decimal(ourTime / baseTime), 7))
    }
  }

  /// A folder that goes away with this value.
  private struct ScratchFolder: ~Copyable {
    let path: String

    init?() {
      var template = Array("/tmp/uapi-benchmarks-XXXXXX".utf8CString)
      guard mkdtemp(&template) != nil else { return nil }
      path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { Process.run(["/bin/rm", "-rf", path]) }

    /// Writes a file, and tells whether that worked.
    func write(_ text: String, to file: String) -> Bool {
      guard let stream = fopen(file, "w") else { return false }
      let isWritten = fputs(text, stream) >= 0
      return fclose(stream) == 0 && isWritten
    }
  }
#endif
