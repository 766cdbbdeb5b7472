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
    let bytes = unsafe UnsafeRawBufferPointer(start: start + offset, count: length).bytes
    let generations = Struct._Storage.possibleGenerations(
      of: bytes, history: history, extent: .whole)
    if generations != 0 { unsafe Struct._Storage.clear(start + offset, after: length) }
    return generations
  }

  /// The same where something may be known of the kernel: `nil` where that takes the rule.
  @inline(__always)
  func judgeQuickly<Struct: UAPIStruct>(
    _: Struct.Type, at offset: Int, length: Int, kernel: borrowing KernelKnowledge
  ) -> Reading? {
    // The caller vouches for offset and length.
    let bytes = unsafe UnsafeRawBufferPointer(start: start + offset, count: length).bytes
    let reading = Struct._Storage.fastReading(of: bytes, history: Struct.history, kernel: kernel)
    if reading != nil { unsafe Struct._Storage.clear(start + offset, after: length) }
    return reading
  }

  /// Judges any struct, and brings it to where it belongs in this answer, ready to be copied.
  ///
  /// - Parameters:
  ///   - range: where it lies in the answer that has it.
  ///   - source: this answer, or one that was asked for with more room.
  ///   - offset: where it belongs, in front of as much memory as its storage asks for.
  ///   - extent: what is known about its end.
  func judge<Struct: UAPIStruct>(
    _: Struct.Type, _ range: Range<Int>, of source: RawAnswer, at offset: Int, extent: Extent,
    kernel: borrowing KernelKnowledge
  ) -> Reading {
    if unsafe source.start + range.lowerBound == start + offset,
      extent.kernelSize(forLength: range.count) == range.count,
      let quick = judgeQuickly(Struct.self, at: offset, length: range.count, kernel: kernel)
    {
      return quick
    }
    // The memory of the source has this size, and the caller vouches for the offset.
    let all = unsafe UnsafeRawBufferPointer(start: source.start, count: source.room.size).bytes
    return unsafe Struct._Storage.reading(
      of: all.extracting(range), copiedTo: start + offset, history: Struct.history, extent: extent,
      kernel: copy kernel)
  }

  /// Judges any struct of an array, and copies it. The memory behind it is cleared, so that of several
  /// the last one goes first.
  func take<Struct: UAPIStruct>(
    _ range: Range<Int>, extent: Extent, kernel: KernelKnowledge
  ) -> Struct {
    let reading = judge(
      Struct.self, range, of: self, at: range.lowerBound, extent: extent, kernel: kernel)
    // The struct was found to lie inside the memory, which goes on behind every array.
    return unsafe Struct(_decoded: .init(inPlace: start + range.lowerBound, reading: reading))
  }
}

// All of an answer.
extension RawAnswer {
  /// Asks again as often as it takes for everything to fit, and reads the header of what there is then.
  ///
  /// - Parameters:
  ///   - memory: keeps what the answer lies in, and must live as long as the answer is used.
  ///   - sizes: reads the header, and checks it against what is there.
  func complete<Sizes>(
    _ memory: inout AnswerMemory?, asking kernel: MPTCPCapture.Kernel,
    sizes: (
      _ bytes: RawSpan, _ subflowInfo: RawSpan, _ tcpInfo: RawSpan
    ) throws(AnswerError) -> Sizes
  ) throws(MPTCPReadingError) -> (RawAnswer, Sizes) {
    let answer: RawAnswer
    do throws(SocketError) {
      answer = try unsafe complete(&memory, asking: kernel)
    } catch {
      throw .call(error)
    }
    do throws(AnswerError) {
      return (answer, try answer.withSpans(sizes))
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
      ? Reading(wholeStructOf: generations, length: length)
      : answer.judge(
        Self.self, 0..<length, of: answer, at: 0, extent: .capacity(answer.room.answer),
        kernel: knowledge)
    unsafe self.init(_decoded: _Storage(inPlace: memory, reading: reading))
  }
}
