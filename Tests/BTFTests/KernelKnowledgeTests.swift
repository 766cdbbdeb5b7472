import MPTCP
import BTFBytes
import Testing
import UAPIStructs

@testable import BTF

#if os(Linux)
  import Glibc
#endif

/// What a decoder is told of the running kernel.
struct KernelKnowledgeTests {
  private func isExact(_ knowledge: KernelKnowledge) -> Bool {
    if case .exact = knowledge { true } else { false }
  }

  @Test
  func `Types come before the release`() throws {
    let types = try BTFTypes(bytes: sampleKernel().bytes())
    let kernel = RunningKernel(types: .success(types), release: "6.18.44")
    #expect(kernel.evidence == .types)
    guard case .exact(let layouts) = kernel.knowledge else {
      Issue.record("\(kernel.knowledge)")
      return
    }
    #expect(try layouts.layout(of: "sample") == types.layout(of: "sample"))
    #expect(layouts.layout(of: "mptcp_info") == nil)
  }

  @Test
  func `Without types the release is what is known`() {
    let error = BTFError(.unreadable, reason: "there are none")
    let release = RunningKernel(types: .failure(error), release: "6.18.44-fc")
    #expect(release.evidence == .release("6.18.44-fc", because: error))
    #expect("\(release.evidence)" == "the release 6.18.44-fc")
    if case .release(let found) = release.knowledge {
      #expect(found == KernelRelease(6, 18))
    } else {
      Issue.record("\(release.knowledge)")
    }
    let enterprise = RunningKernel(types: .failure(error), release: "5.14.0-427.el9.x86_64")
    if case .backportingRelease = enterprise.knowledge {
    } else {
      Issue.record("\(enterprise.knowledge)")
    }
    for text in [nil, "", "Darwin"] {
      let nothing = RunningKernel(types: .failure(error), release: text)
      #expect(nothing.evidence == .nothing(because: error))
      #expect(!isExact(nothing.knowledge))
    }
  }

  /// A struct of which nothing is known is judged by the rule.
  @Test
  func `A struct that the types lack is judged by the rule`() throws {
    let types = try BTFTypes(bytes: sampleKernel().bytes())
    let kernel = RunningKernel(types: .success(types), release: nil).knowledge
    let bytes = [UInt8](repeating: 1, count: 96)
    let info = MPTCPInfo(bytes, extent: .capacity(512), kernel: kernel)
    #expect(!info.remarks.contains(.exactLayout))
  }

  // MARK: - Structs inside structs

  /// The layouts of a generation of `mptcp_info`, and of a struct that holds it.
  private func layouts(_ release: KernelRelease) throws -> KernelLayouts {
    var layouts: [StructLayout] = []
    for history in [MPTCPInfo.history, MPTCPFullInfo.history] {
      let number = try #require(history.generation(of: release))
      layouts.append(try #require(history.layout(ofGeneration: number, abi: .native)))
    }
    return KernelLayouts(layouts)
  }

  /// 6.10 to 6.19 have the same `mptcp_full_info`, and three `mptcp_info` of one size.
  @Test(arguments: [
    (10, Presence.absent, Presence.absent), (18, .present, .absent), (19, .present, .present),
  ])
  func `The inner structs of a kernel tell what its answers have`(
    minor: Int, laminar: Presence, fullMesh: Presence
  ) throws {
    let kernel = KernelKnowledge.exact(try layouts(KernelRelease(6, minor)))
    let bytes = [UInt8](repeating: 0, count: 136)
    let answer = MPTCPFullInfo(bytes, extent: .whole, kernel: kernel)
    #expect(answer.remarks.contains(.exactLayout))
    let info = try #require(answer.mptcpInfo)
    #expect(info.presence(of: .endpLaminarMax) == laminar)
    #expect(info.presence(of: .endpFullmeshMax) == fullMesh)
    #expect(answer.presence(of: .mptcpInfo) == .present)
    // Without the knowledge it cannot be told.
    let unknown = try #require(MPTCPFullInfo(bytes, extent: .whole).mptcpInfo)
    #expect(unknown.presence(of: .endpLaminarMax) == .indeterminate)
  }

  @Test
  func `Each answer keeps the inner structs of its own kernel`() throws {
    let bytes = [UInt8](repeating: 0, count: 136)
    let old = MPTCPFullInfo(
      bytes, extent: .whole, kernel: .exact(try layouts(KernelRelease(6, 10))))
    let new = MPTCPFullInfo(
      bytes, extent: .whole, kernel: .exact(try layouts(KernelRelease(6, 18))))
    // Each answer keeps its own, in whatever order they are asked.
    #expect(new.mptcpInfo?.presence(of: .endpLaminarMax) == .present)
    #expect(old.mptcpInfo?.presence(of: .endpLaminarMax) == .absent)
    #expect(new.mptcpInfo?.presence(of: .endpLaminarMax) == .present)
  }

  // MARK: - This kernel

  #if os(Linux)
    @Test
    func `This kernel is known by its own types`() throws {
      guard access("/sys/kernel/btf/vmlinux", F_OK) == 0 else {
        print("skipped: this kernel shows no types in /sys/kernel/btf")
        #expect(KernelEvidence.running != .types && !isExact(.running))
        return
      }
      #expect(KernelEvidence.running == .types && isExact(.running))
      func decided<Struct: UAPIStruct>(_ value: Struct) {
        #expect(value.remarks.contains(.exactLayout))
        for field in Struct.Field.allCases {
          #expect(value.presence(of: field) != .indeterminate, "\(field.cName)")
        }
      }
      let plain = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      try #require(plain >= 0)
      defer { close(plain) }
      decided(try TCPInfo(socket: plain, kernel: .running))
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 262)
      guard descriptor >= 0 else {
        print("skipped: no MPTCP socket: errno \(errno)")
        return
      }
      defer { close(descriptor) }
      decided(try MPTCPInfo(socket: descriptor, kernel: .running))
      let full = try MPTCPFullInfoAnswer(socket: descriptor, kernel: .running)
      decided(full.info)
    }
  #endif
}
