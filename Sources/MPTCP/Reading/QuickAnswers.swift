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
    // The memory is longer than the header, and lives as long as the answer.
    let all = unsafe answer.bytes.bytes
    func word(_ index: Int) -> UInt32 {
      unsafe all.unsafeLoad(fromUncheckedByteOffset: 4 * index, as: UInt32.self)
    }
    let header = RawAnswer.Room.arrayHeader
    length = Int(word(2))
    // The kernel's size is the caller's, and there is one subflow behind a header as it is known.
    guard word(0) == header, word(1) == 1, word(3) == word(2), answer.optlen == header + length,
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
  fileprivate let tcpGenerations: UInt64
  fileprivate let infoLength: Int
  fileprivate let tcpLength: Int
  fileprivate let addressOffset: Int

  /// Judges an answer; `nil` for every other kind, which takes the rule and its checks.
  @inline(__always)
  init?(_ answer: borrowing RawAnswer) {
    // The memory is longer than the header, and lives as long as the answer.
    let all = unsafe answer.bytes.bytes
    func word(_ index: Int) -> UInt32 {
      unsafe all.unsafeLoad(fromUncheckedByteOffset: 4 * index, as: UInt32.self)
    }
    infoLength = answer.optlen - FullInfoSizes.header
    tcpLength = Int(word(0))
    let subflowLength = Int(word(2))
    // The kernel's sizes are the caller's, and there is one subflow in one slot at least.
    guard word(1) == word(0), word(3) == word(2), word(4) == 1, word(5) > 0,
      answer.optlen <= answer.room.answer, infoLength > 0, answer.room.slots > 0,
      MemoryLayout<TCPInfo.Storage>.size <= answer.room.element,
      tcpLength <= answer.room.element, subflowLength <= answer.room.element
    else { return nil }
    // A struct that ends with its addresses has them where they are looked for.
    addressOffset = MPTCPSubflowInfo.nativeAddressOffset
    guard subflowLength == addressOffset + 2 * MPTCPSubflowAddresses.sizeOfAddress else {
      return nil
    }
    infoGenerations = MPTCPInfo.Storage.quickGenerations(
      of: all.extracting(FullInfoSizes.header..<answer.optlen), history: MPTCPInfo.history,
      extent: .capacity(answer.room.answer - FullInfoSizes.header))
    tcpGenerations = TCPInfo.Storage.quickGenerations(
      of: all.extracting(answer.room.tcpInfoStart..<(answer.room.tcpInfoStart + tcpLength)),
      history: TCPInfo.history, extent: .kernelSize(tcpLength))
    let local = answer.room.subflowInfoStart + addressOffset
    guard infoGenerations != 0, tcpGenerations != 0,
      SocketAddressBytes.canHold(
        unsafe all.unsafeLoad(fromUncheckedByteOffset: local, as: UInt16.self)),
      SocketAddressBytes.canHold(
        unsafe all.unsafeLoad(
          fromUncheckedByteOffset: local + MPTCPSubflowAddresses.sizeOfAddress, as: UInt16.self))
    else { return nil }
  }
}

extension MPTCPFullInfoAnswer {
  /// Decodes an answer that was judged.
  @inline(__always)
  init(_ quick: QuickFullInfo, _ answer: borrowing RawAnswer) {
    let all = unsafe answer.bytes.bytes
    let local = answer.room.subflowInfoStart + quick.addressOffset
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
          id: all.unsafeLoad(
            fromUncheckedByteOffset: answer.room.subflowInfoStart, as: UInt32.self),
          local: SocketAddressBytes(unchecked: all, at: local),
          remote: SocketAddressBytes(
            unchecked: all, at: local + MPTCPSubflowAddresses.sizeOfAddress),
          tcp: TCPInfo(
            decoded: .init(
              clearingBehind: answer.start + answer.room.tcpInfoStart, length: quick.tcpLength,
              quickGenerations: quick.tcpGenerations)))),
      abi: .native)
  }
}

extension MPTCPSubflowInfo {
  /// Where the addresses of a subflow begin on this machine.
  fileprivate static let nativeAddressOffset =
    history.fields[Int(Field.addrs.index)].places.last?.offset(in: .native) ?? 0
}
