package import UAPIStructs

/// What an answer with one array says, with the first element where it was offered room at first.
private struct JudgedSubflowArray<Element: MPTCPSubflowElement> {
  /// Of an answer without elements, a reading of no bytes.
  var head: Reading
  var subflowCount: Int
  var kernelSize: Int
  var stride: Int
  /// How many elements there are.
  var count: Int
  /// All but the first of those.
  var rest: [Element]
}

extension JudgedSubflowArray {
  /// One subflow, all of which is there.
  @inline(__always)
  init(only head: Reading) {
    self.init(
      head: head, subflowCount: 1, kernelSize: head.length, stride: head.length, count: 1, rest: [])
  }
}

extension MPTCPSubflowArrayAnswer {
  /// Asks a kernel in memory that has the room that is offered at first.
  @unsafe
  @inline(__always)
  init(
    _ option: MPTCPCapture.Option, asking kernel: MPTCPCapture.Kernel,
    in memory: UnsafeMutableRawPointer, knowing knowledge: borrowing KernelKnowledge
  ) throws(MPTCPReadingError) {
    let answer: RawAnswer
    do throws(SocketError) {
      answer = try unsafe RawAnswer(
        option, RawAnswer.Room(first: option), in: memory, asking: kernel)
    } catch {
      throw .call(error)
    }
    let judged: JudgedSubflowArray<Element>
    if knowledge.isUnknown, let quick = Self.judgeQuickly(answer) {
      judged = quick
    } else if !knowledge.isUnknown, let quick = Self.judgeQuickly(answer, knowing: knowledge) {
      judged = quick
    } else {
      judged = try unsafe Self.judge(answer, asking: kernel, knowing: knowledge)
    }
    // The first element lies in the memory as judged, and room for the newest struct behind it.
    unsafe self.init(
      subflowCount: judged.subflowCount, kernelElementSize: judged.kernelSize,
      stride: judged.stride,
      elements: MPTCPSubflowList(
        count: judged.count,
        head: Element(
          _decoded: .init(inPlace: memory + RawAnswer.Room.arrayHeader, reading: judged.head)),
        rest: judged.rest))
  }

  /// How long the element is in the commonest answer, one subflow, all of which fitted; `nil` for every
  /// other one.
  @inline(__always)
  private static func length(_ answer: RawAnswer) -> Int? {
    let header = RawAnswer.Room.arrayHeader
    let length = Int(answer.word(2))
    // The kernel's size is the caller's, and there is one subflow where it is expected.
    guard answer.word(0) == header, answer.word(1) == 1, answer.word(3) == answer.word(2),
      answer.optlen == header &+ length, length <= answer.room.element
    else { return nil }
    return length
  }

  /// Judges the commonest answer where its size is that of generations; `nil` for every other one.
  @inline(__always)
  private static func judgeQuickly(_ answer: RawAnswer) -> JudgedSubflowArray<Element>? {
    guard let length = length(answer) else { return nil }
    let head = answer.judgeQuickly(
      Element.self, at: RawAnswer.Room.arrayHeader, length: length, history: Element.history)
    guard head != 0 else { return nil }
    return JudgedSubflowArray(only: Reading(wholeStructOf: head, length: length))
  }

  /// The same for an answer from a kernel of which something is known.
  @inline(never)
  private static func judgeQuickly(
    _ answer: RawAnswer, knowing knowledge: borrowing KernelKnowledge
  ) -> JudgedSubflowArray<Element>? {
    guard let length = length(answer),
      let head = answer.judgeQuickly(
        Element.self, at: RawAnswer.Room.arrayHeader, length: length, kernel: knowledge)
    else { return nil }
    return JudgedSubflowArray(only: head)
  }

  /// Judges any answer, with all checks.
  @inline(never)
  private static func judge(
    _ first: RawAnswer, asking kernel: MPTCPCapture.Kernel,
    knowing knowledge: borrowing KernelKnowledge
  ) throws(MPTCPReadingError) -> JudgedSubflowArray<Element> {
    let knowledge = copy knowledge
    var memory: AnswerMemory?
    defer { extendLifetime(memory) }
    let (answer, sizes) = try unsafe first.complete(&memory, asking: kernel) {
      bytes, _, _ throws(AnswerError) in
      try SubflowArraySizes(bytes, sockopt: Element.sockopt, abi: .native)
    }
    // Before the memory behind the first one is cleared.
    let rest = rest(answer, sizes, kernel: knowledge)
    let head = sizes.start..<(sizes.start + (sizes.count > 0 ? sizes.stride : 0))
    return JudgedSubflowArray(
      head: first.judge(
        Element.self, head, of: answer, at: RawAnswer.Room.arrayHeader,
        extent: .kernelSize(sizes.kernelSize), kernel: knowledge),
      subflowCount: sizes.subflowCount, kernelSize: sizes.kernelSize, stride: sizes.stride,
      count: sizes.count, rest: rest)
  }

  /// The elements but the first.
  private static func rest(
    _ answer: RawAnswer, _ sizes: SubflowArraySizes, kernel: KernelKnowledge
  ) -> [Element] {
    guard sizes.count > 1 else { return [] }
    return unsafe [Element](unsafeUninitializedCapacity: sizes.count - 1) { rest, count in
      for index in (1..<sizes.count).reversed() {
        let start = sizes.start + index * sizes.stride
        // The array has room for each, and each is set.
        unsafe rest.initializeElement(
          at: index - 1,
          to: answer.take(
            start..<(start + sizes.stride), extent: .kernelSize(sizes.kernelSize), kernel: kernel))
      }
      count = sizes.count - 1
    }
  }
}

extension MPTCPSubflowArrayAnswer {
  /// Asks a model of a kernel as a socket would be asked.
  fileprivate init(
    _ option: MPTCPCapture.Option, asking kernel: MPTCPCapture.Kernel,
    knowing knowledge: KernelKnowledge
  ) throws(MPTCPReadingError) {
    let memory = AnswerMemory(size: RawAnswer.Room(first: option).size)
    defer { extendLifetime(memory) }
    // The memory has the size that the room says.
    try unsafe self.init(option, asking: kernel, in: memory.start, knowing: knowledge)
  }
}

extension MPTCPSubflowArrayAnswer<TCPInfo> {
  /// Asks a model of a kernel as a socket would be asked.
  package init(
    asking kernel: MPTCPCapture.Kernel, knowing knowledge: KernelKnowledge = .unknown
  ) throws(MPTCPReadingError) {
    try unsafe self.init(.subflowTCPInfo, asking: kernel, knowing: knowledge)
  }
}

extension MPTCPSubflowArrayAnswer<MPTCPSubflowAddresses> {
  /// Asks a model of a kernel as a socket would be asked.
  package init(
    asking kernel: MPTCPCapture.Kernel, knowing knowledge: KernelKnowledge = .unknown
  ) throws(MPTCPReadingError) {
    try unsafe self.init(.subflowAddresses, asking: kernel, knowing: knowledge)
  }
}
