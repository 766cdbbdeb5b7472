import UAPIText
import ArgumentParser
import Testing

@testable import UAPICommands

/// What a program gets in its environment, and how the command line is taken apart.
struct RunEnvironmentTests {
  @Test func `The library is first, and once`() {
    #expect(RunEnvironment.preload("/l.so", before: nil) == "/l.so")
    #expect(RunEnvironment.preload("/l.so", before: "") == "/l.so")
    #expect(RunEnvironment.preload("/l.so", before: "/a.so /b.so:c.so") == "/l.so:/a.so:/b.so:c.so")
    #expect(RunEnvironment.preload("/l.so", before: "/a.so:/l.so") == "/l.so:/a.so")
  }

  @Test func `Settings of Go are kept`() {
    #expect(RunEnvironment.goDebug(nil) == "multipathtcp=1")
    #expect(RunEnvironment.goDebug("") == "multipathtcp=1")
    #expect(RunEnvironment.goDebug("http2client=0") == "http2client=0,multipathtcp=1")
    #expect(
      RunEnvironment.goDebug("multipathtcp=0,gctrace=1,multipathtcp=2")
        == "gctrace=1,multipathtcp=1")
  }

  @Test func `The library is looked for next to the command`() {
    let candidates = PreloadLibrary.candidates(executable: "/opt/bin/uapi", override: "")
    #expect(candidates.first == "/opt/bin/libmptcp-preload.so")
    #expect(candidates.last == "/opt/bin/../lib/libmptcp-preload.so")
    #expect(PreloadLibrary.candidates(executable: "/bin/uapi", override: "/x.so") == ["/x.so"])
  }

  @Test func `An absent library has a remedy`() {
    let error = #expect(throws: CommandFailure.self) {
      try PreloadLibrary.find(executable: "/nowhere/uapi", override: nil)
    }
    #expect(error?.description.contains("/nowhere/../lib/libmptcp-preload.so") == true)
    #expect(error?.description.contains("swift build") == true)
  }

  @Test(arguments: [
    (["--", "a", "-v", "--verbose"], ["a", "-v", "--verbose"], false),
    (["a", "--verbose", "--", "b"], ["a", "--verbose", "--", "b"], false),
    (["--verbose", "--", "--odd", "-c"], ["--odd", "-c"], true),
    (["--verbose", "a", "--no-fallback"], ["a", "--no-fallback"], true),
    (["--", "--", "a"], ["--", "a"], false),
    (["--", "a", "--help"], ["a", "--help"], false),
  ])
  func `Options of the program are its own`(
    arguments: [String], words: [String], isVerbose: Bool
  ) throws {
    let command = try RunCommand.parse(arguments)
    #expect(command.words == words)
    #expect(command.verbose == isVerbose)
    #expect(!command.noFallback)
  }

  @Test(arguments: [
    [], ["--"], ["--bogus", "ls"], ["-x"], ["--verbose", "--fallback", "--", "ls"],
  ])
  func `Other arguments are refused`(arguments: [String]) {
    #expect(throws: (any Error).self) { try RunCommand.parse(arguments) }
  }

  @Test func `The help is that of the command`() {
    for arguments in [["--help"], ["-h"], ["--verbose", "--help"]] {
      let error = #expect(throws: (any Error).self) { try RunCommand.parse(arguments) }
      guard let error else { continue }
      #expect(RunCommand.exitCode(for: error).isSuccess, "\(arguments)")
      #expect(RunCommand.fullMessage(for: error).contains("--no-fallback"))
    }
  }
}
