import UAPIText
import Testing

@testable import UAPICommands

/// The release of Go that a program says it was built with.
struct RunGoTests {
  /// How a release is written down.
  enum Form: CaseIterable {
    /// Since Go 1.18.
    case inline
    /// Before.
    case pointers
  }

  private static let note: [UInt8] = [
    4, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0, 0x47, 0x6F, 0, 0, 1, 2, 3, 4,
  ]

  /// A program of Go whose data begin with what the linker wrote.
  private static func program(
    _ version: [UInt8], _ form: Form, isWide: Bool = true, isBigEndian: Bool = false,
    hasSection: Bool = true, hasNote: Bool = true, before: Int = 0, start: UInt64 = 0x50_0000
  ) -> [UInt8] {
    var file = ELFBytes(isWide: isWide, isBigEndian: isBigEndian, type: 2)
    let size: UInt64 = isWide ? 8 : 4
    let place = start + UInt64(before)
    var data = [UInt8](repeating: 0xEE, count: before)
    data += [0xFF] + Array(" Go buildinf:".utf8) + [UInt8(size)]
    switch form {
    case .inline:
      data.append(2)
      data += [UInt8](repeating: 0, count: 16)
      let count = version.count
      data += count < 128 ? [UInt8(count)] : [UInt8(count & 0x7F | 0x80), UInt8(count >> 7)]
      data += version + [0]
    case .pointers:
      data.append(isBigEndian ? 1 : 0)
      data += file.word(place + 32) + file.word(0)
      data += [UInt8](repeating: 0, count: 32 - 16 - 2 * Int(size))
      data += file.word(place + 32 + 2 * size) + file.word(UInt64(version.count)) + version
    }
    data += [UInt8](repeating: 0, count: 64)
    if hasNote {
      let note =
        isBigEndian
        ? Self.note.enumerated().map { index, byte in
          index < 12 ? Self.note[index / 4 * 4 + 3 - index % 4] : byte
        } : Self.note
      file.segments.append(.init(kind: 4, bytes: note))
    }
    file.segments.append(.init(kind: 1, flags: 5, address: 0x40_0000, bytes: [1, 2, 3]))
    file.segments.append(.init(kind: 1, flags: 6, address: start, bytes: data))
    if hasSection {
      file.sections = [
        (".text", file.segments.count - 2), (".go.buildinfo", file.segments.count - 1),
      ]
    }
    return file.bytes
  }

  private static func version(_ bytes: [UInt8]) -> String? {
    ELFBytes.read(bytes)?.goVersion?.text
  }

  @Test(arguments: Form.allCases, [true, false])
  func `A release is read in either form, class and byte order, with sections and without`(
    form: Form, isWide: Bool
  ) {
    let text = "go1.20.14"
    for isBigEndian in [true, false] {
      for hasSection in [true, false] {
        let bytes = Self.program(
          Array(text.utf8), form, isWide: isWide, isBigEndian: isBigEndian, hasSection: hasSection)
        let read = ELFBytes.read(bytes)
        #expect(read?.isGo == true)
        #expect(read?.goVersion?.text == text, "\(isBigEndian) \(hasSection)")
        #expect(read?.goVersion?.release == .init(major: 1, minor: 20))
      }
    }
  }

  @Test func `The section alone tells that it is a Go program, whose linker left no note`() {
    let bytes = Self.program(Array("go1.22.3".utf8), .inline, hasNote: false)
    #expect(ELFBytes.read(bytes)?.isGo == true)
    #expect(Self.version(bytes) == "go1.22.3")
    let nothing = Self.program(
      Array("go1.22.3".utf8), .inline, hasSection: false, hasNote: false)
    #expect(ELFBytes.read(nothing)?.isGo == false)
  }

  @Test(arguments: Form.allCases)
  func `Without sections it is found later in the data, where it is aligned in memory`(form: Form) {
    func version(_ start: UInt64, before: Int) -> String? {
      Self.version(
        Self.program(
          Array("go1.21.0".utf8), form, hasSection: false, before: before, start: start))
    }
    #expect(version(0x50_0000, before: 4096) == "go1.21.0")
    #expect(version(0x50_0000, before: 48) == "go1.21.0")
    #expect(version(0x50_0000, before: 8) == nil)
    #expect(version(0x50_0D38, before: 8) == "go1.21.0")
    #expect(version(0x50_0D38, before: 16) == nil)
  }

  @Test(
    arguments: [
      ("go1.20.14", false), ("go1.21", true), ("go1.21rc2", true), ("go1.9.7", false),
      ("go1.22.3 X:boringcrypto", true), ("devel go1.23-8c8adffd53 Tue Mar 5", true),
      ("devel go1.20-abc", false), ("go2.0", true), ("devel +5a5b8dd Mon", nil), ("gotip", nil),
    ] as [(String, Bool?)])
  func `A release tells whether it knows of MPTCP`(text: String, knows: Bool?) {
    #expect(GoVersion(text.utf8)?.knowsMPTCP == knows)
    #expect(GoVersion(text.utf8)?.text == text)
  }

  @Test func `What no linker of Go writes is not repeated`() {
    for text in [
      "", "rust1.2", "go1.2\u{1B}[31m", "go1.21\n", String(repeating: "go1.2", count: 26),
    ] {
      #expect(GoVersion(text.utf8) == nil, "\(text.debugDescription)")
      #expect(Self.version(Self.program(Array(text.utf8), .inline)) == nil)
    }
    // Its length has two bytes.
    let long = Array("go1.21 ".utf8) + [UInt8](repeating: 0x78, count: 121)
    #expect(long.count == 128)
    #expect(Self.version(Self.program(long, .inline)) == String(decoding: long, as: UTF8.self))
  }

  #if os(Linux)
    @Test func `The message names the release, and the remedy where it is too old`() throws {
      func obstacle(_ text: String?) -> RunObstacle {
        .goProgram(text.flatMap { GoVersion($0.utf8) })
      }
      let old = obstacle("go1.20.14")
      #expect(
        old.explanation
          == "is a Go program built with go1.20.14, which calls the kernel by itself. That release "
          + "does not know GODEBUG=multipathtcp=1 (Go 1.21 does). It uses TCP.")
      #expect(old.remedy == "Use a build of it by Go 1.21 or later.")
      let new = obstacle("go1.22.3")
      #expect(
        new.explanation
          == "is a Go program built with go1.22.3, which calls the kernel by itself. "
          + "GODEBUG=multipathtcp=1 makes it use MPTCP, if it uses the package net.")
      #expect(new.remedy == nil)
      #expect(obstacle("devel +5a5b8dd Mon").explanation.contains("if that is Go 1.21 or later"))
      #expect(obstacle(nil).explanation.contains("if it was built with Go 1.21 or later"))
    }
  #endif

  @Test(arguments: Form.allCases, [true, false])
  func `No cut and no garbage traps`(form: Form, hasSection: Bool) {
    let bytes = Self.program(Array("go1.20.14".utf8), form, hasSection: hasSection)
    for length in bytes.indices {
      let text = Self.version(Array(bytes.prefix(length)))
      #expect(text == nil || text == "go1.20.14")
    }
    for index in bytes.indices {
      for value in [0, 1, 0x7F, 0x80, 0xFF] as [UInt8] {
        var changed = bytes
        for place in index..<min(index + 8, bytes.count) { changed[place] = value }
        _ = Self.version(changed)
      }
    }
  }
}
