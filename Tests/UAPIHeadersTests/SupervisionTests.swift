import Foundation
import Synchronization
import Testing

@testable import UAPIHeaders

/// What the process says to itself that reads headers and the one that watches it.
struct SupervisionTests {
  @Test func `What a message says is read out of it`() {
    let messages: [StepMessage] = [
      .begin(7, ["linux/a.h", "/usr/include/linux/with space.h"]), .begin(0, []),
      .end(4_294_967_295),
    ]
    for message in messages {
      #expect(message.line.last == 0x0A)
      #expect(StepMessage(message.line.dropLast()) == message)
    }
    #expect(StepMessage("?1".utf8) == nil)
    #expect(StepMessage("+x".utf8) == nil)
  }

  @Test func `A message stays shorter than what a pipe keeps together`() {
    let names = (0..<1000).map { "linux/header_\($0).h" }
    let line = StepMessage.begin(1, names).line
    #expect(line.count < 4096)
    guard case .begin(1, let read)? = StepMessage(line.dropLast()) else {
      Issue.record("not a message")
      return
    }
    #expect(read.dropLast() == names[..<(read.count - 1)] && read.last == "…")
  }

  @Test func `The headers of open steps are told, each once`() {
    var steps = OpenSteps(limit: 20)
    let text =
      StepMessage.begin(1, ["a.h"]).line + StepMessage.begin(2, ["a.h", "b.h"]).line
      + StepMessage.end(1).line
    for byte in text { steps.take([byte]) }
    #expect(steps.headers == ["a.h", "b.h"])
    steps.take(StepMessage.end(2).line)
    #expect(steps.headers.isEmpty)
  }

  @Test func `A step is overdue after its time, and not before`() async throws {
    var steps = OpenSteps(limit: 0)
    var looks = [steps.isOverdue(processorTime: 1000)]
    steps.take(StepMessage.begin(1, ["a.h"]).line)
    try await Task.sleep(for: .milliseconds(20))
    looks.append(steps.isOverdue(processorTime: 1000))
    steps.take(StepMessage.end(1).line)
    looks.append(steps.isOverdue(processorTime: 1000))
    var patient = OpenSteps(limit: 20)
    patient.take(StepMessage.begin(1, ["a.h"]).line)
    looks.append(patient.isOverdue(processorTime: 1000))
    #expect(looks == [false, true, false, false])
  }

  @Test(arguments: [
    (19_000, 19_000, false), (21_000, 20_000, true), (21_000, 16_000, true), (21_000, 5_000, false),
    (59_000, 5_000, false), (61_000, 5_000, true), (21_000, 10, true),
  ])
  func `A busy machine gives more time, and waiting none`(passed: Int, processor: Int, isOver: Bool)
  {
    #expect(ParserLoss.isOver(milliseconds: passed, ofProcessor: processor) == isOver)
  }

  @Test func `Answers come in the order of the headers`() {
    let headers = (0..<150).map { "linux/\($0).h" }
    let order = Mutex<[Int]>([])
    HeaderWorkers(headers, width: 4).run({ { [UInt8($0)] } }) { index, answer in
      if case .bytes([UInt8(index)]) = answer { order.withLock { $0.append(index) } }
      return index < 140
    }
    #expect(order.withLock { $0 } == Array(0...140))
  }

  @Test func `An error names the header and the reason`() {
    #expect(
      ParserLoss.crashed(11).error(in: ["h/linux/a.h"]).description
        == "h/linux/a.h: error: libclang crashes when it reads this (signal 11) (leave the header "
        + "out, or flatten what nests deeply in it: macros, brackets, structs)")
    #expect(ParserLoss.hung.error(in: ["a", "b"]).message.hasSuffix("20 seconds together with b"))
    #expect(ParserLoss.starved.error(in: ["a", "b", "c", "d"]).message.hasSuffix("3 others"))
  }
}
