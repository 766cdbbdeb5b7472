internal import UAPIStructs

// Structs are judged where the kernel wrote them, and copied once, as the last thing that is done:
// a call between loads and stores would bring the compiler to copy them twice.

extension RawAnswer {
  /// Judges a whole struct, and makes it ready to be copied: the bits of the generations that could have
  /// given it, or 0 where that takes more.
  ///
  /// - Parameters:
  ///   - offset: where it lies, in front of as much memory as its storage asks for.
  ///   - length: how much of it the kernel wrote, no more than there is room for.
  @inline(__always)
  func judgeQuickly<Struct: UAPIStruct>(
    _: Struct.Type, at offset: Int, length: Int, history: StructHistory
  ) -> UInt64 {
    // The caller vouches for offset and length.
    unsafe Struct.Storage.judgeQuickly(start + offset, length: length, history: history)
  }

  /// The same where something may be known of the kernel: `nil` where that takes the rule.
  @inline(__always)
  func judgeQuickly<Struct: UAPIStruct>(
    _: Struct.Type, at offset: Int, length: Int, kernel: borrowing KernelKnowledge
  ) -> Reading? {
    // The caller vouches for offset and length.
    unsafe Struct.Storage.judgeQuickly(
      start + offset, length: length, history: Struct.history, kernel: kernel)
  }

  /// Judges any struct, and brings it to where it belongs in this answer, ready to be copied.
  ///
  /// - Parameters:
  ///   - bytes: the struct, here or in an answer that was asked for with more room.
  ///   - offset: where it belongs, in front of as much memory as its storage asks for.
  ///   - extent: what is known about its end.
  func judge<Struct: UAPIStruct>(
    _: Struct.Type, _ bytes: RawSpan, at offset: Int, extent: Extent, kernel: KernelKnowledge
  ) -> Reading {
    // The caller vouches for the offset.
    unsafe Struct.Storage.judge(
      bytes, into: start + offset, history: Struct.history, extent: extent, kernel: kernel)
  }

  /// Asks again as often as it takes for everything to fit, and hands over what there is then.
  func withComplete<Result>(
    asking kernel: MPTCPCapture.Kernel,
    _ body: (
      _ bytes: RawSpan, _ subflowInfo: RawSpan, _ tcpInfo: RawSpan, _ room: Room
    ) throws(AnswerError) -> Result
  ) throws(MPTCPReadingError) -> Result {
    var memory: AnswerMemory?
    defer { extendLifetime(memory) }
    let complete: RawAnswer
    do throws(SocketError) {
      complete = try unsafe self.complete(&memory, asking: kernel)
    } catch {
      throw .call(error)
    }
    do throws(AnswerError) {
      return try complete.withSpans { bytes, subflowInfo, tcpInfo throws(AnswerError) in
        try body(bytes, subflowInfo, tcpInfo, complete.room)
      }
    } catch {
      throw .answer(error)
    }
  }
}

extension UAPIStruct {
  /// Asks a kernel for an option that is nothing but this struct, in memory that has the room that is
  /// offered at first.
  @unsafe
  @inline(__always)
  init(
    _ option: MPTCPCapture.Option, asking kernel: MPTCPCapture.Kernel,
    in memory: UnsafeMutableRawPointer, knowing knowledge: borrowing KernelKnowledge
  ) throws(SocketError) {
    let answer = try unsafe RawAnswer(
      option, RawAnswer.Room(first: option), in: memory, asking: kernel)
    let length = answer.length
    let generations =
      knowledge.isUnknown && length < answer.room.answer
      ? answer.judgeQuickly(Self.self, at: 0, length: length, history: Self.history) : 0
    let reading =
      generations != 0
      ? Reading(quickGenerations: generations, length: length)
      : Self.judge(answer, knowing: knowledge)
    unsafe self.init(decoded: Storage(judged: memory, reading: reading))
  }

  /// Judges any answer that is nothing but this struct.
  @inline(never)
  private static func judge(
    _ answer: RawAnswer, knowing knowledge: borrowing KernelKnowledge
  ) -> Reading {
    let length = answer.length
    if length < answer.room.answer,
      let quick = answer.judgeQuickly(Self.self, at: 0, length: length, kernel: knowledge)
    {
      return quick
    }
    let knowledge = copy knowledge
    return answer.withSpans { bytes, _, _ in
      answer.judge(
        Self.self, bytes, at: 0, extent: .capacity(answer.room.answer), kernel: knowledge)
    }
  }
}
