internal import BTF
package import UAPIStructs

/// What the decoder is told about the kernels that gave the answers.
package enum KernelChoice {
  /// Nothing: bytes and lengths decide.
  case none
  /// What each record says.
  case record
  /// One kernel for all.
  case one(KernelKnowledge)

  /// Reads `none`, `record`, `running`, a release, or what `uname -r` prints.
  package init?(_ text: String) {
    switch text {
    case "none": self = .none
    case "record": self = .record
    case "running":
      if case .nothing = KernelEvidence.running { return nil }
      self = .one(.running)
    default:
      guard let knowledge = KernelKnowledge(uname: text) else { return nil }
      self = .one(knowledge)
    }
  }

  /// What is known of the kernel that gave one answer.
  func knowledge(for record: CaptureRecord) -> KernelKnowledge {
    switch self {
    case .none: .unknown
    case .record: record.kernel.flatMap { KernelKnowledge(uname: $0) } ?? .unknown
    case .one(let knowledge): knowledge
    }
  }
}
