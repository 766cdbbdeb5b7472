#if os(Linux)
  /// Generating bindings for linux/mptcp.h and linux/tcp.h, whole processes from start to end: ours,
  /// bindgen, and a compiler that only reads the headers.
  enum Generation {
    /// Prints a line for each program that ours is compared with, or why it cannot be.
    static func run() throws {
      guard let folder = ScratchFolder(), let uapi = Process.neighbour("uapi") else {
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
      let comparison = ProcessComparison(nameWidth: 38)
      comparison.printTitle("generating linux/mptcp.h, linux/tcp.h")
      let ours = [uapi, "generate", "--spec", spec, "--output", folder.path]
      comparison.compare("clang -fsyntax-only", ["clang", "-fsyntax-only", header], ours)
      comparison.compare("bindgen", ["bindgen", header, "-o", folder.path + "/bindings.rs"], ours)
    }
  }
#endif
