package import UAPIStructs

/// What an answer of MPTCP_FULL_INFO says, with the connection and the first subflow where they were
/// offered room at first.
private struct JudgedFullInfo {
  var info: Reading
  /// Of an answer without subflows, readings of no bytes.
  var subflow: Reading
  var tcp: Reading
  var subflowCount = 1
  /// How many of them there are.
  var count = 1
  /// All but the first of those.
  var rest: [MPTCPFullInfoAnswer.Subflow] = []
}

extension MPTCPFullInfoAnswer {
  /// Asks a kernel in memory that has the room that is offered at first.
  @unsafe
  @inline(__always)
  init(
    asking kernel: MPTCPCapture.Kernel, in memory: UnsafeMutableRawPointer,
    knowing knowledge: borrowing KernelKnowledge
  ) throws(MPTCPReadingError) {
    let answer: RawAnswer
    do throws(SocketError) {
      answer = try unsafe RawAnswer(.fullInfo, Self.room, in: memory, asking: kernel)
    } catch {
      throw .call(error)
    }
    let judged: JudgedFullInfo
    if knowledge.isUnknown, let quick = Self.judgeQuickly(answer) {
      judged = quick
    } else if !knowledge.isUnknown, let quick = Self.judgeQuickly(answer, knowing: knowledge) {
      judged = quick
    } else {
      judged = try unsafe Self.judge(answer, asking: kernel, knowing: knowledge)
    }
    // Everything lies in the memory as judged, and room for the newest structs behind it.
    unsafe self.init(
      header: memory.load(as: InlineArray<5, UInt64>.self),
      info: MPTCPInfo(
        _decoded: .init(inPlace: memory + FullInfoSizes.header, reading: judged.info)),
      subflowCount: judged.subflowCount,
      subflows: MPTCPSubflowList(
        count: judged.count,
        head: Subflow(
          info: MPTCPSubflowInfo(
            _decoded: .init(
              inPlace: memory + Self.room.subflowInfoStart, reading: judged.subflow)),
          tcp: TCPInfo(
            _decoded: .init(inPlace: memory + Self.room.tcpInfoStart, reading: judged.tcp))),
        rest: judged.rest),
      abi: .native)
  }

  @inline(__always)
  private static var room: RawAnswer.Room { RawAnswer.Room(first: .fullInfo) }

  /// How long the structs are in the commonest answer, one subflow, all of which fitted; `nil` for every
  /// other one.
  @inline(__always)
  private static func lengths(
    _ answer: RawAnswer
  ) -> (info: Int, subflow: Int, tcp: Int)? {
    let info = answer.optlen &- FullInfoSizes.header
    let tcp = Int(answer.word(0))
    let subflow = Int(answer.word(2))
    // The kernel's sizes are the caller's, there is one subflow in one slot at least, and the kernel
    // stopped by itself.
    guard answer.word(1) == answer.word(0), answer.word(3) == answer.word(2), answer.word(4) == 1,
      answer.word(5) > 0, info > 0, answer.optlen < room.answer, tcp <= room.element,
      subflow <= room.element
    else { return nil }
    return (info, subflow, tcp)
  }

  /// Judges the commonest answer where its sizes are those of generations; `nil` for every other one.
  @inline(__always)
  private static func judgeQuickly(_ answer: RawAnswer) -> JudgedFullInfo? {
    guard let lengths = lengths(answer) else { return nil }
    let histories = Self.histories
    let info = answer.judgeQuickly(
      MPTCPInfo.self, at: FullInfoSizes.header, length: lengths.info, history: histories.info)
    let subflow = answer.judgeQuickly(
      MPTCPSubflowInfo.self, at: room.subflowInfoStart, length: lengths.subflow,
      history: histories.subflow)
    let tcp = answer.judgeQuickly(
      TCPInfo.self, at: room.tcpInfoStart, length: lengths.tcp, history: histories.tcp)
    guard info != 0, subflow != 0, tcp != 0 else { return nil }
    return JudgedFullInfo(
      info: Reading(wholeStructOf: info, length: lengths.info),
      subflow: Reading(wholeStructOf: subflow, length: lengths.subflow),
      tcp: Reading(wholeStructOf: tcp, length: lengths.tcp))
  }

  /// The same for an answer from a kernel of which something is known.
  @inline(never)
  private static func judgeQuickly(
    _ answer: RawAnswer, knowing knowledge: borrowing KernelKnowledge
  ) -> JudgedFullInfo? {
    guard let lengths = lengths(answer),
      let info = answer.judgeQuickly(
        MPTCPInfo.self, at: FullInfoSizes.header, length: lengths.info, kernel: knowledge),
      let subflow = answer.judgeQuickly(
        MPTCPSubflowInfo.self, at: room.subflowInfoStart, length: lengths.subflow,
        kernel: knowledge),
      let tcp = answer.judgeQuickly(
        TCPInfo.self, at: room.tcpInfoStart, length: lengths.tcp, kernel: knowledge)
    else { return nil }
    return JudgedFullInfo(info: info, subflow: subflow, tcp: tcp)
  }

  /// All histories in one place: each constant of its own would have to be found, and be asked whether
  /// it is there already.
  private static let histories = (
    info: MPTCPInfo.history, subflow: MPTCPSubflowInfo.history, tcp: TCPInfo.history
  )

  /// Judges any answer, with all checks.
  @inline(never)
  private static func judge(
    _ first: RawAnswer, asking kernel: MPTCPCapture.Kernel,
    knowing knowledge: borrowing KernelKnowledge
  ) throws(MPTCPReadingError) -> JudgedFullInfo {
    let knowledge = copy knowledge
    var memory: AnswerMemory?
    defer { extendLifetime(memory) }
    let (answer, sizes) = try unsafe first.complete(&memory, asking: kernel) {
      bytes, subflowInfo, tcpInfo throws(AnswerError) in
      try FullInfoSizes(
        bytes, subflowInfoRoom: subflowInfo.byteCount, tcpInfoRoom: tcpInfo.byteCount,
        abi: .native)
    }
    // Before the memory behind the first ones is cleared.
    let rest = rest(answer, sizes, kernel: knowledge)
    first.bring(FullInfoSizes.header, of: answer)
    let (subflow, tcp) = sizes.count > 0 ? (sizes.subflowInfo.user, sizes.tcpInfo.user) : (0, 0)
    let (subflowStart, tcpStart) = (answer.room.subflowInfoStart, answer.room.tcpInfoStart)
    return JudgedFullInfo(
      info: first.judge(
        MPTCPInfo.self, FullInfoSizes.header..<answer.length, of: answer,
        at: FullInfoSizes.header, extent: .capacity(answer.room.answer - FullInfoSizes.header),
        kernel: knowledge),
      subflow: first.judge(
        MPTCPSubflowInfo.self, subflowStart..<(subflowStart + subflow), of: answer,
        at: room.subflowInfoStart, extent: .kernelSize(sizes.subflowInfo.kernel),
        kernel: knowledge),
      tcp: first.judge(
        TCPInfo.self, tcpStart..<(tcpStart + tcp), of: answer, at: room.tcpInfoStart,
        extent: .kernelSize(sizes.tcpInfo.kernel), kernel: knowledge),
      subflowCount: sizes.subflowCount, count: sizes.count, rest: rest)
  }

  /// The subflows but the first.
  private static func rest(
    _ answer: RawAnswer, _ sizes: FullInfoSizes, kernel: KernelKnowledge
  ) -> [Subflow] {
    guard sizes.count > 1 else { return [] }
    return unsafe [Subflow](unsafeUninitializedCapacity: sizes.count - 1) { rest, count in
      for index in (1..<sizes.count).reversed() {
        let subflowStart = answer.room.subflowInfoStart + index * sizes.subflowInfo.user
        let tcpStart = answer.room.tcpInfoStart + index * sizes.tcpInfo.user
        // The array has room for each, and each is set.
        unsafe rest.initializeElement(
          at: index - 1,
          to: Subflow(
            info: answer.take(
              subflowStart..<(subflowStart + sizes.subflowInfo.user),
              extent: .kernelSize(sizes.subflowInfo.kernel), kernel: kernel),
            tcp: answer.take(
              tcpStart..<(tcpStart + sizes.tcpInfo.user),
              extent: .kernelSize(sizes.tcpInfo.kernel), kernel: kernel)))
      }
      count = sizes.count - 1
    }
  }
}

extension MPTCPFullInfoAnswer {
  /// Asks a model of a kernel as a socket would be asked.
  package init(
    asking kernel: MPTCPCapture.Kernel, knowing knowledge: KernelKnowledge = .unknown
  ) throws(MPTCPReadingError) {
    let memory = AnswerMemory(size: Self.room.size)
    defer { extendLifetime(memory) }
    // The memory has the size that the room says.
    try unsafe self.init(asking: kernel, in: memory.start, knowing: knowledge)
  }
}
