import Foundation
import TestSupport
import Testing
import UAPIHeaders
import UAPIKnowledge
import UAPIStructs

@testable import UAPIGenerator

/// What machines are asked, and that less of it gives the same.
struct MachineInquiryTests {
  /// Headers of a release for all seven machines.
  private struct Root {
    private let folder: ScratchFolder
    var path: String { folder.path }

    init(_ headers: [String: String], release: String? = "393216") throws {
      var files = headers
      if let release { files["linux/version.h"] = "#define LINUX_VERSION_CODE \(release)\n" }
      for machine in TargetMachine.all {
        let long = ["i386", "armv7l"].contains(machine.name) ? 32 : 64
        files["\(machine.folder)/asm/own.h"] = "#define OWN_BITS \(long)\n"
      }
      folder = try ScratchFolder(files)
    }

    /// What the machines say of structs of both headers, asked for as little as possible or for all.
    func ask(_ names: [String], readsAll: Bool) throws -> MachineRecords {
      let parser = try HeaderParser(includeRoot: path)
      let model = try parser.parse(headers: ["linux/first.h", "linux/second.h"])
      return MachineInquiry(names, of: model, parser: parser, readsAll: readsAll).run()
    }
  }

  /// A header that has nothing to do with the other one.
  private let first = "struct first { long a; };\n#define FIRST_BITS 3\n"

  /// Checks that all machines say the same however they are asked, and returns the sizes that
  /// `struct second` has, by machine.
  private func sizes(
    _ second: String, first: String? = nil, others: [String: String] = [:], isAlone: Bool
  ) throws -> [String: Int] {
    let headers = ["linux/first.h": first ?? self.first, "linux/second.h": second]
    let root = try Root(headers.merging(others) { $1 })
    let few = try root.ask(["second"], readsAll: false)
    let all = try root.ask(["second"], readsAll: true)
    #expect(few.remarks == all.remarks)
    for machine in TargetMachine.all.map(\.name) {
      #expect(few.records[machine]?["second"] == all.records[machine]?["second"], "\(machine)")
      #expect(all.records[machine]?["first"] != nil, "\(machine)")
      if machine != TargetMachine.host {
        #expect((few.records[machine]?["first"] == nil) == isAlone, "\(machine)")
      }
    }
    return few.records.compactMapValues { $0["second"]?.size }
  }

  @Test func `Pointers and longs are those of the machine`() throws {
    let sizes = try sizes("struct second { void *p; long n[2]; };", isAlone: true)
    #expect(sizes.count == 7)
    #expect(sizes["i386"] == 12 && sizes["armv7l"] == 12 && sizes["s390x"] == 24)
  }

  @Test func `Alignments are those of the machine`() throws {
    let sizes = try sizes("struct second { int a; long long b; };", isAlone: true)
    #expect(sizes["i386"] == 12 && sizes["armv7l"] == 16 && sizes["riscv64"] == 16)
  }

  @Test func `Bit-fields are those of the machine`() throws {
    let text = """
      struct second {
      #if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        unsigned b : 29, a : 3;
        unsigned char c;
      #else
        unsigned a : 3, b : 29;
      #endif
      };
      """
    let sizes = try sizes(text, isAlone: true)
    #expect(sizes["s390x"] == 8 && sizes["ppc64le"] == 4)
  }

  @Test func `Conditions are those of the machine`() throws {
    let text = """
      struct second {
        int a;
      #if defined(__aarch64__) || defined(__riscv)
        int b;
      #endif
      #ifdef __x86_64__
      } __attribute__((packed, aligned(16)));
      #else
      };
      #endif
      """
    let sizes = try sizes(text, isAlone: true)
    #expect(sizes["x86_64"] == 16 && sizes["aarch64"] == 8 && sizes["riscv64"] == 8)
    #expect(sizes["i386"] == 4 && sizes["s390x"] == 4)
  }

  @Test func `Headers of the machine count`() throws {
    let text = "#include <asm/own.h>\nstruct second { char a[OWN_BITS]; };"
    let sizes = try sizes(text, isAlone: true)
    #expect(sizes["armv7l"] == 32 && sizes["ppc64le"] == 64)
  }

  @Test func `Structs inside others are found`() throws {
    let second = "struct second { struct { void *p; struct inner { long n; } q; } in[2]; };"
    let root = try Root(["linux/first.h": first, "linux/second.h": second])
    let names = ["second", "second.in", "inner"]
    let few = try root.ask(names, readsAll: false)
    let all = try root.ask(names, readsAll: true)
    for machine in TargetMachine.all.map(\.name) {
      for name in names {
        #expect(few.records[machine]?[name] != nil, "\(name) on \(machine)")
        #expect(few.records[machine]?[name] == all.records[machine]?[name], "\(name) on \(machine)")
      }
    }
  }

  /// A name of the other header can be defined on one machine only.
  @Test func `A header that mentions another is read after it`() throws {
    let sizes = try sizes(
      "struct second {\n  int a;\n#ifdef FIRST_PADS\n  int pad;\n#endif\n};",
      first: first + "#ifdef __s390x__\n#define FIRST_PADS\n#endif\n", isAlone: false)
    #expect(sizes["s390x"] == 8 && sizes["x86_64"] == 4)
  }

  /// The texts do not tell of each other, but this machine has another layout without the first.
  @Test func `A header that says something else alone is read after the other`() throws {
    let sizes = try sizes(
      "struct second {\n  int a;\n#ifdef HIDDEN\n  void *b;\n#endif\n};",
      first: first + "#include <linux/hidden.h>\n", others: ["linux/hidden.h": "#define HIDDEN\n"],
      isAlone: false)
    #expect(sizes["s390x"] == 16 && sizes["i386"] == 8)
  }

  @Test func `A header that does not compile alone is read after what it needs`() throws {
    let sizes = try sizes(
      "struct second { hidden_t a; };", first: first + "#include <linux/hidden.h>\n",
      others: ["linux/hidden.h": "#pragma once\ntypedef long hidden_t;\n"], isAlone: true)
    #expect(sizes["s390x"] == 8 && sizes["i386"] == 4)
  }

  @Test func `Headers of no release are read all`() throws {
    let root = try Root(
      ["linux/first.h": first, "linux/second.h": "struct second { int a; };"], release: nil)
    let few = try root.ask(["second"], readsAll: false)
    #expect(few.records["s390x"]?["first"] != nil)
  }

  @Test func `Headers with folders of the user are read all`() throws {
    let root = try Root(["linux/first.h": first, "linux/second.h": "struct second { int a; };"])
    let own = try Root(["own.h": ""])
    let parser = try HeaderParser(includeRoot: root.path, ownFolders: [own.path])
    let model = try parser.parse(headers: ["linux/first.h", "linux/second.h"])
    let records = MachineInquiry(["second"], of: model, parser: parser).run()
    #expect(records.records["s390x"]?["first"] != nil)
  }
}
