import UAPIText
import BTF
import BTFBytes
import Foundation
import TestSupport
import Testing

@testable import UAPICommands

#if os(Linux)
  /// Types of packed files, which all commands read as `extract-btf` does.
  @Suite(.waiting)
  struct PackedTypesTests {
    private static let types = ExtractionTests.types

    private static func tar(_ members: [(name: String, bytes: [UInt8])]) -> [UInt8] {
      var archive: [UInt8] = []
      for (name, bytes) in members {
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ text: String, at offset: Int) {
          header.replaceSubrange(offset..<(offset + text.utf8.count), with: text.utf8)
        }
        put(name, at: 0)
        put("0000644", at: 100)
        let size = String(bytes.count, radix: 8)
        put(String(repeating: "0", count: 11 - size.count) + size, at: 124)
        put("        0ustar\u{0}00", at: 148)
        let sum = String(header.reduce(0) { $0 + Int($1) }, radix: 8)
        put(String(repeating: "0", count: 6 - sum.count) + sum + "\u{0} ", at: 148)
        archive += header + bytes
        archive += [UInt8](repeating: 0, count: (512 - bytes.count % 512) % 512)
      }
      return archive + [UInt8](repeating: 0, count: 1024)
    }

    /// What a program makes of bytes, or `nil` where it is not installed.
    private func packed(_ bytes: [UInt8], _ command: String) throws -> [UInt8]? {
      let folder = try ScratchFolder()
      let (input, output) = (folder.path + "/in", folder.path + "/out")
      try Data(bytes).write(to: URL(filePath: input))
      let shell = Process()
      shell.executableURL = URL(filePath: "/bin/sh")
      shell.arguments = ["-c", "\(command) < '\(input)' > '\(output)' 2>/dev/null"]
      try shell.run()
      shell.waitUntilExit()
      if shell.terminationStatus == 127 {
        print("skipped: \(command.prefix { $0 != " " }) is not installed")
        return nil
      }
      return Array(try Data(contentsOf: URL(filePath: output)))
    }

    private func names(_ bytes: [UInt8], base: String? = nil) throws -> [String] {
      let folder = try ScratchFolder()
      let path = folder.path + "/file"
      try Data(bytes).write(to: URL(filePath: path))
      let types = try BTFSource.open(path, base: base)
      return types.ids.compactMap { try? types.type($0).name }
    }

    @Test(arguments: [
      "gzip -nc", "xz -c", "xz --format=lzma -c", "zstd -qc", "lz4 -qc", "bzip2 -c",
    ])
    func `Bare types, kernels and archives are read packed`(command: String) throws {
      for bytes in [
        Self.types, ExtractionTests.kernel, Self.tar([("6.1.0.btf", Self.types)]),
      ] {
        guard let packed = try packed(bytes, command) else { return }
        #expect(try names(packed) == ["int", "sample"])
      }
    }

    @Test func `An image that unpacks itself is read`() throws {
      let kernel = try #require(try packed(ExtractionTests.kernel, "gzip -nc"))
      #expect(try names(ExtractionTests.garbage + kernel + [1, 2, 3]) == ["int", "sample"])
    }

    @Test func `An archive that is not packed is read too`() throws {
      let archive = Self.tar([("README", Array("types\n".utf8)), ("a.btf", Self.types)])
      #expect(try names(archive) == ["int", "sample"])
    }

    @Test func `An archive with several kernels says which there are`() throws {
      let archive = Self.tar([("a.btf", Self.types), ("b\u{1B}[2J.btf", Self.types)])
      let error = #expect(throws: CommandFailure.self) { try names(archive) }
      #expect(error?.description.contains("a.btf and b?[2J.btf among them") == true)
    }

    @Test func `An archive without types is called one`() throws {
      let archive = Self.tar([("README", Array("types\n".utf8))])
      let error = #expect(throws: CommandFailure.self) { try names(archive) }
      #expect(error?.description.contains("it is a tar archive, not a kernel image") == true)
    }

    @Test func `A packed module is read over its kernel, itself packed`() throws {
      var kernel = BTFBuilder()
      let int = kernel.integer("int", size: 4, isSigned: true)
      var module = BTFBuilder(continuing: kernel)
      _ = module.record("mod_state", size: 8, [("a", int, 0), ("b", int, 32)])
      var elf = ELFBuilder()
      elf.add(".modinfo", [0])
      elf.add(".BTF", module.bytes())
      let folder = try ScratchFolder()
      let base = folder.path + "/kernel.btf.xz"
      try Data(try #require(try packed(kernel.bytes(), "xz -c"))).write(to: URL(filePath: base))
      let file = try #require(try packed(elf.bytes(), "xz -c"))
      #expect(try names(file, base: base) == ["mod_state"])
      let error = #expect(throws: CommandFailure.self) { try names(file) }
      #expect(error?.description.contains("name it by --base") == true)
    }

    @Test func `A packed module with outlines of its kernel needs no base`() throws {
      var outlines = BTFBuilder()
      let part = outlines.add(.struct, "part", word: 8)
      var module = BTFBuilder(continuing: outlines)
      _ = module.record("mod_state", size: 8, [("first", part, 0)])
      var elf = ELFBuilder()
      elf.add(".BTF", module.bytes())
      elf.add(".BTF.base", outlines.bytes())
      let file = try #require(try packed(elf.bytes(), "gzip -nc"))
      #expect(try names(file) == ["mod_state"])
    }
  }
#endif
