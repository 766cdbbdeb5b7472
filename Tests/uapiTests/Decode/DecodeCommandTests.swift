import ArgumentParser
import CaptureDecoding
import Testing

@testable import UAPICommands

/// What `uapi decode` takes as arguments.
struct DecodeCommandTests {
  @Test func `A machine that is not known is refused`() {
    #expect(throws: (any Error).self) { try DecodeCommand.parse(["--machine", "pdp11"]) }
  }

  @Test func `The order of words is one of three`() throws {
    #expect(throws: (any Error).self) { try DecodeCommand.parse(["--words", "middle"]) }
    #expect(try DecodeCommand.parse(["--words", "little"]).words == .little)
  }
}
