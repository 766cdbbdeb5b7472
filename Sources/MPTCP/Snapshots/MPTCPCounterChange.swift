/// What happened to a counter of the kernel between two looks.
public enum MPTCPCounterChange: Hashable, Sendable {
  /// It went up by this much, or stayed.
  case advanced(UInt64)
  /// It went over its end and began again at 0; altogether it went up by this much.
  case wrapped(UInt64)
  /// It started anew, or went back for another reason: how much was counted is not known.
  case reset

  /// How much the counter went up, or `nil` where that is not known.
  public var amount: UInt64? {
    switch self {
    case .advanced(let amount), .wrapped(let amount): amount
    case .reset: nil
    }
  }

  /// Compares two values of a counter that has `bitWidth` bits.
  ///
  /// A counter of 64 bits does not wrap in the life of a machine: one that went back was reset. A
  /// smaller one that went back has wrapped where it thereby went up by less than half of its
  /// range, and was reset otherwise.
  public init(from old: UInt64, to new: UInt64, bitWidth: Int) {
    if new >= old {
      self = .advanced(new - old)
      return
    }
    guard bitWidth > 0, bitWidth < 64, old >> UInt64(bitWidth) == 0 else {
      self = .reset
      return
    }
    let range: UInt64 = 1 << UInt64(bitWidth)
    // Both values are smaller than the range, and the new one is the smaller of them.
    let amount = range - old + new
    self = amount < range / 2 ? .wrapped(amount) : .reset
  }
}
