/// The value of a field, for those who treat all fields alike.
public enum FieldValue: Hashable, Sendable {
  /// An unsigned integer, in the byte order of this machine.
  case unsigned(UInt64)
  /// A signed integer, in the byte order of this machine.
  case signed(Int64)
  /// The bytes of an array or of a struct that is not taken apart, in the order of the answer.
  case bytes([UInt8])
}

extension FieldValue: CustomStringConvertible {
  /// The number in decimal, or the bytes in hexadecimal without spaces.
  public var description: String {
    switch self {
    case .unsigned(let value): "\(value)"
    case .signed(let value): "\(value)"
    case .bytes(let bytes):
      bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
  }
}

extension FieldValue: ExpressibleByIntegerLiteral {
  /// A number that stands in the source.
  public init(integerLiteral value: Int64) { self.init(value) }

  /// A number; one of more than 64 bits becomes the nearest number that has no more.
  public init(_ number: some BinaryInteger) {
    self = number < 0 ? .signed(Int64(clamping: number)) : .unsigned(UInt64(clamping: number))
  }
}

extension FieldKind {
  /// Whether a field of this kind and size is one integer.
  func isInteger(ofSize size: Int) -> Bool {
    switch self {
    case .unsigned, .signed, .bigEndian, .littleEndian: size <= 8
    case .bytes, .nested: false
    }
  }

  /// Whether a field of this kind is one integer at a place. Bits of a packed struct can touch nine bytes.
  func isInteger(at place: FieldPlace) -> Bool {
    let isOneByteMore = place.size == 9 && place.bits.map { $0.count <= 64 } == true
    return isInteger(ofSize: isOneByteMore ? 8 : place.size)
  }
}

extension StructHistory {
  /// The value of a field, or `nil` unless the field is present.
  func value(
    ofField index: Int, in reading: Reading, bytes: RawSpan
  ) -> FieldValue? {
    if let quick = quickPlaces.value(ofField: index, in: reading, bytes: bytes) { return quick }
    let (presence, place) = judge(field: index, in: reading)
    guard presence == .present, let place else { return nil }
    let kind = fields[index].kind
    guard kind.isInteger(at: place) else {
      let offset = place.offset(in: reading.abi)
      return .bytes(bytes.array(offset..<(offset + place.size)))
    }
    let value = Self.integer(at: place, kind: kind, abi: reading.abi, bytes: bytes)
    return kind == .signed ? .signed(Int64(bitPattern: value)) : .unsigned(value)
  }

  /// The integer in a field, sign-extended to 64 bits, or `nil` unless the field is present.
  @usableFromInline
  func integer(ofField index: Int, in reading: Reading, bytes: RawSpan) -> UInt64? {
    let (presence, place) = judge(field: index, in: reading)
    guard presence == .present, let place, fields[index].kind.isInteger(at: place) else {
      return nil
    }
    return Self.integer(at: place, kind: fields[index].kind, abi: reading.abi, bytes: bytes)
  }

  /// The same for a field that stands inside one word of the answer, which is all that is passed.
  @usableFromInline
  func integer(
    ofField index: Int, in reading: Reading, word: UInt64, at wordOffset: Int
  ) -> UInt64? {
    let (presence, place) = judge(field: index, in: reading)
    guard presence == .present, let place, fields[index].kind.isInteger(at: place) else {
      return nil
    }
    let words = CollectionOfOne(word)
    // Integers have no padding: all their bytes can be read.
    return unsafe Self.integer(
      at: place, kind: fields[index].kind, abi: reading.abi, bytes: words.span.bytes,
      startingAt: wordOffset)
  }

  /// The bytes of a field that lie in the answer, whatever its presence; none where it is absent.
  func rawBytes(ofField index: Int, in reading: Reading, bytes: RawSpan) -> [UInt8] {
    let (presence, place) = judge(field: index, in: reading)
    guard presence != .absent, let place else { return [] }
    let offset = place.offset(in: reading.abi)
    // Where the bytes ended in the answer, and not where they ended up in a rearranged one.
    let start = reading.exactPlaces?[index]?.offset ?? offset
    let count = Swift.min(place.size, reading.length - start)
    return bytes.array(offset..<Swift.max(offset, offset + count))
  }

  static func integer(
    at place: FieldPlace, kind: FieldKind, abi: ABI, bytes: RawSpan, startingAt start: Int = 0
  ) -> UInt64 {
    let isBigEndian =
      switch kind {
      case .bigEndian: true
      case .littleEndian: false
      default: abi.isBigEndian
      }
    var value = bytes.integer(
      at: place.offset(in: abi) - start, size: place.size, bigEndian: isBigEndian)
    var width = place.size * 8
    if let bits = place.bits?.clamped(to: 0..<width) {
      // Allocation order starts at the high end of the storage on big-endian machines.
      let shift = isBigEndian ? width - bits.upperBound : bits.lowerBound
      value >>= UInt64(shift)
      if place.size > 8 {
        let start = place.offset(in: abi) - start
        if isBigEndian {
          value = bytes.integer(at: start + 1, size: 8, bigEndian: true) >> UInt64(shift)
        }
        value |= UInt64(bytes[byteAt: start + (isBigEndian ? 0 : 8)]) << UInt64(64 - shift)
      }
      width = bits.count
      if width < 64 { value &= (1 << UInt64(width)) - 1 }
    }
    if kind == .signed, width > 0, width < 64, value >> UInt64(width - 1) & 1 == 1 {
      value |= ~0 << UInt64(width)
    }
    return value
  }
}
