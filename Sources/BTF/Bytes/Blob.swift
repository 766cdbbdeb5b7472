/// The sections of type information, found by its header and checked against its bytes.
struct Blob: Sendable {
  let store: ByteStore
  /// Whether its integers are of the other byte order than this machine's.
  let isSwapped: Bool
  /// The section with types.
  let types: Range<Int>
  /// The section with strings. Every string in it has an end.
  let strings: Range<Int>
  /// The section that tells the sizes of kinds, which kernels have since 7.1; else empty.
  let layouts: Range<Int>

  /// Whether its integers are big-endian.
  var isBigEndian: Bool {
    #if _endian(big)
      !isSwapped
    #else
      isSwapped
    #endif
  }

  /// Whether bytes begin like type information.
  static func begins(_ bytes: ByteStore) -> Bool {
    bytes.count >= 2
      && ((bytes.byte(at: 0) == 0x9F && bytes.byte(at: 1) == 0xEB)
        || (bytes.byte(at: 0) == 0xEB && bytes.byte(at: 1) == 0x9F))
  }

  /// Reads the header.
  ///
  /// - Parameter hasBase: whether the types and strings of another file come in front.
  init(_ store: ByteStore, hasBase: Bool) throws(BTFError) {
    guard Self.begins(store) else {
      throw store.error(.notBTF, at: 0, "it begins neither like BTF nor like an ELF file")
    }
    #if _endian(big)
      let isSwapped = store.byte(at: 0) == 0x9F
    #else
      let isSwapped = store.byte(at: 0) == 0xEB
    #endif
    func word(_ offset: Int) -> Int {
      let word = store.word(at: offset)
      return Int(clamping: isSwapped ? word.byteSwapped : word)
    }
    // Offsets are kept in 32 bits.
    guard store.count <= UInt32.max else {
      throw store.error(.tooLarge, at: 0, "\(store.count) bytes of types")
    }
    guard store.count >= 24 else {
      throw store.error(.truncated, at: store.count, "the header of 24 bytes ends here")
    }
    guard store.byte(at: 2) == 1 else {
      throw store.error(.unsupported, at: 2, "version \(store.byte(at: 2)) of BTF, not 1")
    }
    guard store.byte(at: 3) == 0 else {
      throw store.error(.unsupported, at: 3, "flags \(store.byte(at: 3)) that have no meaning yet")
    }
    let length = word(4)
    guard length >= 24, length <= store.count else {
      throw store.error(
        .outOfRange, at: 4, "a header of \(length) bytes in \(store.count) bytes of BTF")
    }
    func section(_ offset: Int, _ name: String) throws(BTFError) -> Range<Int> {
      guard word(offset) <= store.count - length else {
        throw store.error(.outOfRange, at: offset, "\(name) begin after the end")
      }
      let start = length + word(offset)
      guard word(offset + 4) <= store.count - start else {
        throw store.error(.outOfRange, at: offset + 4, "\(name) reach beyond the end")
      }
      return start..<(start + word(offset + 4))
    }
    self.store = store
    self.isSwapped = isSwapped
    types = try section(8, "the types")
    strings = try section(16, "the strings")
    // Only headers that are long enough have the field, and kernels before 7.1 had none.
    layouts = try length >= 32 && word(28) != 0 ? section(24, "the sizes of kinds") : 0..<0
    guard layouts.count % 4 == 0 else {
      throw store.error(.outOfRange, at: 28, "the sizes of kinds are not a multiple of four bytes")
    }
    guard let last = strings.last else {
      if hasBase { return }
      throw store.error(
        .missingBase, at: 20,
        "there are no strings: these types continue those of another file, their base")
    }
    guard store.byte(at: last) == 0 else {
      throw store.error(.outOfRange, at: last, "the last string has no end")
    }
    guard hasBase || store.byte(at: strings.lowerBound) == 0 else {
      throw store.error(
        .missingBase, at: strings.lowerBound,
        "the strings do not begin with an empty one: these types continue those of another file, "
          + "their base")
    }
  }

  /// The word at an offset, in the byte order of this machine.
  @inline(__always)
  func word(at offset: Int) -> UInt32 {
    let word = store.word(at: offset)
    return isSwapped ? word.byteSwapped : word
  }
}
