#if os(Linux)
  import Foundation
  import TestSupport
  import Testing

  @testable import UAPICommands

  /// The library itself, on machines and in C libraries other than those of the build.
  @Suite(.waiting)
  struct RunLibraryTests {
    private static let sources = URL(filePath: #filePath)
      .deletingLastPathComponent().appending(path: "../../../../Sources/CMPTCPPreload")
      .standardizedFileURL.path

    private static func compile(
      _ compiler: String, to library: String, _ options: [String] = []
    ) throws -> Program.Outcome {
      let script = """
        compiler=$1 folder=$2 library=$3
        shift 3
        exec "$compiler" -std=c17 -O2 -Wall -Wextra -Wshadow -Werror -fPIC -fvisibility=hidden \
          -shared -nostdlib -I "$folder/include" -o "$library" "$@" "$folder"/Library/*.c
        """
      return try BuiltCommand.outcome(
        of: ["sh", "-c", script, "sh", compiler, sources, library] + options)
    }

    @Test(arguments: ["clang", "gcc"])
    func `Each compiler takes it without a warning`(compiler: String) throws {
      guard case .found = CommandSearch(compiler, path: ProcessInfo.processInfo.environment["PATH"])
      else {
        print("skipped: there is no \(compiler) here")
        return
      }
      let folder = try ScratchFolder()
      let outcome = try Self.compile(compiler, to: folder.path + "/library.so")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.errors.isEmpty)
    }

    /// What glibc and musl both have, whatever their releases.
    @Test func `It needs no function that a C library lacks`() throws {
      let outcome = try BuiltCommand.outcome(
        of: ["readelf", "--dyn-syms", "--wide", BuiltCommand.library()])
      var needed: Set<String> = []
      for line in outcome.output.split(separator: "\n") {
        let words = line.split(separator: " ")
        if words.count > 7, words[6] == "UND" { needed.insert(String(words[7])) }
      }
      #expect(needed.contains("syscall"), "\(outcome)")
      let known: Set<String> = [
        "__errno_location", "bcmp", "dl_iterate_phdr", "dlsym", "environ", "getenv", "memcmp",
        "memcpy", "memmove", "memset", "mmap", "munmap", "sched_yield", "strchr", "strcmp",
        "strncmp", "strstr", "syscall",
      ]
      #expect(needed.subtracting(known).isEmpty, "\(needed)")
    }

    @Test(.enabled(if: NetworkNamespace.kernelHasMPTCP, "this kernel has no MPTCP"))
    func `It finds the functions that it is put before without the help of libdl`() throws {
      let folder = try ScratchFolder()
      let library = folder.path + "/library.so"
      let compiled = try Self.compile("clang", to: library, ["-DUAPI_WITHOUT_DLSYM"])
      try #require(compiled.status == 0, "\(compiled.errors)")
      let program =
        RunOptionTests.prelude + """
          s = open()
          s.setsockopt(1, 9, 1)
          copy = fcntl.fcntl(open(), fcntl.F_DUPFD, 0)
          tell("option", s)
          server = listener()
          client = open()
          client.connect(server.getsockname())
          tell("connected", client)
          print(subprocess.run(["echo", "run"], stdout=subprocess.PIPE).stdout, os.system("exit 3"))
          print(os.popen("echo popen").read(), os.posix_spawnp("true", ["true"], {}) > 0)
          if os.fork() == 0: os.execlp("echo", "echo", "child")
          os.wait()
          """
      let outcome = try BuiltCommand.outcome(
        of: ["python3", "-c", program], mptcp: true, environment: ["LD_PRELOAD": library])
      #expect(
        outcome.output
          == "option ok 6\nconnected ENOPROTOOPT 262\nb'run\\n' 768\npopen\n True\nchild\n",
        "\(outcome.errors)")
    }
  }
#endif
