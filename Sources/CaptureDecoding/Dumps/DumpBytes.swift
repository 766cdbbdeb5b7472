internal import UAPIText

/// Puts the bytes of a dump together.
struct DumpBytes {
  let dump: DumpParts
  let layout: DumpLayout
  /// What a person says about groups of several bytes.
  let order: WordOrder?

  func bytes() throws(InputFailure) -> [UInt8] {
    let order = try groupOrder()
    var bytes: [UInt8] = []
    for (index, values) in layout.values.enumerated() {
      let own = Array(values.flatMap(order.inMemory).prefix(layout.sizes[index]))
      bytes += own
      guard dump.isRepeated[index] else { continue }
      let end = layout.addresses[index + 1] &- layout.addresses[0]
      while bytes.count < end { bytes += own.prefix(end - bytes.count) }
    }
    return bytes
  }

  // MARK: - The order of bytes

  /// The order of bytes in groups: of one byte there is none, some dumps show memory, and of the
  /// others a person has to tell.
  private func groupOrder() throws(InputFailure) -> WordOrder {
    if layout.groupSize == 1 { return .bytes }
    if case .hex = layout.notation {
      let proof = proof
      if let order {
        let contradicts = order == .little ? proof == .memory : proof == .numbers
        guard !contradicts else {
          throw InputFailure(
            line: dump.lines[0].number,
            reason: "--words \(order.rawValue) contradicts the characters next to the digits")
        }
        return order
      }
      if showsMemory(proof) { return .bytes }
    }
    guard let order, order != .bytes || isHex else {
      throw InputFailure(
        line: dump.lines[0].number, reason: WordOrder.refusal(groupSize: layout.groupSize))
    }
    return order
  }

  private var isHex: Bool {
    switch layout.notation {
    case .hex, .markedHex: true
    case .binary, .octal, .decimal: false
    }
  }

  private enum Proof { case memory, numbers, none }

  /// Which order the characters next to the digits prove.
  private var proof: Proof {
    var (memory, numbers) = (true, true)
    var isSeen = false
    for (index, line) in dump.lines.enumerated() {
      let bytes = Array(layout.values[index].joined())
      let characters = line.characters(after: layout.groups[index], of: bytes.count)
      guard !characters.isEmpty else { continue }
      isSeen = true
      let reversed = layout.values[index].flatMap { $0.reversed() }
      memory = memory && characters.contains { CharacterColumn.shows($0, bytes) }
      numbers = numbers && characters.contains { CharacterColumn.shows($0, reversed) }
    }
    guard isSeen, memory != numbers else { return .none }
    return memory ? .memory : .numbers
  }

  /// Whether the groups are in the order of memory although they have several bytes.
  private func showsMemory(_ proof: Proof) -> Bool {
    let first = dump.lines[0]
    guard proof != .numbers else { return false }
    // Groups of such sizes are not numbers of any machine.
    guard [2, 4, 8].contains(layout.groupSize) else { return true }
    if proof == .memory, first.hasColon { return true }
    // readelf -x
    if first.isMarked, !first.hasColon { return layout.groupSize == 4 }
    // tcpdump, and xxd as it is without options. A kernel's log would have numbers.
    if first.hasColon { return layout.groupSize == 2 && !first.hasPrefix }
    if dump.hasObjectHeading { return true }
    return dump.isObject
      && zip(dump.lines, layout.groups).allSatisfy { line, count in
        count < line.words.count && CharacterColumn.delimited(in: line, after: count) == nil
      }
  }
}
