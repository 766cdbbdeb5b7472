internal import LibC

public import UAPIStructs

extension KernelKnowledge {
  /// What can be known of the running kernel: its own type information; where it shows none, its
  /// release. ``KernelEvidence/running`` says which of the two it is.
  ///
  /// The types are opened once per process, when this is asked for the first time; the layout of a
  /// struct is read when the first answer of that struct is decoded.
  public static var running: KernelKnowledge { RunningKernel.shared.knowledge }
}

/// What the knowledge of the running kernel rests on.
public enum KernelEvidence: Hashable, Sendable {
  /// The kernel's own type information, which proves.
  case types
  /// The release that the kernel names, which hints; and why there are no types.
  case release(String, because: BTFError)
  /// Nothing: this system is no Linux, or names no release.
  case nothing(because: BTFError)

  /// What ``UAPIStructs/KernelKnowledge/running`` rests on.
  public static var running: KernelEvidence { RunningKernel.shared.evidence }
}

extension KernelEvidence: CustomStringConvertible {
  /// The evidence in words: `the kernel's own types (/sys/kernel/btf/vmlinux)`.
  public var description: String {
    switch self {
    case .types: "the kernel's own types (\(BTFTypes.kernelFolder)vmlinux)"
    case .release(let release, _): "the release \(release)"
    case .nothing: "nothing"
    }
  }
}

/// The kernel that this process runs on, looked at once.
struct RunningKernel: Sendable {
  let evidence: KernelEvidence
  let knowledge: KernelKnowledge

  static let shared = RunningKernel(
    types: Result { () throws(BTFError) in try BTFTypes.running() }, release: unameRelease)

  /// - Parameters:
  ///   - types: the types of the kernel, or why there are none.
  ///   - release: what `uname -r` prints, or `nil` on a system that is no Linux.
  init(types: Result<BTFTypes, BTFError>, release: String?) {
    switch types {
    case .success(let types):
      evidence = .types
      // Of a struct that is damaged nothing is known.
      knowledge = .exact(KernelLayouts { name in try? types.layout(of: name) })
    case .failure(let error):
      if let release, let known = KernelKnowledge(uname: release) {
        evidence = .release(release, because: error)
        knowledge = known
      } else {
        evidence = .nothing(because: error)
        knowledge = .unknown
      }
    }
  }

  private static var unameRelease: String? {
    #if os(Linux) || os(Android)
      let release = SystemName.current().release
      return release.isEmpty ? nil : release
    #else
      return nil
    #endif
  }
}
