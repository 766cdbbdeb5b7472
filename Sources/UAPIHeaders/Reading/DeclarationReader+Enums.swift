internal import CLibClang

extension DeclarationReader {
  mutating func readEnum(_ cursor: Cursor) {
    guard cursor.isDefinition else { return }
    let place = cursor.place
    let file = file(at: place.path)
    let type = cursor.enumIntegerType.canonical
    guard let signedness = type.integerSignedness, let size = type.size, size <= 8 else {
      if file.isRequested {
        unsupported.append(
          Unsupported(
            kind: .enum, name: name(of: cursor) ?? "enum", cause: .type,
            reason: "its constants are not integers of at most 64 bits",
            location: place.location))
      }
      return
    }
    let swaps = file.isRequested ? byteSwaps[place.path] ?? [] : []
    let constants = cursor.children([CXCursor_EnumConstantDecl]).map { constant in
      let value: IntegerValue =
        signedness == .signed
        ? IntegerValue(constant.signedEnumValue, bitWidth: size * 8)
        : IntegerValue(unsigned: constant.unsignedEnumValue, bitWidth: size * 8)
      var hostValue: IntegerValue?
      if !swaps.isEmpty {
        let extent = constant.extent
        hostValue = swaps.first(in: extent.offsets).map { swap in
          IntegerValue(
            unsigned: hostOrder(value.bits, byteCount: swap.byteCount), bitWidth: size * 8)
        }
      }
      return EnumConstant(
        name: constant.spelling, value: value, hostValue: hostValue,
        location: constant.place.location)
    }
    enums.append(
      Enumeration(
        name: name(of: cursor), constants: constants, typeName: type.unqualifiedSpelling,
        size: size, header: file.header, location: place.location))
  }

  /// Undoes the swap into network byte order of a number of `byteCount` bytes.
  private func hostOrder(_ bits: UInt64, byteCount: Int) -> UInt64 {
    let unused = UInt64(64 - 8 * byteCount)
    return isLittleEndian ? bits.byteSwapped >> unused : (bits << unused) >> unused
  }
}
