/// A hash table from names to what has them.
///
/// A slot holds half of the name's hash above a number that means something to whoever fills the
/// table; an empty slot is all ones. The hash is seeded anew in every process, so that no file can be
/// made whose names collide.
struct NameTable: Sendable {
  private var slots: [UInt64]
  private let mask: Int

  private static let empty = UInt64.max

  /// A table for so many names.
  init(count: Int) {
    var size = 16
    while size < count * 2 { size *= 2 }
    slots = Array(repeating: Self.empty, count: size)
    mask = size - 1
  }

  /// The hash of a name, as ``ByteStore/hash(_:)`` gives it.
  static func hash(_ name: [UInt8]) -> Int {
    var hasher = Hasher()
    // The hasher reads the array's bytes during the call.
    unsafe name.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
    return hasher.finalize()
  }

  /// Puts in a number, unless `isSame` finds one in the table to mean the same.
  @inline(__always)
  mutating func insert(_ number: UInt32, hash: Int, isSame: (UInt32) -> Bool) {
    var slot = hash & mask
    let upper = Self.upper(hash)
    while slots[slot] != Self.empty {
      let number = UInt32(truncatingIfNeeded: slots[slot])
      if slots[slot] & Self.upperHalf == upper, isSame(number) { return }
      slot = (slot &+ 1) & mask
    }
    slots[slot] = upper | UInt64(number)
  }

  /// The number that `isSame` finds to be the one.
  @inline(__always)
  func find(hash: Int, isSame: (UInt32) -> Bool) -> UInt32? {
    var slot = hash & mask
    let upper = Self.upper(hash)
    // At least half of the slots are empty.
    while slots[slot] != Self.empty {
      let number = UInt32(truncatingIfNeeded: slots[slot])
      if slots[slot] & Self.upperHalf == upper, isSame(number) { return number }
      slot = (slot &+ 1) & mask
    }
    return nil
  }

  private static let upperHalf = UInt64(0xFFFF_FFFF) << 32

  @inline(__always)
  private static func upper(_ hash: Int) -> UInt64 {
    UInt64(truncatingIfNeeded: hash) & upperHalf
  }
}
