/// What every type begins with.
struct TypeHeader {
  /// The offset of the type.
  let offset: Int
  /// The offset of its name among the strings; 0 for none.
  let name: UInt32
  /// The kind's number.
  let kindNumber: UInt8
  /// The bit that every kind gives a meaning of its own.
  let flag: Bool
  /// The number of elements.
  let count: Int
  /// The size of the type, or the type that it refers to.
  let word: UInt32

  /// The kind, if it is known.
  var kind: BTFKind? { BTFKind(rawValue: kindNumber) }
  /// The offset of what follows these three words.
  var body: Int { offset + Self.size }

  static let size = 12

  @inline(__always)
  init(_ blob: Blob, at offset: Int) {
    let info = blob.word(at: offset + 4)
    self.offset = offset
    name = blob.word(at: offset)
    // Kernels before 7.1 used 16 bits for the count and 5 for the kind; those between were zero.
    count = Int(info & 0xFF_FFFF)
    kindNumber = Self.kindNumber(info)
    flag = info >> 31 == 1
    word = blob.word(at: offset + 8)
  }

  /// The number of the kind, out of the second word.
  @inline(__always)
  static func kindNumber(_ info: UInt32) -> UInt8 {
    UInt8(truncatingIfNeeded: info >> 24 & 0x7F)
  }
}

extension Blob {
  /// The number of the kind of the type at an offset.
  @inline(__always)
  func kindNumber(at offset: Int) -> UInt8 { TypeHeader.kindNumber(word(at: offset &+ 4)) }
}
