#if os(Linux)
  import UAPIText
  import Foundation
  import TestSupport
  import Testing

  @testable import UAPICommands

  /// `uapi mptcp sockets --watch` on a terminal.
  @Suite(.waiting, .enabled(if: NetworkNamespace.kernelHasMPTCP, "this kernel has no MPTCP"))
  struct SocketScreenTests {
    private static func run(
      _ arguments: [String], connections: Int = 3, lines: Int = 24, columns: Int = 120,
      environment: [String: String] = ["TERM": "xterm", "NO_COLOR": ""],
      steps: [TerminalRun.Step]
    ) throws -> TerminalRun {
      try NetworkNamespace.with { namespace in
        let crowd = try ConnectionCrowd(of: connections, in: namespace)
        return try withExtendedLifetime(crowd) {
          try TerminalRun(
            SocketListing.command("sockets", arguments), in: namespace, lines: lines,
            columns: columns, environment: environment, steps: steps)
        }
      }
    }

    private static func picture(
      _ text: String, lines: Int = 24, columns: Int = 120
    ) -> TerminalPicture {
      TerminalPicture(lines: lines, columns: columns, showing: text)
    }

    @Test func `Pictures take the place of each other`() throws {
      let run = try Self.run(
        ["--watch", "0.05"], steps: [.pictures(1), .pictures(5), .type("\u{3}"), .end])
      #expect(run.status == 0)
      for output in run.outputs.prefix(2) {
        let picture = Self.picture(output)
        #expect(picture.isOnSecondPage && !picture.hasCursor)
        #expect(picture.scrolled == 0 && picture.unknown == [])
        // A header, six connections with a subflow each, a listener, totals.
        #expect(picture.text.count == 15)
        #expect(picture.text.first?.hasPrefix("STATE") == true)
        #expect(picture.text.last == "6 connections, 6 subflows, 1 listener")
      }
      // The rates come with the second look.
      #expect(Self.picture(run.outputs[0]).text[1].hasSuffix("]"))
      let end = Self.picture(run.outputs[3])
      #expect(!end.isOnSecondPage && end.hasCursor && end.unknown == [])
    }

    @Test(arguments: [(5, 120), (6, 61), (24, 40), (3, 200), (2, 9), (1, 1), (16, 80)])
    func `Pictures stay inside any terminal`(lines: Int, columns: Int) throws {
      let run = try Self.run(
        ["--watch", "0.05"], connections: 20, lines: lines, columns: columns,
        steps: [.pictures(3), .type("\u{3}"), .end])
      #expect(run.status == 0)
      let picture = Self.picture(run.outputs[0], lines: lines, columns: columns)
      #expect(picture.scrolled == 0)
      #expect(picture.cells.count == lines && picture.cells.allSatisfy { $0.count == columns })
      #expect(picture.text.first?.hasPrefix("STATE".prefix(columns)) == true)
      if lines > 4, columns > 60 {
        #expect(picture.text.count == lines)
        #expect(picture.text.contains { $0.hasPrefix("… ") && $0.hasSuffix(" more lines") })
        #expect(picture.text.contains { $0.hasPrefix("40 connections, 40 subflows, 1 listener") })
      }
    }

    @Test func `Another size is drawn at once`() throws {
      // The next look is an hour away.
      let run = try Self.run(
        ["--watch", "3600"], connections: 20, lines: 50, columns: 120,
        steps: [.pictures(1), .resize(lines: 9, columns: 70), .pictures(1), .type("\u{3}"), .end])
      #expect(run.status == 0)
      let last = try #require(run.outputs[2].range(of: "\u{1B}[H", options: .backwards))
      let picture = Self.picture(
        String(run.outputs[2][last.lowerBound...]), lines: 9, columns: 70)
      #expect(picture.text.count == 9 && picture.scrolled == 0)
      #expect(picture.text.last?.hasPrefix("Not in 70 columns: ") == true)
    }

    @Test func `A stopped command leaves the terminal as it was`() throws {
      let run = try Self.run(
        ["--watch", "3600"],
        steps: [
          .pictures(1), .type("\u{1A}"), .stopAndContinue, .pictures(1), .type("\u{3}"), .end,
        ])
      #expect(run.status == 0)
      let stopped = Self.picture(run.outputs[2])
      #expect(!stopped.isOnSecondPage && stopped.hasCursor)
      let again = Self.picture(run.outputs[3])
      #expect(again.isOnSecondPage && !again.hasCursor)
      #expect(again.text.last == "6 connections, 6 subflows, 1 listener")
    }

    @Test func `Colours follow the environment`() throws {
      let steps: [TerminalRun.Step] = [.pictures(2), .type("\u{3}"), .end]
      let colored = try Self.run(["--watch", "0.05"], steps: steps)
      #expect(colored.outputs[0].contains("\u{1B}[32mESTABLISHED\u{1B}[0m"))
      let plain = try Self.run(
        ["--watch", "0.05"], environment: ["TERM": "xterm", "NO_COLOR": "1"], steps: steps)
      #expect(!plain.outputs[0].contains("m\u{1B}") && !plain.outputs[0].contains("[0m"))
      #expect(Self.picture(plain.outputs[0]).isOnSecondPage)
    }

    @Test func `Plain terminals get one table after the other`() throws {
      let run = try Self.run(
        ["--watch", "0.02"], environment: ["TERM": "dumb", "NO_COLOR": ""],
        steps: [.text("OUT/s"), .text("\n\r\nSTATE"), .type("\u{3}"), .end])
      #expect(run.status == 0)
      #expect(!run.outputs[3].contains("\u{1B}"))
    }

    @Test func `One look stays on the terminal`() throws {
      let run = try Self.run([], columns: 80, steps: [.end])
      #expect(run.status == 0)
      let picture = Self.picture(run.outputs[0], columns: 80)
      #expect(!picture.isOnSecondPage && picture.hasCursor && picture.unknown == [])
      #expect(picture.text.count == 15 || picture.text.count == 16)
      #expect(picture.text[0].hasPrefix("STATE"))
    }

    @Test func `Errors do not touch the screen`() throws {
      let run = try Self.run(["--watch", "1", "--pid", "0"], steps: [.end])
      #expect(run.status == 1)
      #expect(run.outputs[0] == "Error: there is no process 0\r\n")
    }
  }
#endif
