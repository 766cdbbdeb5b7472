internal import UAPIStructs

// Structs are judged where the kernel wrote them, and copied once, as the last thing that is done:
// a call between loads and stores would bring the compiler to copy them twice.

extension RawAnswer {
  /// Judges a struct in the answer and makes it ready to be copied.
  ///
  /// - Parameters:
  ///   - offset: where it lies, in front of as much memory as its storage asks for.
  ///   - length: how much of it the kernel wrote.
  ///   - extent: what is known about its end.
  @inline(__always)
  func judge<Struct: UAPIStruct>(
    _: Struct.Type, at offset: Int, length: Int, extent: Extent,
    kernel: borrowing KernelKnowledge
  ) -> Reading {
    if kernel.isUnknown, extent.kernelSize(forLength: length) == length {
      let generations = judgeQuickly(
        Struct.self, at: offset, length: length, history: Struct.history)
      if generations != 0 { return Reading(quickGenerations: generations, length: length) }
    }
    // The caller vouches for offset and length.
    return unsafe Struct.Storage.judge(
      start + offset, length: length, history: Struct.history, extent: extent, kernel: kernel)
  }

  /// The same for a whole struct: the bits of the generations that could have given it, or 0 where
  /// that takes more.
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

  /// Asks again as often as it takes for everything to fit, and hands the answer over.
  ///
  /// Its memory ends with the call, unless the answer is this one: ``bring(_:to:length:)`` saves what
  /// lies elsewhere.
  func withComplete<Result>(
    asking kernel: MPTCPCapture.Kernel,
    _ body: (RawAnswer) throws(AnswerError) -> Result
  ) throws(MPTCPReadingError) -> Result {
    var memory: AnswerMemory?
    let complete: RawAnswer
    do throws(SocketError) {
      complete = try unsafe self.complete(&memory, asking: kernel)
    } catch {
      throw .call(error)
    }
    defer { extendLifetime(memory) }
    do throws(AnswerError) {
      return try body(complete)
    } catch {
      throw .answer(error)
    }
  }

  /// Copies a part of another answer, or of this one, to where it belongs in this one.
  ///
  /// The caller vouches for both places.
  @unsafe
  func bring(_ part: UnsafeRawPointer, to offset: Int, length: Int) {
    unsafe (start + offset).copyMemory(from: part, byteCount: length)
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
    let reading = answer.judge(
      Self.self, at: 0, length: answer.length, extent: .capacity(answer.room.answer),
      kernel: knowledge)
    unsafe self.init(decoded: Storage(judged: memory, reading: reading))
  }
}
