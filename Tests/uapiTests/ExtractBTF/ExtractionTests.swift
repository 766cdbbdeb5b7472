import UAPIText
import ArgumentParser
import BTF
import BTFBytes
import Foundation
import TestSupport
import Testing

@testable import UAPICommands

/// `uapi extract-btf`: the types of a kernel out of whatever they are packed in.
@Suite(.waiting)
struct ExtractionTests {
  static let types: [UInt8] = {
    var builder = BTFBuilder()
    let int = builder.integer("int", size: 4, isSigned: true)
    _ = builder.record("sample", size: 8, [("left", int, 0), ("right", int, 32)])
    return builder.bytes()
  }()

  static var kernel: [UInt8] {
    var elf = ELFBuilder()
    elf.add(".init.text", [UInt8](repeating: 0xC3, count: 300))
    elf.add(".BTF", types)
    return elf.bytes()
  }

  /// Bytes that begin nothing.
  static let garbage = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* $0 &* 7 &+ $0 >> 3) & 0x7E }

  private func extract(
    _ bytes: [UInt8],
    unpack: (PackedPlaces.Place) throws(CommandFailure) -> TypeExtraction.Unpacked = {
      _ throws(CommandFailure) in .bytes([])
    }
  ) throws -> [UInt8] {
    try withoutActuallyEscaping(unpack) { unpack in
      try TypeExtraction(path: "image", bytes: bytes) { _, place throws(CommandFailure) in
        try unpack(place)
      }.types()
    }
  }

  @Test func `What is not packed is found as it is`() throws {
    #expect(try extract(Self.types) == Self.types)
    #expect(try extract(Self.kernel) == Self.types)
    // An image that is loaded as it stands has no sections: its bytes have to tell.
    let loaded = Array(Self.garbage.prefix(4096)) + Self.types + Self.garbage
    #expect(try extract(loaded) == Self.types)
  }

  @Test func `Packed kernels are found at their magic`() throws {
    let packed = Self.garbage + Packing.zstd.beginning + Self.garbage
    var places: [PackedPlaces.Place] = []
    let found = try extract(packed) { place throws(CommandFailure) in
      places.append(place)
      return .bytes(Self.kernel)
    }
    #expect(found == Self.types)
    #expect(places == [.init(offset: 5000, packing: .zstd)])
  }

  @Test func `False magic is passed over`() throws {
    let packed = Packing.gzip.beginning + Self.garbage + Packing.xz.beginning + Self.garbage
    let found = try extract(packed) { place throws(CommandFailure) in
      .bytes(place.packing == .xz ? Self.kernel : [1, 2, 3])
    }
    #expect(found == Self.types)
  }

  @Test func `Headers of images tell first`() throws {
    // An EFI image names where its payload begins, and how it is packed.
    var efi = Self.garbage
    efi.replaceSubrange(0..<8, with: [0x4D, 0x5A, 0, 0] + Array("zimg".utf8))
    efi.replaceSubrange(8..<12, with: [0x10, 0x01, 0, 0])
    efi.replaceSubrange(24..<32, with: Array("zstd22".utf8) + [0, 0])
    #expect(PackedPlaces(bytes: efi).told == [.init(offset: 0x110, packing: .zstd)])
    // One for x86 counts from behind its setup sectors.
    var x86 = Self.garbage
    x86[0x1F1] = 3
    x86.replaceSubrange(0x202..<0x206, with: Array("HdrS".utf8))
    x86.replaceSubrange(0x248..<0x24C, with: [0x20, 0, 0, 0])
    let (xz, gzip) = (Packing.xz.beginning, Packing.gzip.beginning)
    x86.replaceSubrange(0x820..<(0x820 + xz.count), with: xz)
    x86.replaceSubrange(0x300..<(0x300 + gzip.count), with: gzip)
    #expect(PackedPlaces(bytes: x86).told == [.init(offset: 0x820, packing: .xz)])
    #expect(
      PackedPlaces(bytes: x86).scanned() == [
        .init(offset: 0x300, packing: .gzip), .init(offset: 0x820, packing: .xz),
      ])
    // Offsets that point outside tell nothing.
    efi.replaceSubrange(8..<12, with: [0xFF, 0xFF, 0xFF, 0xFF])
    #expect(PackedPlaces(bytes: efi).told.isEmpty)
    for count in 0..<0x260 { #expect(PackedPlaces(bytes: Array(x86.prefix(count))).told.isEmpty) }
  }

  @Test func `Damaged types are not taken for types`() throws {
    // Each byte of the header and of the types once: what is found is whole, or nothing.
    for index in Self.types.indices {
      var image = Array(Self.garbage.prefix(64)) + Self.types
      image[64 + index] ^= 0xFF
      guard let found = try? extract(image) else { continue }
      #expect(throws: Never.self) { try BTFTypes(bytes: found) }
    }
    for count in Self.types.indices {
      #expect(throws: CommandFailure.self) { try extract(Array(Self.types.prefix(count))) }
    }
  }

  @Test func `Failures say what is missing`() throws {
    func text(_ body: () throws -> [UInt8]) -> String {
      do { return "no error: \(try body().count)" } catch { return "\(error)" }
    }
    #expect(text { try extract(Self.garbage) }.contains("neither types of a kernel (BTF) nor"))
    #expect(text { try extract([]) }.contains("it is an empty file, not a kernel image"))
    let packed = Packing.lz4.beginning + Self.garbage
    let missing = text {
      try extract(packed) { place throws(CommandFailure) in .missing(program: "lz4") }
    }
    #expect(missing == "image: nothing here unpacks it: install lz4")
    var elf = ELFBuilder()
    elf.add(".modinfo", [0])
    let bare = elf.bytes()
    let reason =
      "it is a module that was built without types of its own (CONFIG_DEBUG_INFO_BTF_MODULES)"
    #expect(text { try extract(bare) } == "image: \(reason)")
    let inside = text { try extract(packed) { _ throws(CommandFailure) in .bytes(bare) } }
    #expect(inside == "image: \(reason)")
  }

  #if os(Linux)
    /// What makes packed data of each kind, and is on every machine with a C compiler; others are tried
    /// where they are.
    private static let packers: [(packing: Packing, command: String, isEverywhere: Bool)] = [
      (.gzip, "gzip -9nc", true), (.xz, "xz --check=crc32 -c", true),
      (.lzma, "xz --format=lzma -c", true), (.bzip2, "bzip2 -c", false),
      (.zstd, "zstd -qc", false), (.lz4, "lz4 -qlc", false), (.lz4, "lz4 -qc", false),
      (.lzo, "lzop -c", false),
    ]

    @Test(arguments: packers.indices)
    func `The programs of the system unpack`(index: Int) throws {
      let (packing, command, isEverywhere) = Self.packers[index]
      let folder = try ScratchFolder()
      let kernel = folder.path + "/kernel"
      try Data(Self.kernel).write(to: URL(filePath: kernel))
      let image = folder.path + "/vmlinuz"
      let shell = Process()
      shell.executableURL = URL(filePath: "/bin/sh")
      shell.arguments = ["-c", "\(command) < '\(kernel)' > '\(image)' 2>/dev/null"]
      try shell.run()
      shell.waitUntilExit()
      if shell.terminationStatus == 127, !isEverywhere {
        print("skipped: \(command.prefix { $0 != " " }) is not installed")
        return
      }
      try #require(shell.terminationStatus == 0)
      // A kernel stands behind the code that unpacks it, and something behind the kernel.
      let packed = Array(try Data(contentsOf: URL(filePath: image)))
      let isFile = packing == .lzma
      let bytes = isFile ? packed : Self.garbage + packed + [0xA0, 0x86, 1, 0]
      try Data(bytes).write(to: URL(filePath: image))
      #expect(try ExtractBTFCommand.types(of: image) == Self.types)
      let output = folder.path + "/kernel.btf"
      try ExtractBTFCommand.parse([image, "--output", output]).run()
      #expect(Array(try Data(contentsOf: URL(filePath: output))) == Self.types)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 3)
    }

    @Test func `Nothing is written where nothing is found`() throws {
      let folder = try ScratchFolder()
      let image = folder.path + "/vmlinuz"
      try Data(Packing.gzip.beginning + Self.garbage).write(to: URL(filePath: image))
      let output = folder.path + "/kernel.btf"
      #expect(throws: CommandFailure.self) {
        try ExtractBTFCommand.parse([image, "--output", output]).run()
      }
      #expect(!FileManager.default.fileExists(atPath: output))
      // A place that takes no file leaves none of the name that it had meanwhile.
      try Data(Self.types).write(to: URL(filePath: image))
      try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: false)
      #expect(throws: CommandFailure.self) {
        try ExtractBTFCommand.parse([image, "--output", output]).run()
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
    }

    @Test func `What comes out has a limit`() throws {
      let folder = try ScratchFolder()
      let image = folder.path + "/zeros.gz"
      let shell = Process()
      shell.executableURL = URL(filePath: "/bin/sh")
      shell.arguments = ["-c", "head -c 3000000 /dev/zero | gzip -c > '\(image)'"]
      try shell.run()
      shell.waitUntilExit()
      let packed = Array(try Data(contentsOf: URL(filePath: image)))
      let unpacker = Unpacker(path: image, limit: 1 << 20)
      let error = #expect(throws: CommandFailure.self) {
        try unpacker.unpack(packed, .init(offset: 0, packing: .gzip))
      }
      #expect(error?.description == "\(image): more than 1048576 bytes come out of it")
      // The limit is one for all that comes out of a file.
      let both = Unpacker(path: image, limit: 5_000_000)
      guard case .bytes(let first) = try both.unpack(packed, .init(offset: 0, packing: .gzip))
      else {
        Issue.record("gzip is not installed")
        return
      }
      #expect(first.count == 3_000_000)
      #expect(throws: CommandFailure.self) {
        try both.unpack(packed, .init(offset: 0, packing: .gzip))
      }
    }
  #endif
}
