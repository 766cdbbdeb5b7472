import Foundation
import GeneratorSamples
import TestSupport
import Testing
import UAPIGenerator
import UAPIHeaders
import UAPIKnowledge
import UAPIStructs

@testable import UAPIComparison

struct ComparisonHeaderTests {
  /// Calls a closure with two folders of headers, each with one `linux/demo.h`.
  private func withHeaders(
    _ first: String, _ second: String, _ body: (String, String) throws -> Void
  ) throws {
    let folder = try ScratchFolder()
    for (name, text, code) in [("a", first, 6 << 16 | 3 << 8), ("b", second, 6 << 16 | 4 << 8)] {
      try folder.write(text, to: "\(name)/linux/demo.h")
      try folder.write("#define LINUX_VERSION_CODE \(code)\n", to: "\(name)/linux/version.h")
    }
    try body(folder.path(of: "a"), folder.path(of: "b"))
  }

  @Test func `Structs and constants of two folders`() throws {
    let first = """
      struct demo { int d_delta; unsigned d_default : 3; };
      #define DEMO_ON 1
      #define DEMO_GONE "gone"
      enum demo_state { DEMO_INIT, DEMO_MAX };
      """
    let second = """
      struct demo { unsigned d_delta; unsigned d_default : 3, d_more : 2; };
      struct demo_other { char name[4]; };
      #define DEMO_ON 2
      enum demo_state { DEMO_INIT, DEMO_NEXT, DEMO_MAX };
      """
    try withHeaders(first, second) { before, after in
      let comparer = HeaderComparer(
        knowledge: Knowledge(files: [:]), headers: ["linux/demo.h"])
      let found = try comparer.compare(nil, .headers(root: before), .headers(root: after))
      #expect(found.names == .init(before: "Linux 6.3", after: "Linux 6.4"))
      #expect(found.structs.map(\.name) == ["demo", "demo_other"])
      #expect(found.structs[0].fields.map(\.retyping) == [.signedness, nil])
      #expect(found.structs[0].fields.map(\.landing) == [nil, .padding])
      #expect(found.structs[1].before == nil)
      #expect(
        found.constants.map { "\($0.kind) \($0.name)" } == [
          "changed DEMO_MAX", "changed DEMO_ON", "removed DEMO_GONE", "added DEMO_NEXT",
        ])
      #expect(found.constants.map(\.isSentinel) == [true, false, false, false])
      #expect(try !comparer.compare(nil, .headers(root: before), .headers(root: before)).differs)
      #expect(
        message { _ = try comparer.compare("dmeo", .headers(root: before), .headers(root: after)) }
          .contains("neither side knows a struct 'dmeo'"))
    }
  }

  @Test func `A header is held against the history`() throws {
    let header = """
      struct demo {
        unsigned char d_flags; unsigned char d_low : 4; unsigned short d_port;
        int d_delta; unsigned long long d_bytes; unsigned short d_default; char reserved[6];
      };
      """
    try withHeaders(header, header) { root, _ in
      let comparer = HeaderComparer(knowledge: Sample.knowledge(constants: nil))
      let found = try comparer.compare(
        "demo", .release(KernelRelease(6, 1)), .headers(root: root))
      let changes = try #require(found.structs.first).fields
      // The compiler says what the types hold, the history how they are spelled.
      #expect(changes.filter { $0.retyping != .spelling }.map(\.name) == ["d_port"])
      #expect(changes.first { $0.name == "d_port" }?.retyping == .byteOrder)
    }
  }

  @Test func `Constants between samples are not guessed`() throws {
    let known = try KnownConstants(path: "linux_demo.json", text: Sample.constants)
    func state(_ name: String, _ major: Int, _ minor: Int) -> ConstantState? {
      known.constants.first { $0.name == name }?.state(
        in: KernelRelease(major, minor), sampled: known.sampled)
    }
    #expect(state("DEMO_F_ON", 4, 9) == .absent)
    #expect(state("DEMO_F_ON", 5, 7) == .value(.integer(1)))
    #expect(state("DEMO_F_FAST", 4, 9) == .absent)
    #expect(state("DEMO_F_FAST", 5, 0) == .absent)
    #expect(state("DEMO_F_FAST", 5, 7) == .unknown)
    #expect(state("DEMO_F_FAST", 6, 2) == .value(.integer(4)))
    #expect(state("DEMO_F_MASK", 5, 7) == .unknown)
    #expect(state("DEMO_F_MASK", 6, 9) == .value(.integer(5)))
    #expect(state("DEMO_NAME", 6, 2) == .unknown)
    #expect(state("DEMO_NAME", 6, 4) == .absent)
  }

  @Test func `The installed header is its release`() throws {
    let model = try HeaderComparer.read(["linux/mptcp.h", "linux/tcp.h"], root: "/usr/include")
    let release = try #require(model.release)
    let known = try #require(try Knowledge.embedded.history(of: "mptcp_info")).knownThrough
    // A younger header than the history is compared with its newest release, and may add to it.
    let found = try HeaderComparer().compare(
      nil, .release(min(release, known)), .installed(root: "/usr/include"))
    #expect(!found.structs.isEmpty)
    #expect(
      found.structs.flatMap(\.fields).allSatisfy { $0.kind == .added || $0.kind == .reserved })
    guard release <= known else { return }
    #expect(!found.structs.contains { $0.differs }, "\(ComparisonText(found).text)")
    // A point release may have brought a constant that this one lacks, or the other way round.
    #expect(!found.constants.contains { $0.kind == .changed && !$0.isSentinel })
  }

  @Test func `A struct without history needs two headers`() {
    let text = message {
      _ = try HeaderComparer(headers: ["linux/types.h"]).compare(
        "open_how", .release(KernelRelease(6, 1)), .installed(root: "/usr/include"))
    }
    #expect(text.contains("name two folders of headers to compare"))
  }

  @Test func `Arguments are read strictly`() throws {
    #expect(try ComparisonSource("6.1", environment: [:]) == .release(KernelRelease(6, 1)))
    #expect(try ComparisonSource("v6.1", environment: [:]) == .release(KernelRelease(6, 1)))
    #expect(
      try ComparisonSource("header", environment: ["UAPI_HEADERS": "/x"])
        == .installed(root: "/x"))
    #expect(
      try ComparisonSource("installed", environment: ["UAPI_HEADERS": ""])
        == .installed(root: "/usr/include"))
    #expect(
      message { _ = try ComparisonSource("/usr/", environment: [:]) }
        .contains("did you mean '/usr/include'?"))
    for text in ["6.1.2", "6.", "insalled", "/nowhere"] {
      #expect(message { _ = try ComparisonSource(text, environment: [:]) }.contains("'\(text)'"))
    }
  }

  @Test func `An unknown release is not a difference`() {
    let text = message {
      _ = try HeaderComparer().compare(
        "tcp_info", .release(KernelRelease(6, 1)), .release(KernelRelease(99, 0)))
    }
    #expect(text.contains("the history of struct tcp_info ends with Linux"))
  }
}
