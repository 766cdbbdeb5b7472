#if os(Linux)
  import Foundation
  import TestSupport
  import Testing

  @testable import UAPICommands

  /// How the tools start where their surroundings are not the usual ones.
  @Suite(.waiting)
  struct ProgramStartTests {
    private static func withoutProc(_ script: String) throws -> Program.Outcome {
      try ToolRun.shell("unshare -m bash -c 'mount -t tmpfs none /proc; \(script)'")
    }

    @Test func `Without proc the arguments are there`() throws {
      let layout = try ToolRun.shell("$uapi layout mptcp_info --release 5.10 --format json")
      let same = try Self.withoutProc("$uapi layout mptcp_info --release 5.10 --format json")
      #expect(same.status == 0 && same.output == layout.output && !same.output.isEmpty)
      let wrong = try Self.withoutProc("$uapi fields no_struct")
      #expect(wrong.status == 1 && wrong.errors.hasPrefix("Error: the struct 'no_struct'"))
      let generate = try Self.withoutProc("$generate --wrong")
      #expect(generate.status == 1 && generate.errors.contains("unknown argument '--wrong'"))
      let importing = try Self.withoutProc("$import --into headers root --wrong")
      #expect(importing.status == 64 && importing.errors.contains("Unknown option '--wrong'"))
      let run = try Self.withoutProc("$uapi mptcp run -- printf \"%s|\" a \"\" b")
      #expect(run.output == "a||b|", "\(run.errors)")
    }

    @Test func `Without proc files are written`() throws {
      let folder = try ScratchFolder()
      let outcome = try Self.withoutProc(
        """
        for user in 0 65534; do
          mkdir -m 777 \(folder.path)/$user; cd \(folder.path)/$user
          for n in 1 2; do
            echo old > UAPIBindings.Structs.swift; chmod 666 *
            setpriv --reuid $user --clear-groups $uapi generate --output . \\
              --spec $root/Sources/MPTCP/uapi-bindings.json5 | wc -l
          done
          ls -A
        done
        """)
      let files = "UAPIBindings.Constants.swift\nUAPIBindings.Structs.swift\n"
      #expect(outcome.output == "2\n1\n\(files)2\n1\n\(files)", "\(outcome.errors)")
    }

    @Test func `What cannot be seen without proc is told`() throws {
      guard FileManager.default.fileExists(atPath: "/proc/sys/net/mptcp") else {
        return print("skipped: this kernel has no MPTCP")
      }
      let sockets = try Self.withoutProc("$uapi mptcp sockets")
      #expect(
        sockets.errors
          == "uapi: the processes that hold the sockets cannot be seen: /proc is not mounted.\n")
      let pid = try Self.withoutProc("$uapi mptcp sockets --pid 1")
      #expect(pid.status == 1 && pid.errors.contains("/proc is not mounted"))
    }

    @Test func `Arguments that are empty or not UTF-8 are not lost`() throws {
      let empty = try ToolRun.shell("$uapi decode ''")
      #expect(empty.status == 1 && empty.errors.contains("No such file or directory"))
      for tool in ["$uapi decode", "$generate --spec", "$import"] {
        let broken = try ToolRun.shell("\(tool) $'caf\\xe9.jsonl'")
        #expect(broken.status == 1)
        #expect(broken.errors.contains("is not UTF-8: 'caf\u{FFFD}.jsonl'"), "\(broken.errors)")
      }
      let passed = try ToolRun.shell("$uapi mptcp run -- printf '%s' $'caf\\xe9' | od -An -tx1")
      #expect(passed.output == " 63 61 66 e9\n")
      let none = try ToolRun.shell("exec -a '' $uapi")
      #expect(none.status == 0 && none.output.contains("SUBCOMMANDS:"))
    }

    @Test func `Remarks on what is bound are said, and the tool ends well`() throws {
      let folder = try ScratchFolder()
      let outcome = try ToolRun.shell(
        """
        cd $1; mkdir headers
        echo 'struct own_thing { int size; };' > headers/own.h
        echo '{ headers: ["own.h"], structs: ["own_thing"] }' > uapi-bindings.json5
        $generate --spec uapi-bindings.json5 --headers headers --output out
        """, [folder.path])
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(
        outcome.errors.contains("own_thing: the headers have no linux/version.h"),
        "\(outcome.errors)")
    }

    @Test(arguments: [4, 5, 6, 8, 12, 18])
    func `Too few open files are an error`(limit: Int) throws {
      for command in [
        "$uapi decode $root/Tests/Captures/6.1.0-56-cloud-amd64.jsonl", "$uapi fields mptcp_info",
        "$uapi inventory linux/mptcp.h", "$uapi diff mptcp_info installed 6.1", "$uapi mptcp check",
        "$uapi mptcp probe", "$uapi mptcp sockets", "$uapi mptcp capture",
        "$uapi generate --spec $root/Sources/MPTCP/uapi-bindings.json5 --output $1",
        "$generate --spec $root/Sources/MPTCP/uapi-bindings.json5 --output $1",
        "$import /usr/include --into $1",
      ] {
        let folder = try ScratchFolder()
        let outcome = try ToolRun.shell("ulimit -n \(limit); \(command)", [folder.path])
        #expect(outcome.status == 1, "\(command)")
        #expect(
          outcome.errors.contains("Too many open files; raise the limit (ulimit -n)"),
          "\(command): \(outcome.errors)")
      }
      let run = try ToolRun.shell("ulimit -n \(limit); $uapi mptcp run -- echo ran")
      #expect(run.status < 128)
    }

    @Test(arguments: ["-u 2", "-u 3", "-u 5", "-v 60000"])
    func `Too few threads are an error`(limit: String) throws {
      for (command, status) in [
        ("$uapi inventory linux/mptcp.h", 1), ("$uapi diff mptcp_info installed 6.1", 2),
        ("$uapi generate --spec $root/Sources/MPTCP/uapi-bindings.json5 --output $1", 1),
        ("$generate --spec $root/Sources/MPTCP/uapi-bindings.json5 --output $1", 1),
        ("$import /usr/include --into $1", 1),
      ] {
        let folder = try ScratchFolder()
        // The limit of processes is the user's: one that nothing else runs as.
        let outcome = try ToolRun.shell(
          """
          chmod 777 $1
          exec setpriv --reuid 54321 --clear-groups bash -c "ulimit \(limit); exec \(command)" bash $1
          """, [folder.path])
        #expect(outcome.status == Int32(status), "\(command): \(outcome.errors)")
        #expect(
          outcome.errors.contains(#/only \d+ more threads can be started, and \d+ are needed: /#),
          "\(command): \(outcome.errors)")
      }
    }

    @Test func `A caller of fewer rights chooses no code`() throws {
      let folder = try ScratchFolder()
      let source = try folder.write(
        "evil.c",
        """
        #include <unistd.h>
        __attribute__((constructor)) static void load(void) { write(2, "LOADED\\n", 7); }
        """.utf8, mode: 0o644)
      let outcome = try ToolRun.shell(
        """
        cd $1; chmod 755 .; mkdir bin lib; clang -shared -fPIC -o lib/libclang.so $2 || exit 1
        cp -L $uapi plain; cp -L $uapi raised; chmod 4755 raised
        printf '#!/bin/sh\\necho LOADED > %s/marker 2> /dev/null\\n' $1 > bin/clang
        head -c 4096 /dev/zero | gzip -n > image
        cp bin/clang bin/gzip; chmod 755 bin/*; chmod 777 .
        for program in plain raised; do
          for variable in LIBCLANG_PATH=$1/lib PATH=$1/bin:/usr/bin:/bin; do
            echo "$program $variable" | sed "s:$1::g"
            setpriv --reuid 12345 --regid 12345 --clear-groups env $variable \
              ./$program inventory linux/mptcp.h 2>&1 | grep -o 'LOADED\\|are not read'
            rm -f marker
            setpriv --reuid 12345 --regid 12345 --clear-groups env $variable \
              ./$program extract-btf image -o types > /dev/null 2>&1
            cat marker 2> /dev/null
          done
        done
        """, [folder.path, source])
      let raised = outcome.output.split(separator: "raised", maxSplits: 1)
      try #require(raised.count == 2, "\(outcome.output)\(outcome.errors)")
      // The same as its caller, the program takes both.
      #expect(raised[0].contains("LIBCLANG_PATH=/lib\nLOADED\n"), "\(outcome.output)")
      #expect(raised[0].hasSuffix("PATH=/bin:/usr/bin:/bin\nLOADED\nLOADED\n"), "\(outcome.output)")
      #expect(!raised[1].contains("LOADED"), "\(outcome.output)")
    }
  }
#endif
