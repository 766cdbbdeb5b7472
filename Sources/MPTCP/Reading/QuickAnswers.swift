internal import UAPIStructs

// Answers of the commonest kind: one subflow, all of which fitted, in sizes that generations have, from
// a kernel of which nothing more is known. Their structs are judged before the first is copied; then
// each is copied once, to where it belongs. Judged on its way it would lie in between for the other
// outcome's sake, which takes longer than everything else.

/// An answer of MPTCP_TCPINFO or MPTCP_SUBFLOW_ADDRS that was judged.
struct QuickSubflowArray<Element: MPTCPSubflowElement> {
  private let generations: UInt64
  private let length: Int

  /// Judges an answer; `nil` for every other kind, which takes the rule and its checks.
  @inline(__always)
  init?(_ answer: borrowing RawAnswer) {
    // The memory lives as long as the answer.
    let all = unsafe answer.bytes.bytes
    let header = RawAnswer.Room.arrayHeader
    length = Int(answer.word(2))
    // The kernel's size is the caller's, and there is one subflow behind a header as it is known.
    guard answer.word(0) == header, answer.word(1) == 1, answer.word(3) == answer.word(2),
      answer.optlen == header + length,
      length <= answer.room.element, MemoryLayout<Element.Storage>.size <= answer.room.element
    else { return nil }
    generations = Element.Storage.quickGenerations(
      of: all.extracting(header..<answer.optlen), history: Element.history,
      extent: .kernelSize(length))
    guard generations != 0 else { return nil }
  }

  /// Decodes the answer that was judged.
  @inline(__always)
  func decoded(_ answer: borrowing RawAnswer) -> MPTCPSubflowArrayAnswer<Element> {
    // The initializer found that there is room for the newest struct.
    let element = unsafe Element(
      decoded: .init(
        clearingBehind: answer.start + RawAnswer.Room.arrayHeader, length: length,
        quickGenerations: generations))
    return MPTCPSubflowArrayAnswer(only: element, size: length)
  }
}

/// An answer of MPTCP_FULL_INFO that was judged.
struct QuickFullInfo {
  fileprivate let infoGenerations: UInt64
  fileprivate let infoLength: Int
  fileprivate let subflowGenerations: UInt64
  fileprivate let subflowLength: Int
  fileprivate let tcpGenerations: UInt64
  fileprivate let tcpLength: Int

  /// Judges an answer; `nil` for every other kind, which takes the rule and its checks.
  @inline(__always)
  init?(_ answer: borrowing RawAnswer) {
    // The memory lives as long as the answer.
    let all = unsafe answer.bytes.bytes
    let room = answer.room
    infoLength = answer.optlen - FullInfoSizes.header
    tcpLength = Int(answer.word(0))
    subflowLength = Int(answer.word(2))
    // The kernel's sizes are the caller's, and there is one subflow in one slot at least.
    guard answer.word(1) == answer.word(0), answer.word(3) == answer.word(2), answer.word(4) == 1,
      answer.word(5) > 0, answer.optlen <= room.answer, infoLength > 0, room.slots > 0,
      MemoryLayout<TCPInfo.Storage>.size <= room.element, tcpLength <= room.element,
      MemoryLayout<MPTCPSubflowInfo.Storage>.size <= room.element, subflowLength <= room.element
    else { return nil }
    infoGenerations = MPTCPInfo.Storage.quickGenerations(
      of: all.extracting(FullInfoSizes.header..<answer.optlen), history: MPTCPInfo.history,
      extent: .capacity(room.answer - FullInfoSizes.header))
    subflowGenerations = MPTCPSubflowInfo.Storage.quickGenerations(
      of: all.extracting(room.subflowInfoStart..<(room.subflowInfoStart + subflowLength)),
      history: MPTCPSubflowInfo.history, extent: .kernelSize(subflowLength))
    tcpGenerations = TCPInfo.Storage.quickGenerations(
      of: all.extracting(room.tcpInfoStart..<(room.tcpInfoStart + tcpLength)),
      history: TCPInfo.history, extent: .kernelSize(tcpLength))
    guard infoGenerations != 0, subflowGenerations != 0, tcpGenerations != 0 else { return nil }
  }
}

extension MPTCPFullInfoAnswer {
  /// Decodes an answer that was judged.
  @inline(__always)
  init(_ quick: QuickFullInfo, _ answer: borrowing RawAnswer) {
    let all = unsafe answer.bytes.bytes
    // The judge found that everything lies inside the memory, and that there is room for the newest
    // structs.
    unsafe self.init(
      header: all.unsafeLoad(fromUncheckedByteOffset: 0, as: InlineArray<5, UInt64>.self),
      info: MPTCPInfo(
        decoded: .init(
          clearingBehind: answer.start + FullInfoSizes.header, length: quick.infoLength,
          quickGenerations: quick.infoGenerations)),
      subflowCount: 1,
      subflows: MPTCPSubflowList(
        Subflow(
          info: MPTCPSubflowInfo(
            decoded: .init(
              clearingBehind: answer.start + answer.room.subflowInfoStart,
              length: quick.subflowLength, quickGenerations: quick.subflowGenerations)),
          tcp: TCPInfo(
            decoded: .init(
              clearingBehind: answer.start + answer.room.tcpInfoStart, length: quick.tcpLength,
              quickGenerations: quick.tcpGenerations)))),
      abi: .native)
  }
}
