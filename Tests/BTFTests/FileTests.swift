import BTF
import BTFBytes
import TestSupport
import Testing
import UAPIStructs

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Type information in files.
struct FileTests {
  /// A file with bytes for the length of a closure.
  private func withFile<Value>(_ bytes: [UInt8], _ body: (String) throws -> Value) throws -> Value {
    let folder = try ScratchFolder()
    let path = try folder.write(bytes: bytes, to: "types")
    return try withExtendedLifetime(folder) { try body(path) }
  }

  private func error(_ path: String) -> BTFError? {
    do throws(BTFError) {
      _ = try BTFTypes(contentsOf: path)
      return nil
    } catch {
      return error
    }
  }

  @Test
  func `Types are read from a bare file and from a section`() throws {
    let kernel = sampleKernel()
    var elf = ELFBuilder()
    elf.add(".text", Array(repeating: 1, count: 100_000))
    elf.add(".BTF", kernel.bytes())
    for bytes in [kernel.bytes(), elf.bytes()] {
      try withFile(bytes) { path in
        let types = try BTFTypes(contentsOf: path)
        #expect(try types.layout(of: "sample")?.fields.count == 13)
      }
    }
  }

  /// An error in a section names the byte of the file.
  @Test
  func `What cannot be read is an error that names the file`() throws {
    var bytes = sampleKernel().bytes()
    bytes[2] = 9
    var elf = ELFBuilder()
    elf.add(".text", [1, 2, 3])
    elf.add(".BTF", bytes)
    try withFile(elf.bytes()) { path in
      let error = error(path)
      #expect(error?.file == path && error?.byte == 64 + 3 + 2)
      #expect(error?.description.hasPrefix("\(path), byte 69: ") == true)
    }
    try withFile(Array("#!/bin/sh\n".utf8)) { #expect(error($0)?.code == .notBTF) }
    try withFile([]) { #expect(error($0)?.code == .unreadable) }
    try withFile([0x9F]) { #expect(error($0)?.code == .notBTF) }
    #expect(error("/no/such/file")?.code == .unreadable)
    #expect(error("/no/such/file")?.byte == nil)
    #expect(error("/tmp")?.code == .unreadable)
    #expect(error("/dev/null")?.code == .unreadable)
    #expect(error("/tmp\0/x")?.code == .unreadable)
  }

  @Test
  func `A pipe is refused, and not waited for`() throws {
    let folder = try ScratchFolder()
    let path = folder.path(of: "pipe")
    try #require(mkfifo(path, 0o600) == 0)
    #expect(error(path)?.code == .unreadable)
  }
}
