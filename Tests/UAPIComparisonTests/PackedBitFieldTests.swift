import Foundation
import GeneratorSamples
import TestSupport
import Testing
import UAPIHeaders
import UAPIKnowledge
import UAPIStructs

@testable import UAPIComparison
@testable import UAPIGenerator

/// Bit-fields of packed structs, from the header to the Swift, held against what compilers make of them.
@Suite(.waiting)
struct PackedBindingTests {
  private static let header = """
    struct __attribute__((packed)) crossing {
      unsigned a : 6; unsigned b : 32; unsigned c : 2;
      unsigned long long d : 3; unsigned long long e : 64; unsigned long long f : 61;
      signed long long g : 57; unsigned char h : 7; unsigned long long i : 40; unsigned j : 1;
      _Bool k : 1; unsigned short l : 16; unsigned long long m : 59;
    };
    """

  private func withHeaders<T>(_ body: (_ root: String) throws -> T) throws -> T {
    let version = """
      #define KERNEL_VERSION(a,b,c) (((a) << 16) + ((b) << 8) + (c))
      #define LINUX_VERSION_CODE 393472

      """
    let root = try ScratchFolder(["linux/version.h": version, "linux/packed.h": Self.header])
    return try withExtendedLifetime(root) { try body(root.path) }
  }

  private func output(_ root: String) throws -> Generator.Output {
    let spec = root + "/uapi-bindings.json5"
    try "{ headers: [\"linux/packed.h\"], structs: [\"crossing\"] }".write(
      toFile: spec, atomically: true, encoding: .utf8)
    return try Generator(spec: spec, headers: root).run()
  }

  @Test func `Every bit-field has a property`() throws {
    let output = try withHeaders(output)
    let text = try #require(output.files["UAPIBindings.Structs.swift"])
    for (name, type) in [
      ("a", "UInt8"), ("b", "UInt32"), ("c", "UInt8"), ("d", "UInt8"), ("e", "UInt64"),
      ("f", "UInt64"), ("g", "Int64"), ("h", "UInt8"), ("i", "UInt64"), ("j", "UInt8"),
      ("k", "UInt8"), ("l", "UInt16"), ("m", "UInt64"),
    ] {
      #expect(text.contains("public var \(name): \(type)? {"), "\(name)")
    }
    #expect(
      text.contains("FieldHistory(\"b\", .unsigned, \"unsigned int\", at: 0, size: 5, bits: 6..<38")
    )
    #expect(text.contains("at: 5, size: 9, bits: 3..<67"))
    #expect(!output.report.contains { $0.kind == .unsupported })
  }

  /// `-O1` has compilers compute where the bits are, for machines of either byte order.
  @Test func `Compilers agree where the bits are`() throws {
    try withHeaders { root in
      let checks = try output(root).checks
      let files = [
        "checks.c": checks, "linux/packed.h": Self.header,
        "linux/version.h": try String(contentsOfFile: root + "/linux/version.h", encoding: .utf8),
      ]
      for options in [["-O1"], ["-O1", "-target", "s390x-linux-gnu"]] {
        let found = try CCompilers.compile(files, options: options)
          .filter { options.count == 1 || $0.compiler == "clang" }
        #expect(!found.isEmpty)
        for (compiler, errors) in found {
          #expect(errors == nil, "\(compiler) \(options): \(errors ?? "")")
        }
      }
      // They do look: bits at another place are noticed.
      let other = Self.header.replacing("unsigned a : 6;", with: "unsigned a : 7;")
        .replacing("unsigned c : 2;", with: "unsigned c : 1;")
      let wrong = try CCompilers.compile(
        files.merging(["linux/packed.h": other]) { $1 }, options: ["-O1"])
      #expect(wrong.allSatisfy { $0.errors != nil })
    }
  }

  @Test func `A history of them is written and read`() throws {
    try withHeaders { root in
      let model = try HeaderParser(includeRoot: root).parse(headers: ["linux/packed.h"])
      let record = try #require(model.record(named: "crossing"))
      var fold = StructFold(release: model.release)
      let known = try fold.begin(record, aliases: [])
      #expect(fold.remarks.isEmpty)
      #expect(known.generations[0].fields.map(\.name) == "abcdefghijklm".map(String.init))
      let text = HistoryWriter(known: known).text
      #expect(text.contains("\"size\": 9, \"bit_offset\": 3, \"bit_width\": 64"))
      let read = try KnownStruct(path: "crossing.json", text: text)
      #expect(read.generations[0].fields == known.generations[0].fields)
    }
  }

  @Test func `A bit-field of more than 64 bits is an error where the struct is named`() throws {
    let text = "struct huge { unsigned __int128 low : 20, wide : 100; };"
    let root = try ScratchFolder(["linux/huge.h": text])
    let model = try HeaderParser(includeRoot: root.path).parse(headers: ["linux/huge.h"])
    func generate(_ rest: String) throws -> Generator.Output {
      try Generator.generate(
        spec: "{ headers: ['linux/huge.h'], \(rest) }", knowledge: Knowledge(files: [:]),
        model: model)
    }
    #expect(
      message { _ = try generate("structs: ['huge']") }.contains(
        ":1:40: error: the field huge.wide cannot be bound: it is a bit-field of more than 64 bits; "
          + "name it in 'ignore'"))
    let ignored = try generate("structs: ['huge'], ignore: ['huge.wide']")
    #expect(ignored.files["UAPIBindings.Structs.swift"]?.contains("var low: UInt32?") == true)
    // One that nothing names is bound as far as it can be, and that is said.
    let all = try generate("access: 'public'")
    #expect(
      all.remarks.contains { $0.contains("huge.wide: it is a bit-field of more than 64 bits") })
  }
}
