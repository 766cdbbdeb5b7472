/// What a file is in which no types were found, as far as its bytes show it.
enum FileNature: Hashable {
  /// A kernel or a module that has none; in words.
  case withoutTypes(String)
  /// Something that holds no kernel, or not as a kernel image does; in words.
  case other(String)

  /// What may be mistaken for a kernel, by its first bytes. Nothing in it needs to be unpacked.
  static func ofBeginning(_ bytes: [UInt8]) -> FileNature? {
    if bytes.isEmpty { return .other("an empty file") }
    for (magic, name) in beginnings where bytes.starts(with: magic) { return .other(name) }
    return isText(bytes) ? .other("a text") : nil
  }

  /// What bytes are that are not packed themselves; `nil` where that cannot be seen.
  static func ofWhole(_ bytes: [UInt8]) -> FileNature? {
    if isELF(bytes) { return ofELF(bytes) }
    // Each kernel carries the text that it greets with.
    guard holds("Linux version ", in: bytes) else { return nil }
    return .withoutTypes(
      "it is a kernel that was built without types of its own (CONFIG_DEBUG_INFO_BTF)")
  }

  /// Whether bytes begin like an ELF file.
  static func isELF(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46]) }

  /// Whether an ELF file can be a kernel that unpacks itself, as some machines start: neither a
  /// program of a system nor an object file.
  static func canUnpackItself(elf bytes: [UInt8]) -> Bool {
    bytes.count > 17 && (2...3).contains(bytes[5] == 2 ? bytes[17] : bytes[16])
      && !holds("\0.interp\0", in: bytes)
  }

  /// Whether an ELF file says nothing about its sections.
  static func hasNoSections(elf bytes: [UInt8]) -> Bool {
    guard bytes.count >= 0x34 else { return true }
    return bytes[bytes[4] == 2 ? 0x28..<0x30 : 0x20..<0x24].allSatisfy { $0 == 0 }
  }

  private static func ofELF(_ bytes: [UInt8]) -> FileNature? {
    guard bytes.count > 17 else { return nil }
    let type = bytes[5] == 2 ? bytes[17] : bytes[16]
    if type == 1 {
      return holds("\0.modinfo\0", in: bytes)
        ? .withoutTypes(
          "it is a module that was built without types of its own (CONFIG_DEBUG_INFO_BTF_MODULES)")
        : .other("an object file without types (BTF)")
    }
    // The names of sections that kernels have and programs have not.
    if holds("\0__ksymtab\0", in: bytes) || holds("\0.init.text\0", in: bytes),
      !holds("\0.interp\0", in: bytes)
    {
      return .withoutTypes(
        "it is a kernel that was built without types of its own (CONFIG_DEBUG_INFO_BTF)")
    }
    guard !hasNoSections(elf: bytes) else { return nil }
    return .other(type == 4 ? "a core dump" : "a program or library without types (BTF)")
  }

  private static let beginnings: [(magic: [UInt8], name: String)] = [
    (
      Array("!<arch>\ndebian-binary".utf8),
      "a Debian package (its kernel is the file boot/vmlinuz-…)"
    ),
    (Array("!<arch>\n".utf8), "an archive of object files"),
    ([0xED, 0xAB, 0xEE, 0xDB], "an RPM package (its kernel is a file vmlinuz)"),
    (Array("070701".utf8), "a cpio archive, as initial RAM disks are"),
    (Array("070702".utf8), "a cpio archive, as initial RAM disks are"),
    (Array("070707".utf8), "a cpio archive, as initial RAM disks are"),
    ([0xC7, 0x71], "a cpio archive, as initial RAM disks are"),
    (Array("hsqs".utf8), "a squashfs file system"),
    (Array("PK\u{3}\u{4}".utf8), "a zip archive"),
    (Array("%PDF-".utf8), "a PDF document"),
    ([0x89, 0x50, 0x4E, 0x47], "a PNG picture"),
    ([0xFF, 0xD8, 0xFF], "a JPEG picture"),
    (Array("#!".utf8), "a script"),
  ]

  /// Whether the bytes are lines of characters, as far as the first of them show it.
  private static func isText(_ bytes: [UInt8]) -> Bool {
    let first = bytes.prefix(4096)
    guard first.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || (0x09...0x0D).contains($0) || $0 == 0x1B })
    else { return false }
    // A character may be cut where the look ends.
    return (0..<4).contains { String(validating: first.dropLast($0), as: UTF8.self) != nil }
  }

  private static func holds(_ text: String, in bytes: [UInt8]) -> Bool {
    let text = Array(text.utf8)
    guard let first = text.first, bytes.count >= text.count else { return false }
    for start in 0...(bytes.count - text.count) where bytes[start] == first {
      if text.indices.allSatisfy({ bytes[start + $0] == text[$0] }) { return true }
    }
    return false
  }
}
