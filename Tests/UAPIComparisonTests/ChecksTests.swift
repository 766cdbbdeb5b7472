import Foundation
import GeneratorSamples
import TestSupport
import Testing
import UAPIGenerator
import UAPIKnowledge

@testable import UAPIComparison

@Suite(.waiting)
struct ChecksTests {
  /// A header of each release of the sample's history.
  private static let headers = [
    "5.0": """
    struct demo {
      __u8 d_flags; __u8 d_low : 4; __u16 d_port; __u64 d_bytes;
    };
    """,
    "6.1": """
    struct demo {
      __u8 d_flags; __u8 d_low : 4; __u16 d_port; __s32 d_delta; __u64 d_bytes;
      __u16 d_default; __u8 reserved[6];
    };
    """,
    "6.3": """
    struct demo {
      __u8 d_flags; __u8 d_low : 4; __u16 d_port; __s32 d_delta; __u64 d_bytes;
      char d_name[4]; __u32 d_default : 3;
    };
    """,
  ]

  private static let types = """
    typedef unsigned char __u8; typedef unsigned short __u16; typedef unsigned int __u32;
    typedef int __s32; typedef unsigned long long __u64;

    """

  /// Compiles the checks against a header, and returns what each compiler says; nothing where all is well.
  private func compile(
    _ header: String, release: String, options: [String] = ["-O1"]
  ) throws -> [(compiler: String, errors: String?)] {
    let checks = try Generator.generate(
      spec: Sample.spec, knowledge: Sample.knowledge(), model: nil
    ).checks
    let parts = release.split(separator: ".")
    let version = """
      #define KERNEL_VERSION(a,b,c) (((a) << 16) + ((b) << 8) + (c))
      #define LINUX_VERSION_CODE KERNEL_VERSION(\(parts[0]), \(parts[1]), 0)

      """
    return try CCompilers.compile(
      [
        "checks.c": checks, "linux/version.h": version,
        "linux/demo.h": Self.types + header,
      ], options: options)
  }

  @Test(arguments: ["5.0", "6.1", "6.3"])
  func `Headers of the history are accepted`(release: String) throws {
    for (compiler, errors) in try compile(try #require(Self.headers[release]), release: release) {
      #expect(errors == nil, "\(compiler): \(errors ?? "")")
    }
  }

  @Test func `The release can be said`() throws {
    let header = try #require(Self.headers["6.1"])
    for (compiler, errors) in try compile(header, release: "6.3") {
      #expect(errors != nil, "\(compiler)")
    }
    let said = ["-O1", "-DUAPI_CHECK_RELEASE=KERNEL_VERSION(6, 2, 7)"]
    for (compiler, errors) in try compile(header, release: "6.3", options: said) {
      #expect(errors == nil, "\(compiler): \(errors ?? "")")
    }
  }

  @Test(arguments: [
    // A field elsewhere, with another size, and gone.
    ("__u8 d_flags; __u8 d_low : 4;", "__u8 d_low : 4; __u8 d_flags;", "d_flags"),
    ("__u16 d_port;", "__u8 d_port;", "d_port"),
    ("__s32 d_delta;", "__s32 d_dleta;", "d_delta"),
    ("char d_name[4];", "char d_nam; char d_name[3];", "d_name"),
    // Bits elsewhere, too few, and too many.
    ("d_default : 3", "d_more : 1, d_default : 3", "d_default"),
    ("d_default : 3", "d_default : 2", "d_default"),
    ("d_default : 3", "d_default : 4", "d_default"),
    ("d_low : 4", "d_lower : 1; __u8 d_low : 4", "d_low"),
    // Another size, and another alignment.
    ("d_default : 3", "d_default : 3; __u64 d_more", "sizeof(struct demo)"),
    ("};", "} __attribute__((packed, aligned(4)));", "_Alignof(struct demo)"),
  ])
  func `Every other layout is refused`(text: String, replacement: String, error: String) throws {
    let header = try #require(Self.headers["6.3"])
      .replacingOccurrences(of: text, with: replacement)
    let results = try compile(header, release: "6.3")
    #expect(!results.isEmpty)
    for (compiler, errors) in results {
      #expect(errors?.contains(error) == true, "\(compiler): \(errors ?? "accepted")")
    }
  }

  @Test func `A younger struct may have grown`() throws {
    let header = try #require(Self.headers["6.3"])
      .replacingOccurrences(of: "d_default : 3;", with: "d_default : 3; __u64 d_more;")
    for (compiler, errors) in try compile(header, release: "6.9") {
      #expect(errors == nil, "\(compiler): \(errors ?? "")")
    }
    let moved = header.replacingOccurrences(of: "d_default : 3;", with: "d_x : 1, d_default : 3;")
    for (compiler, errors) in try compile(moved, release: "6.9") {
      #expect(errors != nil, "\(compiler)")
    }
  }

  @Test func `Bit-fields are not left out in silence`() throws {
    let header = try #require(Self.headers["6.3"])
    for (_, errors) in try compile(header, release: "6.3", options: ["-O0"]) {
      #expect(errors?.contains("add it, or -DUAPI_CHECK_NO_BIT_FIELDS") == true)
    }
    let without = ["-O0", "-DUAPI_CHECK_NO_BIT_FIELDS"]
    for (compiler, errors) in try compile(header, release: "6.3", options: without) {
      #expect(errors == nil, "\(compiler): \(errors ?? "")")
    }
  }

  @Test(arguments: [
    nil, "x86_64-linux-gnu", "i386-linux-gnu", "aarch64-linux-gnu", "armv7-linux-gnueabihf",
    "riscv64-linux-gnu", "ppc64le-linux-gnu", "s390x-linux-gnu",
  ])
  func `The installed headers are those of the history`(target: String?) throws {
    let checks = try Generator.generate(
      spec: try Repository.mptcpSpec, knowledge: .embedded, model: nil
    ).checks
    let results = try CCompilers.compile(["checks.c": checks], installedFor: target)
    for (compiler, errors) in results {
      #expect(errors == nil, "\(compiler): \(errors?.prefix(2000) ?? "")")
    }
    #expect(target != nil || !results.isEmpty)
  }

  @Test func `The same input gives the same text`() throws {
    let texts = try (0..<2).map { _ in
      try Generator.generate(spec: Sample.spec, knowledge: Sample.knowledge(), model: nil).checks
    }
    #expect(texts[0] == texts[1])
    #expect(!texts[0].contains("/tmp"))
  }

  @Test func `The file is written once, and only once`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let output = try Generator.generate(
      spec: Sample.spec, knowledge: Sample.knowledge(), model: nil)
    #expect(try ChecksFile.write(for: output, into: folder) == folder + "/uapi-layout-checks.c")
    #expect(try ChecksFile.write(for: output, into: folder) == nil)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1)
  }
}
