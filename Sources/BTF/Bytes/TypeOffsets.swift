/// Where each type begins: a sequence of offsets in the order of their numbers.
///
/// Only every eighth offset is kept, and the others are a few steps away: a kernel has more than
/// 100,000 types.
struct TypeOffsets: Sendable, Sequence {
  private let blob: Blob
  private let sizes: KindSizes
  private let marks: [UInt32]
  /// The number of types.
  let count: Int
  /// How many types each kind has.
  private let counts: [UInt32]

  private static let stride = 8

  /// Walks over all types once.
  ///
  /// - Parameter base: whose sizes of kinds count where the blob has none.
  init(_ blob: Blob, base: Blob?) throws(BTFError) {
    let sizes = try KindSizes(blob, base: base)
    var marks: [UInt32] = []
    var count = 0
    var counts = InlineArray<128, UInt32>(repeating: 0)
    var offset = blob.types.lowerBound
    let end = blob.types.upperBound
    while offset < end {
      guard end &- offset >= TypeHeader.size else {
        throw blob.store.error(.truncated, at: offset, "the types end inside the header of a type")
      }
      let info = blob.word(at: offset &+ 4)
      guard let size = sizes.size(info) else {
        throw blob.store.error(
          .unknownKind, at: offset &+ 4,
          "a type of kind \(TypeHeader.kindNumber(info)), which is not known, and nothing tells its size"
        )
      }
      guard size <= UInt64(end &- offset) else {
        let header = TypeHeader(blob, at: offset)
        let kind = header.kind?.description ?? "kind \(header.kindNumber)"
        throw blob.store.error(
          .truncated, at: offset &+ 4,
          "the types end inside a \(kind) with \(header.count) elements")
      }
      if count % Self.stride == 0 { marks.append(UInt32(truncatingIfNeeded: offset)) }
      count &+= 1
      counts[Int(TypeHeader.kindNumber(info))] &+= 1
      offset &+= Int(size)
    }
    self.blob = blob
    self.sizes = sizes
    self.marks = marks
    self.count = count
    self.counts = counts.indices.map { counts[$0] }
  }

  /// The offset of the type with an index, if there is one.
  subscript(index: Int) -> Int? {
    guard index >= 0, index < count else { return nil }
    var offset = Int(marks[index / Self.stride])
    for _ in 0..<(index % Self.stride) { offset = sizes.end(ofTypeAt: offset, in: blob) }
    return offset
  }

  /// The index and the offset of the last type that begins before an offset.
  func last(before offset: Int) -> (index: Int, offset: Int)? {
    var (low, high) = (0, marks.count)
    while low < high {
      let middle = (low + high) / 2
      if Int(marks[middle]) < offset { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return nil }
    var found = (index: (low - 1) * Self.stride, offset: Int(marks[low - 1]))
    while found.index + 1 < count {
      let following = sizes.end(ofTypeAt: found.offset, in: blob)
      guard following < offset else { break }
      found = (found.index + 1, following)
    }
    return found
  }

  /// The number of types whose kinds have their bits in a mask.
  func count(ofKinds mask: UInt32) -> Int {
    (0..<32).reduce(0) { $0 + (mask >> $1 & 1 == 1 ? Int(counts[$1]) : 0) }
  }

  struct Iterator: IteratorProtocol {
    fileprivate let blob: Blob
    fileprivate let sizes: KindSizes
    fileprivate var offset: Int

    @inline(__always)
    mutating func next() -> Int? {
      guard offset < blob.types.upperBound else { return nil }
      defer { offset = sizes.end(ofTypeAt: offset, in: blob) }
      return offset
    }
  }

  @inline(__always)
  func makeIterator() -> Iterator {
    Iterator(blob: blob, sizes: sizes, offset: blob.types.lowerBound)
  }

  var underestimatedCount: Int { count }
}

/// How long types of each kind are.
private struct KindSizes {
  /// For each kind the fixed size in the low byte and that of an element in the next, or all ones.
  private var sizes = [UInt32](repeating: .max, count: 128)

  /// How long the type is whose second word this is; `nil` for a kind that is not known.
  ///
  /// It is at most 12 + 255 + 255 * (2^24 - 1).
  @inline(__always)
  func size(_ info: UInt32) -> UInt64? {
    let size = sizes[Int(TypeHeader.kindNumber(info))]
    guard size != .max else { return nil }
    return UInt64(TypeHeader.size) &+ UInt64(size & 0xFF)
      &+ UInt64(size >> 8) &* UInt64(info & 0xFF_FFFF)
  }

  /// Where a type ends that is known to lie inside the bytes.
  @inline(__always)
  func end(ofTypeAt offset: Int, in blob: Blob) -> Int {
    offset &+ Int(truncatingIfNeeded: size(blob.word(at: offset &+ 4)) ?? 0)
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
      let size = UInt32(fixed) | UInt32(perElement) << 8
      let known = sizes[kind]
      // Where members or the like have grown, what is known of them may no longer hold.
      guard known == .max || known == size else {
        throw told.store.error(
          .unsupported, at: offset,
          "types of kind \(kind) have \(fixed) bytes and \(perElement) for each element, not "
            + "\(known & 0xFF) and \(known >> 8)")
      }
      sizes[kind] = size
    }
  }
}
