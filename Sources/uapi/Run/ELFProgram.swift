/// What an ELF file says about how it is started.
struct ELFProgram: Hashable {
  /// Whether it is of the 64-bit class.
  var isWide: Bool
  /// The machine that it is for: `e_machine`.
  var machine: UInt16
  /// Whether a loader starts it. Without one no library can be put in front of its system calls.
  var hasLoader: Bool
  /// Whether the Go linker left its mark.
  var isGo: Bool
}

extension ELFProgram {
  /// Reads a program or library; `nil` for any other bytes, and for those that no kernel would run.
  ///
  /// - Parameter read: gives up to `count` bytes from `offset` of the file, fewer at its end.
  init?(read: (_ offset: UInt64, _ count: Int) -> [UInt8]) {
    let start = read(0, 64)
    guard start.starts(with: [0x7F, 0x45, 0x4C, 0x46]), start.count > 5,
      (1...2).contains(start[4]), (1...2).contains(start[5])
    else { return nil }
    isWide = start[4] == 2
    let header = Fields(bytes: start, isWide: isWide, isBigEndian: start[5] == 2)
    // A program at a fixed place, or one that can be moved.
    guard let type = header.integer(at: 16, size: 2), (2...3).contains(type),
      let machine = header.integer(at: 18, size: 2),
      let offset = header.word(at: 28, wide: 32),
      let size = header.integer(at: isWide ? 54 : 42, size: 2), size == (isWide ? 56 : 32),
      let count = header.integer(at: isWide ? 56 : 44, size: 2),
      // The kernel reads no more than this.
      size * count <= 1 << 16
    else { return nil }
    self.machine = UInt16(truncatingIfNeeded: machine)
    hasLoader = false
    isGo = false
    let table = Fields(
      bytes: read(offset, Int(size * count)), isWide: isWide, isBigEndian: header.isBigEndian)
    for index in 0..<Int(count) {
      let entry = index * Int(size)
      switch table.integer(at: entry, size: 4) {
      case 3: hasLoader = true
      case 4:
        guard let offset = table.word(at: entry + 4, wide: entry + 8),
          let length = table.word(at: entry + 16, wide: entry + 32),
          let alignment = table.word(at: entry + 28, wide: entry + 48)
        else { continue }
        var notes = table
        notes.bytes = read(offset, Int(min(length, 1 << 16)))
        if notes.haveGoNote(alignment: alignment == 8 ? 8 : 4) { isGo = true }
      default: continue
      }
    }
  }

  /// The machine in words.
  var machineName: String {
    let name =
      switch machine {
      case 3: "i386"
      case 20: "PowerPC"
      case 21: "PowerPC64"
      case 22: "s390"
      case 40: "ARM"
      case 62: "x86-64"
      case 183: "AArch64"
      case 243: "RISC-V"
      case 258: "LoongArch"
      default: "machine \(machine)"
      }
    return "\(isWide ? 64 : 32)-bit \(name)"
  }
}

/// Bytes with the class and byte order of the file that they come from.
private struct Fields {
  var bytes: [UInt8]
  var isWide: Bool
  var isBigEndian: Bool

  /// An unsigned integer, or `nil` where the bytes end before it.
  func integer(at offset: Int, size: Int) -> UInt64? {
    guard offset >= 0, offset <= bytes.count, size <= bytes.count - offset else { return nil }
    let field = bytes[offset..<(offset + size)]
    return (isBigEndian ? Array(field) : field.reversed()).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// An integer of the size of an address.
  func word(at narrow: Int, wide: Int) -> UInt64? {
    integer(at: isWide ? wide : narrow, size: isWide ? 8 : 4)
  }

  /// Whether one of the notes that these bytes are is the Go linker's build ID.
  func haveGoNote(alignment: Int) -> Bool {
    let alignment = UInt64(alignment)
    func padded(_ length: UInt64) -> UInt64 { (length + alignment - 1) / alignment * alignment }
    var offset = 0
    // The lengths have four bytes each: their sums fit.
    while let nameLength = integer(at: offset, size: 4),
      let length = integer(at: offset + 4, size: 4), let type = integer(at: offset + 8, size: 4)
    {
      let name = offset + 12
      if type == 4, nameLength == 4, name + 4 <= bytes.count,
        bytes[name..<(name + 4)].elementsEqual([0x47, 0x6F, 0, 0])
      {
        return true
      }
      let content = alignment == 8 ? padded(12 + nameLength) : 12 + padded(nameLength)
      let next = UInt64(offset) + content + padded(length)
      guard next < UInt64(bytes.count) else { return false }
      offset = Int(next)
    }
    return false
  }
}
