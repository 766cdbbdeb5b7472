/// What an ELF file says about how it is started.
struct ELFProgram: Hashable {
  /// Whether it is of the 64-bit class.
  var isWide: Bool
  /// The machine that it is for: `e_machine`.
  var machine: UInt16
  /// Whether a loader starts it. Without one no library can be put before its system calls.
  var hasLoader: Bool
  /// Whether it is a loader itself, which loads the program that its arguments name.
  var isLoader = false
  /// Whether the Go linker left its mark.
  var isGo: Bool
  /// The release of Go that built it; `nil` where the file does not tell.
  var goVersion: GoVersion?
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
    let header = ELFFields(bytes: start, isWide: isWide, isBigEndian: start[5] == 2)
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
    let table = header.with(read(offset, Int(size * count)))
    let segments = (0..<Int(count)).compactMap { ELFSegment(table, at: $0 * Int(size)) }
    hasLoader = segments.contains { $0.kind == .interpreter }
    isLoader = !hasLoader && type == 3 && Self.isShared(header, segments, read)
    isGo = segments.contains { segment in
      guard segment.kind == .note else { return false }
      let notes = header.with(read(segment.offset, Int(min(segment.fileSize, 1 << 16))))
      return notes.haveGoNote(alignment: segment.alignment == 8 ? 8 : 4)
    }
    let information = GoBuildInformation(header, segments, isGo: isGo, read: read)
    isGo = isGo || information != nil
    goVersion = information?.version
  }

  /// Whether a file without a loader is a library, as loaders are, and not a static program that can
  /// be moved: linkers mark those as programs.
  private static func isShared(
    _ header: ELFFields, _ segments: [ELFSegment], _ read: (UInt64, Int) -> [UInt8]
  ) -> Bool {
    guard let segment = segments.first(where: { $0.kind == .dynamic }) else { return false }
    let section = header.with(read(segment.offset, Int(min(segment.fileSize, 1 << 16))))
    var offset = 0
    while let tag = section.word(at: offset, wide: offset),
      let value = section.word(at: offset + 4, wide: offset + 8), tag != 0
    {
      // DT_SONAME, and DT_FLAGS_1 with DF_1_PIE.
      if tag == 14 { return true }
      if tag == 0x6FFF_FFFB, value & 0x0800_0000 != 0 { return false }
      offset += header.isWide ? 16 : 8
    }
    return true
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
