#if os(Linux)
  import TestSupport
  import Foundation
  import Testing

  @testable import UAPICommands

  /// Output that nobody takes, or not all of it.
  @Suite(.waiting)
  struct WriteFailureTests {
    private static let captures = "$root/Tests/Captures/6.1.0-56-cloud-amd64.jsonl"

    /// Commands that print something, and their status where all is taken.
    static let commands: [(String, Int32)] = [
      ("decode \(captures)", 0), ("decode --format json \(captures)", 0),
      ("decode --format ndjson \(captures)", 0), ("fields mptcp_info", 0),
      ("fields mptcp_info --release 6.1", 0), ("layout mptcp_info", 0),
      ("layout mptcp_info --format json", 0), ("inventory linux/mptcp.h", 0),
      ("inventory linux/mptcp.h --format ndjson", 0), ("diff mptcp_info 5.10 6.1", 1),
      ("diff mptcp_info 5.10 6.1 --format json", 1), ("diff mptcp_info 6.1 6.1", 0),
      ("mptcp check", 0), ("mptcp check --format json", 0), ("mptcp probe", 0),
      ("mptcp probe --format json", 0), ("mptcp sockets", 0), ("mptcp sockets --format json", 0),
      ("--help", 0), ("decode --help", 0), ("help mptcp sockets", 0),
      ("--generate-completion-script bash", 0),
    ]

    private static let ways = [
      ("> /dev/full", "No space left on device"), (">&-", "Bad file descriptor"),
    ]

    @Test(arguments: commands)
    func `What cannot be written is said with the reason of the system`(
      command: String, status: Int32
    ) throws {
      let words = ToolRun.words(of: command)
      for (way, reason) in Self.ways {
        let outcome = try ToolRun.shell("$uapi \"$@\" \(way)", words)
        #expect(outcome.status == (command.hasPrefix("diff") ? 2 : 1), "\(command) \(way)")
        let text = "standard output: \(reason)\n"
        #expect(outcome.errors == text || outcome.errors == "Error: " + text, "\(command) \(way)")
      }
      // A reader that is gone before the first byte.
      let outcome = try ToolRun.shell(
        "exec 3> >(exec true); wait $!; $uapi \"$@\" >&3", words)
      #expect(outcome.status == (command.hasPrefix("diff") ? 2 : 1), "\(command)")
      #expect(outcome.errors.hasSuffix("standard output: Broken pipe\n"), "\(outcome.errors)")
    }

    @Test(arguments: commands)
    func `Standard error that is closed or full harms nothing where nothing is said`(
      command: String, status: Int32
    ) throws {
      // A kernel without MPTCP has its own status.
      let isMachines = command.hasPrefix("mptcp")
      for way in ["2>&-", "2> /dev/full", "<&-", "0<&- 2>&-"] {
        let outcome = try ToolRun.shell(
          "exec 3>&1; $uapi \"$@\" \(way) 3>&-", ToolRun.words(of: command))
        #expect(outcome.status == status || isMachines && outcome.status < 3, "\(command) \(way)")
        #expect(!outcome.output.isEmpty, "\(command) \(way)")
      }
    }

    @Test func `An error that cannot be said is still one`() throws {
      for way in ["2>&-", "2> /dev/full", ">&- 2>&-", "<&- >&- 2>&-"] {
        #expect(try ToolRun.shell("$uapi fields no_struct \(way)").status == 1, "\(way)")
        #expect(try ToolRun.shell("$uapi decode /none \(way)").status == 1, "\(way)")
        #expect(try ToolRun.shell("$generate --spec /none --output /none \(way)").status == 1)
        #expect(try ToolRun.shell("$import /none --into /none \(way)").status == 1)
      }
    }

    @Test func `What was closed at the start is nobody else's file`() throws {
      let folder = try ScratchFolder()
      let path = try folder.write("file", "{\"sockopt\":\"MPTCP_INFO\",\"bytes\":\"00\"}".utf8)
      // Without descriptors 0 to 2 the input would become one of them, and take the output.
      let outcome = try ToolRun.shell("$uapi decode \"$1\" <&- >&- 2>&-; cat \"$1\"", [path])
      #expect(outcome.output == "{\"sockopt\":\"MPTCP_INFO\",\"bytes\":\"00\"}")
      let input = try ToolRun.shell("$uapi decode <&-")
      #expect(input.status == 1)
      #expect(
        input.errors == "standard input: error: cannot read it: Bad file descriptor\n")
    }

    @Test func `An input without end ends with its reader`() throws {
      let outcome = try ToolRun.shell(
        """
        yes '{"sockopt":"MPTCP_INFO","bytes":"00"}' | timeout 30 $uapi decode --format ndjson \
          | head -n 1; echo "${PIPESTATUS[1]}"
        """)
      #expect(outcome.output.hasSuffix("\n1\n"))
      #expect(outcome.errors == "Error: standard output: Broken pipe\n")
    }

    @Test func `A limit of file sizes is an error and not a signal`() throws {
      let folder = try ScratchFolder()
      for command in ["decode --format ndjson \(Self.captures)", "layout mptcp_info"] {
        let outcome = try ToolRun.shell(
          "out=$1; shift; prlimit --fsize=1024 $uapi \"$@\" > $out",
          [folder.path + "/out"] + ToolRun.words(of: command))
        #expect(outcome.status == 1)
        #expect(outcome.errors == "Error: standard output: File too large\n")
      }
      let generated = try ToolRun.shell(
        """
        prlimit --fsize=1024 $uapi generate --spec $root/Sources/MPTCP/uapi-bindings.json5 --output $1
        """, [folder.path + "/new"])
      #expect(generated.status == 1)
      #expect(generated.errors.contains("the file cannot be written: File too large"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/new").isEmpty)
    }

    @Test func `Output that does not wait is waited for`() throws {
      // The pipe is full until its slow reader comes.
      let outcome = try ToolRun.shell(
        """
        python3 -c 'import fcntl, os, sys
        fcntl.fcntl(1, fcntl.F_SETFL, fcntl.fcntl(1, fcntl.F_GETFL) | os.O_NONBLOCK)
        os.execv(sys.argv[1], sys.argv[1:])' $uapi decode --format ndjson \
          \(String(repeating: Self.captures + " ", count: 20)) | (sleep 1; wc -l)
        echo "${PIPESTATUS[0]}"
        """)
      let lines = try Repository.lines(
        Repository.root.path + "/Tests/Captures/6.1.0-56-cloud-amd64.jsonl"
      ).count
      #expect(outcome.output == "\(20 * lines)\n0\n")
      #expect(outcome.errors.isEmpty)
    }

    @Test(arguments: [("CaptureDecoding", 40), ("UAPICommands", 100)])
    func `The sources of the command print by its buffers alone`(
      target: String, fileCount: Int
    ) throws {
      let sources = Repository.root.appending(path: "Sources/\(target)")
      let files = try #require(FileManager.default.enumerator(atPath: sources.path))
      let pattern = try Regex(
        #"(^|[^.\w])(print|debugPrint|dump|puts|fputs|putchar|fwrite|write)\("#)
      var count = 0
      for case let file as String in files where file.hasSuffix(".swift") {
        count += 1
        for line in try Repository.lines(sources.appending(path: file).path)
        where line.contains(pattern) && !line.contains("func write(") {
          // Closures of this name append to a buffer.
          let isClosure = ["write(&text)", "write(&bytes)"].contains(line.trimming { $0 == " " })
          let isOwn = line.contains("write(failure, word:") || line.contains("write(remark, word:")
          #expect(isClosure || isOwn, "\(file): \(line)")
        }
      }
      #expect(count > fileCount)
    }
  }

  extension String {
    fileprivate func trimming(_ isDropped: (Character) -> Bool) -> String {
      String(drop(while: isDropped))
    }
  }
#endif
