internal import TestSupport

/// Makes ELF files with sections, of either class and either byte order.
package struct ELFBuilder {
  package var isWide = true
  package var isBigEndian = false
  package var sections: [(name: String, bytes: [UInt8], flags: UInt32)] = []
  /// Whether the number of sections and that of the names are in the header of section 0.
  package var keepsCountsInSection0 = false

  package init(isWide: Bool = true, isBigEndian: Bool = false) {
    self.isWide = isWide
    self.isBigEndian = isBigEndian
  }

  package mutating func add(_ name: String, _ bytes: [UInt8], flags: UInt32 = 0) {
    sections.append((name, bytes, flags))
  }

  /// The file: the header, the contents, the headers of the sections.
  package func bytes() -> [UInt8] {
    let headerSize = isWide ? 64 : 52
    let all = [("", [], 0)] + sections + [(".shstrtab", names, 0)]
    var contents: [UInt8] = []
    var table: [UInt8] = []
    for (index, section) in all.enumerated() {
      let start = headerSize + contents.count
      contents += section.1
      table += sectionHeader(
        section.0, offset: start,
        size: index == 0 && keepsCountsInSection0 ? all.count : section.1.count,
        flags: section.2, link: index == 0 && keepsCountsInSection0 ? all.count - 1 : 0,
        isProgram: index > 0)
    }
    let tableOffset = headerSize + contents.count
    var header: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, isWide ? 2 : 1, isBigEndian ? 2 : 1, 1]
    header += [UInt8](repeating: 0, count: 9)
    header += half(1) + half(247) + word(1) + address(0) + address(0) + address(tableOffset)
    header += word(0) + half(headerSize) + half(0) + half(0) + half(isWide ? 64 : 40)
    header += half(keepsCountsInSection0 ? 0 : all.count)
    header += half(keepsCountsInSection0 ? 0xFFFF : all.count - 1)
    return header + contents + table
  }

  private var names: [UInt8] {
    var names: [UInt8] = [0]
    for section in sections { names += Array(section.name.utf8) + [0] }
    return names + Array(".shstrtab".utf8) + [0]
  }

  private func nameOffset(_ name: String) -> Int {
    if name.isEmpty { return 0 }
    var offset = 1
    for section in sections {
      if section.name == name { return offset }
      offset += section.name.utf8.count + 1
    }
    return offset
  }

  private func sectionHeader(
    _ name: String, offset: Int, size: Int, flags: UInt32, link: Int, isProgram: Bool
  ) -> [UInt8] {
    word(nameOffset(name)) + word(isProgram ? 1 : 0) + address(Int(flags)) + address(0)
      + address(offset) + address(size) + word(link) + word(0) + address(1) + address(0)
  }

  private func half(_ value: Int) -> [UInt8] {
    integerBytes(UInt16(value), isBigEndian: isBigEndian)
  }

  private func word(_ value: Int) -> [UInt8] {
    integerBytes(UInt32(value), isBigEndian: isBigEndian)
  }

  private func address(_ value: Int) -> [UInt8] {
    isWide ? integerBytes(UInt64(value), isBigEndian: isBigEndian) : word(value)
  }
}
