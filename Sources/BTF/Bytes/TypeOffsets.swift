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
    kindNumber = UInt8(truncatingIfNeeded: info >> 24 & 0x7F)
    flag = info >> 31 == 1
    word = blob.word(at: offset + 8)
  }
}

extension Blob {
  /// The number of the kind of the type at an offset.
  @inline(__always)
  func kindNumber(at offset: UInt32) -> UInt8 {
    UInt8(truncatingIfNeeded: word(at: Int(clamping: offset) &+ 4) >> 24 & 0x7F)
  }

  /// Walks over all types and notes where each begins.
  ///
  /// - Parameter base: whose sizes of kinds count where this has none.
  func typeOffsets(base: Blob?) throws(BTFError) -> [UInt32] {
    let sizes = try KindSizes(self, base: base)
    var offsets: [UInt32] = []
    // No type is smaller than its header.
    offsets.reserveCapacity(types.count / TypeHeader.size)
    var offset = types.lowerBound
    let end = types.upperBound
    while offset < end {
      guard end &- offset >= TypeHeader.size else {
        throw store.error(.truncated, at: offset, "the types end inside the header of a type")
      }
      let header = TypeHeader(self, at: offset)
      guard let extra = sizes[header.kindNumber] else {
        throw store.error(
          .unknownKind, at: offset &+ 4,
          "a type of kind \(header.kindNumber), which is not known, and nothing tells its size")
      }
      // At most 12 + 255 + 255 * (2^24 - 1).
      let size =
        UInt64(TypeHeader.size &+ extra.fixed) &+ UInt64(extra.perElement) &* UInt64(header.count)
      guard size <= UInt64(end &- offset) else {
        let kind = header.kind?.description ?? "kind \(header.kindNumber)"
        throw store.error(
          .truncated, at: offset &+ 4,
          "the types end inside a \(kind) with \(header.count) elements")
      }
      offsets.append(UInt32(truncatingIfNeeded: offset))
      offset &+= Int(size)
    }
    return offsets
  }
}

/// How long types of each kind are.
private struct KindSizes {
  /// For each kind the fixed size in the low byte and that of an element in the next, or all ones.
  private var sizes = [UInt32](repeating: .max, count: 128)

  /// How many bytes follow the header of a type; `nil` for a kind that is not known.
  subscript(kind: UInt8) -> (fixed: Int, perElement: Int)? {
    @inline(__always) get {
      let size = sizes[Int(kind & 0x7F)]
      return size == .max ? nil : (Int(size & 0xFF), Int(size >> 8))
    }
  }

  /// The sizes of the kinds that are known, and of those whose sizes the file tells.
  init(_ blob: Blob, base: Blob?) throws(BTFError) {
    for kind in BTFKind.allCases {
      let size = kind.extraSize
      sizes[Int(kind.rawValue)] = UInt32(size.fixed | size.perElement << 8)
    }
    let told = blob.layouts.isEmpty ? base ?? blob : blob
    for kind in 1..<max(1, min(128, told.layouts.count / 4)) {
      let offset = told.layouts.lowerBound + kind * 4
      let (fixed, perElement) = (told.store.byte(at: offset), told.store.byte(at: offset + 1))
      guard let known = self[UInt8(kind)] else {
        sizes[kind] = UInt32(fixed) | UInt32(perElement) << 8
        continue
      }
      // Where members or the like have grown, what is known of them may no longer hold.
      guard known == (Int(fixed), Int(perElement)) else {
        throw told.store.error(
          .unsupported, at: offset,
          "types of kind \(kind) have \(fixed) bytes and \(perElement) for each element, not "
            + "\(known.fixed) and \(known.perElement)")
      }
    }
  }
}
