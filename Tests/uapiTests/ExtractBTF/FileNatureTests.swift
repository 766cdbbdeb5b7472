import UAPIText
import BTFBytes
import Foundation
import Testing

@testable import UAPICommands

/// What is said of files that are not kernels.
struct FileNatureTests {
  private func reason(_ bytes: [UInt8], missing: Bool = false) -> String {
    do {
      let types = try TypeExtraction(path: "file", bytes: bytes) {
        _, place throws(CommandFailure) in
        missing ? .missing(program: place.packing.command[0]) : .bytes([])
      }.types()
      return "\(types.count) bytes"
    } catch {
      return "\(error)"
    }
  }

  private static func elf(_ sections: [String], type: UInt8 = 2) -> [UInt8] {
    var elf = ELFBuilder()
    for section in sections { elf.add(section, [0xC3, 0, 0, 0]) }
    var bytes = elf.bytes()
    bytes[16] = type
    return bytes
  }

  @Test(arguments: [
    ("", "an empty file"),
    ("hello\nworld\n", "a text"),
    ("[    0.000000] Linux version 6.1.0-44 (a log, not a kernel) «ä»\n", "a text"),
    ("#!/bin/sh\nexit 0\n", "a script"),
    ("!<arch>\ndebian-binary   1342943816  0     0     100644  4  `\n2.0\n", "a Debian package"),
    ("070701000002D1000041ED", "a cpio archive"),
    ("PK\u{3}\u{4}\u{14}\0\0\0", "a zip archive"),
  ])
  func `What is not a kernel is called by its name`(content: String, name: String) {
    let reason = reason(Array(content.utf8))
    #expect(reason.hasPrefix("file: it is \(name)"))
    #expect(reason.contains("not a kernel image"))
  }

  @Test func `Programs and objects are not kernels`() {
    #expect(reason(Self.elf([".interp", ".text", ".init.text"])).contains("a program or library"))
    #expect(reason(Self.elf([".text", ".data"], type: 3)).contains("a program or library"))
    #expect(reason(Self.elf([".text"], type: 1)).contains("an object file"))
    #expect(!reason(Self.elf([".interp", ".text"])).contains("CONFIG_DEBUG_INFO_BTF"))
  }

  @Test func `A program that carries types is not a kernel`() {
    // Programs that load BPF carry the types of theirs.
    let types = ExtractionTests.types
    for sections in [[".interp", ".text"], [".text"]] {
      var elf = ELFBuilder()
      for section in sections { elf.add(section, [0xC3, 0, 0, 0]) }
      elf.add(".rodata", [UInt8](repeating: 0, count: 64) + types)
      for pad in 0..<4 {
        var bytes = elf.bytes() + [UInt8](repeating: 0, count: pad) + types
        bytes[16] = 2
        #expect(reason(bytes).contains("a program or library without types (BTF)"))
      }
    }
    // A kernel without headers of sections is found by its bytes.
    var bare = ELFBuilder().bytes()
    bare.replaceSubrange(0x28..<0x30, with: [UInt8](repeating: 0, count: 8))
    bare += [UInt8](repeating: 0, count: (4 - bare.count % 4) % 4) + types
    bare[16] = 2
    #expect(reason(bare) == "\(types.count) bytes")
  }

  @Test func `Kernels and modules without types say which option is missing`() {
    #expect(reason(Self.elf([".text", ".init.text"])).hasSuffix("(CONFIG_DEBUG_INFO_BTF)"))
    #expect(
      reason(Self.elf(["__ksymtab", ".notes"], type: 3)).hasSuffix("(CONFIG_DEBUG_INFO_BTF)"))
    #expect(
      reason(Self.elf([".modinfo", ".text"], type: 1)).hasSuffix("(CONFIG_DEBUG_INFO_BTF_MODULES)"))
    let image = [0, 1, 2, 3] + Array("Linux version 6.1.0 (gcc) #1".utf8) + [0]
    #expect(reason(image).hasSuffix("(CONFIG_DEBUG_INFO_BTF)"))
  }

  @Test func `What is packed is called by what it is inside`() {
    let inside: [(content: String, name: String)] = [
      ("070701000002D1000041ED", "a cpio archive"), ("some text\n", "a text"),
      ("!<arch>\ndebian-binary", "a Debian package"),
    ]
    for (content, name) in inside {
      let error = #expect(throws: CommandFailure.self) {
        try TypeExtraction(
          path: "initrd", bytes: Packing.gzip.beginning + ExtractionTests.garbage
        ) { _, _ throws(CommandFailure) in .bytes(Array(content.utf8)) }.types()
      }
      #expect(error?.description.hasPrefix("initrd: it is \(name)") == true)
    }
  }

  @Test func `No program is asked for because of a few bytes of magic`() {
    for packing in Packing.allCases {
      let chance = ExtractionTests.garbage + packing.magic + ExtractionTests.garbage
      #expect(reason(chance, missing: true).contains("neither types of a kernel (BTF) nor"))
      // Even a whole header proves nothing in the middle of a file that is not an image.
      let program = Self.elf([".interp", ".text"]) + packing.beginning + ExtractionTests.garbage
      #expect(reason(program, missing: true).contains("a program or library"))
    }
  }

  @Test func `A file that is packed from its first byte asks for its program`() {
    for packing in Packing.allCases {
      let packed = packing.beginning + ExtractionTests.garbage
      #expect(reason(packed, missing: true).contains("install \(packing.command[0])"))
    }
  }

  @Test func `An image whose kernel is cut says so`() {
    var image = ExtractionTests.garbage
    image.replaceSubrange(0x202..<0x206, with: Array("HdrS".utf8))
    #expect(reason(image).contains("damaged or cut"))
  }

  @Test func `Files of this machine that are not kernels are told apart`() throws {
    for (path, word) in [("/bin/ls", "a program or library"), ("/etc/passwd", "a text")] {
      let error = #expect(throws: CommandFailure.self) { try ExtractBTFCommand.types(of: path) }
      #expect(error?.description.hasPrefix("\(path): it is \(word)") == true)
    }
    let folder = #expect(throws: CommandFailure.self) { try ExtractBTFCommand.types(of: "/etc") }
    #expect(folder?.description.lowercased().contains("is a directory") == true)
  }
}
