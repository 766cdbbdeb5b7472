/// A hash table from names to what has them.
///
/// A slot holds a number that means something to what fills the table, and above it as many bits
/// of the name's hash as have room; an empty slot is all ones. The hash is seeded anew in every
/// process, so that no file can be made whose names collide.
struct NameTable: Sendable {
  private var slots: [UInt32]
  private let mask: Int
  /// The bits of a slot that hold the number.
  private let numberMask: UInt32

  private static let empty = UInt32.max

  /// A table for so many names of numbers that are smaller than a limit below 2^32.
  init(count: Int, numbersBelow limit: Int) {
    var size = 16
    while size < count * 2 { size *= 2 }
    slots = Array(repeating: Self.empty, count: size)
    mask = size - 1
    // The limit is not a number, so no slot in use is all ones.
    let bits = UInt32.bitWidth - UInt32(clamping: limit).leadingZeroBitCount
    numberMask = UInt32(truncatingIfNeeded: UInt64(1) << bits &- 1)
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
    let (slot, found) = search(hash: hash, isSame: isSame)
    if found == nil { slots[slot] = upper(hash) | number }
  }

  /// The number that `isSame` finds to be the one.
  @inline(__always)
  func find(hash: Int, isSame: (UInt32) -> Bool) -> UInt32? {
    search(hash: hash, isSame: isSame).number
  }

  /// The slot with the number that `isSame` finds to be the one, or the empty one where it belongs.
  @inline(__always)
  private func search(
    hash: Int, isSame: (UInt32) -> Bool
  ) -> (slot: Int, number: UInt32?) {
    var slot = hash & mask
    let upper = upper(hash)
    // At least half of the slots are empty.
    while slots[slot] != Self.empty {
      let number = slots[slot] & numberMask
      if slots[slot] & ~numberMask == upper, isSame(number) { return (slot, number) }
      slot = (slot &+ 1) & mask
    }
    return (slot, nil)
  }

  /// The bits of a hash that a slot keeps: other ones than those that choose the slot.
  @inline(__always)
  private func upper(_ hash: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: UInt(bitPattern: hash) >> (UInt.bitWidth - 32)) & ~numberMask
  }
}
