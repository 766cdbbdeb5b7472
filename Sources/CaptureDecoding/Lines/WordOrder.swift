/// In which order the bytes of a group of digits lie in memory.
package enum WordOrder: String, CaseIterable {
  /// Groups are numbers of a machine with the least significant byte first.
  case little
  /// Groups are numbers of a machine with the most significant byte first.
  case big
  /// Groups are not numbers: their bytes are in the order of memory.
  case bytes

  /// Bytes of a group, the most significant digits first, in the order of memory.
  func inMemory(_ bytes: [UInt8]) -> [UInt8] { self == .little ? bytes.reversed() : bytes }

  /// What is said of groups that may be numbers, where it is not said what they are.
  package static func refusal(groupSize: Int) -> String {
    "groups of \(groupSize * 8) bits may be numbers, whose bytes have another order in memory: say "
      + "--words little or --words big, as the machine that printed them has it, or --words bytes "
      + "if the groups show bytes one after the other"
  }
}
