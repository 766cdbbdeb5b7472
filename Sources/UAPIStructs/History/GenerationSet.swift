/// A set of generations of one struct, counted from 1 for the oldest.
public struct GenerationSet: Hashable, Sendable {
  /// The most generations that a history can hold.
  public static let maximumCount = 62

  /// One bit for each generation. Bit 0 is never set, so that those who keep a set can mark with it.
  @usableFromInline var bits: UInt64

  init(bits: UInt64) { self.bits = bits & ~1 }

  /// The generations of a range, as far as they can exist.
  public init(_ range: ClosedRange<Int>) {
    let lower = range.lowerBound.clamped(to: 1...63)
    let upper = range.upperBound.clamped(to: 0...62)
    self.bits = lower > upper ? 0 : (~0 << UInt64(lower)) & (~0 >> UInt64(63 - upper))
  }

  /// One generation.
  public init(_ generation: Int) { self.init(generation...Swift.max(generation, 1)) }

  /// Every generation from one on.
  public init(since generation: Int) { self.init(Swift.min(generation, 62)...62) }

  /// Whether no generation is in the set.
  public var isEmpty: Bool { bits == 0 }
  /// How many generations are in the set.
  public var count: Int { bits.nonzeroBitCount }
  /// The oldest generation of the set.
  public var oldest: Int? { bits == 0 ? nil : bits.trailingZeroBitCount }
  /// The newest generation of the set.
  public var newest: Int? { bits == 0 ? nil : 63 - bits.leadingZeroBitCount }

  /// Whether a generation is in the set.
  public func contains(_ generation: Int) -> Bool {
    (1...62).contains(generation) && bits & (1 << UInt64(generation)) != 0
  }

  func intersection(_ other: Self) -> Self { Self(bits: bits & other.bits) }
  func union(_ other: Self) -> Self { Self(bits: bits | other.bits) }
  func subtracting(_ other: Self) -> Self { Self(bits: bits & ~other.bits) }
}

extension GenerationSet: Sequence {
  /// The generations of the set, oldest first.
  public struct Iterator: IteratorProtocol {
    var rest: UInt64

    /// The next generation.
    public mutating func next() -> Int? {
      guard rest != 0 else { return nil }
      defer { rest &= rest &- 1 }
      return rest.trailingZeroBitCount
    }
  }

  /// The numbers of the generations, the oldest first.
  public func makeIterator() -> Iterator { Iterator(rest: bits) }
}
