#if os(Linux)
  import Foundation
  import TestSupport
  import Testing

  @testable import UAPICommands

  /// Files that commands write, by the commands themselves.
  @Suite(.waiting)
  struct OutputFileTests {
    private static let spec = "$root/Sources/MPTCP/uapi-bindings.json5"
    private static let generate = "$uapi generate --spec \(spec) --output $1/out --report"

    @Test func `A device that takes a report stays a device`() throws {
      let folder = try ScratchFolder()
      // A folder of its own, so that nothing else loses its /dev/null.
      let outcome = try ToolRun.shell(
        """
        unshare -m bash -c 'mount -t tmpfs -o dev none "$1" && mknod -m 600 $1/null c 1 3 || exit 9
        $uapi generate --spec \(Self.spec) --output $1/out --report $1/null || exit 8
        $generate --spec \(Self.spec) --output $1/out --report $1/null || exit 7
        stat -c "%F %t:%T %a" $1/null; ls -A $1' bash "$1"
        """, [folder.path])
      #expect(
        outcome.output.hasSuffix("character special file 1:3 600\nnull\nout\n"), "\(outcome.output)"
      )
      #expect(outcome.status == 0, "\(outcome.errors)")
    }

    @Test func `A report goes through pipes, links and open files`() throws {
      let folder = try ScratchFolder()
      let outcome = try ToolRun.shell(
        """
        \(Self.generate) $1/plain > $1/log || exit 1
        mkfifo $1/pipe; cat $1/pipe > $1/through & \(Self.generate) $1/pipe >> $1/log; wait
        cmp $1/plain $1/through || exit 2
        ln -s plain $1/link; echo old > $1/plain; chmod 640 $1/plain
        \(Self.generate) $1/link >> $1/log; cmp $1/link $1/through || exit 3
        test "$(readlink $1/link)" = plain || exit 4
        test "$(stat -c %a $1/plain)" = 640 || exit 5
        ln -s /proc/self/fd/1 $1/open; \(Self.generate) $1/open > $1/stdout; head -n -1 $1/stdout | cmp - $1/plain || exit 6
        \(Self.generate) /dev/fd/7 7> $1/seven >> $1/log; cmp $1/seven $1/plain || exit 7
        test "$(readlink $1/open)" = /proc/self/fd/1 || exit 8
        ls -A $1
        """, [folder.path])
      #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
      #expect(outcome.output == "link\nlog\nopen\nout\npipe\nplain\nseven\nstdout\nthrough\n")
    }

    @Test func `What cannot be a file is an error that says why`() throws {
      let folder = try ScratchFolder()
      for (target, reason) in [
        ("$1", "Is a directory"), ("/dev/full", "No space left on device"),
        ("$1/none/file", "No such file or directory"), ("/proc/version", "Input/output error"),
      ] {
        let outcome = try ToolRun.shell("\(Self.generate) \"\(target)\"", [folder.path])
        #expect(outcome.status == 1)
        #expect(
          outcome.errors.contains("error: the file cannot be written: ")
            && (outcome.errors.contains(reason) || target == "/proc/version"),
          "\(outcome.errors)")
      }
      let types = try ToolRun.shell(
        "$uapi generate --spec \(Self.spec) --output /dev/null/out", [folder.path])
      #expect(types.errors.contains("the folder cannot be created: Not a directory"))
    }

    @Test func `A run that is killed leaves the old file or the new one, and no other`() throws {
      let folder = try ScratchFolder()
      let outcome = try ToolRun.shell(
        """
        $uapi generate --spec \(Self.spec) --output $1 > /dev/null || exit 1
        (cd $1 && sha256sum *) > $2/new
        for delay in $(seq 0.02 0.02 0.4); do
          for file in $1/*; do echo old > $file; done
          timeout -s KILL $delay $uapi generate --spec \(Self.spec) --output $1 > /dev/null
          for file in $1/*; do
            test "$(cat $file)" = old || (cd $1 && sha256sum "${file##*/}") | grep -qFf - $2/new \
              || echo "half: $file"
          done
          ls -A $1 | grep -v '^UAPIBindings[.]'
        done
        """, [folder.path + "/out", folder.path])
      #expect(outcome.output.isEmpty, "\(outcome.output)")
    }

    @Test func `Only files whose text changes are written`() throws {
      let folder = try ScratchFolder()
      let outcome = try ToolRun.shell(
        """
        \(Self.generate) $1/report > /dev/null; \(Self.generate) $1/report
        echo x >> $1/report; \(Self.generate) $1/report
        """, [folder.path])
      #expect(outcome.output == "nothing changed\nwrote \(folder.path)/report\n")
    }
  }
#endif
