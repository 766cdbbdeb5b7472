package import BTF
internal import TestSupport

/// Makes the bytes of type information, of either byte order.
package struct BTFBuilder {
  package let isBigEndian: Bool
  private let firstString: Int
  package private(set) var nextID: UInt32
  private var strings: [UInt8]
  private var types: [UInt8] = []

  package init(isBigEndian: Bool = false) {
    self.isBigEndian = isBigEndian
    firstString = 0
    nextID = 1
    strings = [0]
  }

  /// The types of a module, which continue those of a kernel.
  package init(continuing base: BTFBuilder) {
    isBigEndian = base.isBigEndian
    firstString = base.firstString + base.strings.count
    nextID = base.nextID
    strings = []
  }

  /// The offset of a string.
  package mutating func string(_ text: String) -> UInt32 {
    if text.isEmpty { return 0 }
    let offset = firstString + strings.count
    strings += text.utf8
    strings.append(0)
    return UInt32(offset)
  }

  /// Adds a type and returns its number.
  @discardableResult
  package mutating func add(
    _ kind: UInt8, _ name: String = "", flag: Bool = false, count: Int = 0, word: UInt32 = 0,
    extra: [UInt32] = []
  ) -> UInt32 {
    add(kind, nameOffset: string(name), flag: flag, count: count, word: word, extra: extra)
  }

  @discardableResult
  package mutating func add(
    _ kind: UInt8, nameOffset: UInt32, flag: Bool = false, count: Int = 0, word: UInt32 = 0,
    extra: [UInt32] = []
  ) -> UInt32 {
    let info = UInt32(count) | UInt32(kind) << 24 | (flag ? 1 << 31 : 0)
    for word in [nameOffset, info, word] + extra { types += bytes(of: word) }
    defer { nextID += 1 }
    return nextID
  }

  @discardableResult
  package mutating func add(
    _ kind: BTFKind, _ name: String = "", flag: Bool = false, count: Int = 0, word: UInt32 = 0,
    extra: [UInt32] = []
  ) -> UInt32 {
    add(kind.rawValue, name, flag: flag, count: count, word: word, extra: extra)
  }

  package mutating func integer(
    _ name: String, size: UInt32, isSigned: Bool = false, bits: ClosedRange<UInt32>? = nil
  ) -> UInt32 {
    let place = bits.map { $0.lowerBound << 16 | UInt32($0.count) } ?? size * 8
    return add(.integer, name, word: size, extra: [(isSigned ? 1 << 24 : 0) | place])
  }

  package mutating func array(of element: UInt32, count: UInt32) -> UInt32 {
    add(.array, extra: [element, 0, count])
  }

  /// Adds a struct or union whose bit-fields have their widths next to their offsets.
  package mutating func record(
    _ name: String, kind: BTFKind = .struct, size: UInt32,
    _ members: [(name: String, type: UInt32, bit: UInt32, width: UInt32)]
  ) -> UInt32 {
    let extra = members.map { [string($0.name), $0.type, $0.width << 24 | $0.bit] }
    return add(
      kind, name, flag: true, count: members.count, word: size, extra: Array(extra.joined()))
  }

  /// Adds a struct or union without such bit-fields.
  package mutating func record(
    _ name: String, kind: BTFKind = .struct, size: UInt32,
    _ members: [(name: String, type: UInt32, bit: UInt32)]
  ) -> UInt32 {
    let extra = members.map { [string($0.name), $0.type, $0.bit] }
    return add(kind, name, count: members.count, word: size, extra: Array(extra.joined()))
  }

  package mutating func enumeration(
    _ name: String, isSigned: Bool = false, _ values: [(name: String, value: Int32)]
  ) -> UInt32 {
    let extra = values.map { [string($0.name), UInt32(bitPattern: $0.value)] }
    return add(
      .enumeration, name, flag: isSigned, count: values.count, word: 4, extra: Array(extra.joined())
    )
  }

  /// The header, the types, the strings, and the sizes of kinds where there are any.
  package func bytes(
    headerLength: Int = 24, kindSizes: [(fixed: UInt8, perElement: UInt8)] = []
  ) -> [UInt8] {
    let length = max(headerLength, kindSizes.isEmpty ? 24 : 32)
    var header: [UInt8] = isBigEndian ? [0xEB, 0x9F] : [0x9F, 0xEB]
    header += [1, 0]
    let sizes = Array(kindSizes.map { [$0.fixed, $0.perElement, 0, 0] as [UInt8] }.joined())
    for word in [
      length, 0, types.count, types.count + sizes.count, strings.count, types.count, sizes.count,
    ].prefix(length >= 32 ? 7 : 5) {
      header += bytes(of: UInt32(word))
    }
    header += Array(repeating: 0, count: length - header.count)
    return header + types + sizes + strings
  }

  private func bytes(of word: UInt32) -> [UInt8] { integerBytes(word, isBigEndian: isBigEndian) }
}
