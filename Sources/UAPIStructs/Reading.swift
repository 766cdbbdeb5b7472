/// How an answer is to be read: which generations could have given it, and where it ends.
///
/// This is what the presence rule leaves after its first four steps; ``StructHistory`` takes the
/// fifth for each field that somebody asks for.
public struct Reading: Sendable {
  /// The generations that remain. Bit 0 is set where a field needs more than this set to be judged:
  /// the answer ends inside the struct, comes from another ABI, or has no known layout.
  @usableFromInline let generationBits: UInt64

  /// What else the rule found out.
  @usableFromInline let findings: Findings

  /// What only unusual answers need: an exact layout that no generation has, or bytes that do not
  /// fit in front of the known end. `nil` for every answer of a known layout, so that decoding one
  /// allocates nothing.
  @usableFromInline let supplement: Supplement?

  /// What the presence rule noticed.
  public struct Remarks: OptionSet, Sendable, Hashable, BitwiseCopyable {
    public let rawValue: UInt8
    @inlinable
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// No generation has the size that the kernel's struct has.
    public static let vendorLayout = Remarks(rawValue: 1 << 0)
    /// A byte is not zero where every generation in question has padding.
    public static let unknownLayout = Remarks(rawValue: 1 << 1)
    /// The bytes contradict the release that the decoder was told.
    public static let releaseOverruled = Remarks(rawValue: 1 << 2)
    /// The kernel's own type information decided.
    public static let exactLayout = Remarks(rawValue: 1 << 3)
  }

  @inlinable
  init(generationBits: UInt64, findings: Findings, supplement: Supplement?) {
    self.generationBits = generationBits
    self.findings = findings
    self.supplement = supplement
  }

  init(
    generations: GenerationSet, needsCare: Bool, findings: Findings, supplement: Supplement? = nil
  ) {
    self.init(
      generationBits: generations.bits | (needsCare ? 1 : 0), findings: findings,
      supplement: supplement)
  }

  /// The generations of the struct that could have given this answer.
  public var generations: GenerationSet { GenerationSet(bits: generationBits) }
}

extension Reading {
  /// The length of the answer in bytes.
  public var length: Int { Int(findings.shortLength) }
  /// The kernel's `sizeof` of the struct, where the answer tells it.
  public var kernelSize: Int? { findings.shortKernelSize < 0 ? nil : Int(findings.shortKernelSize) }
  /// The ABI of the machine that gave the answer.
  public var abi: ABI { findings.abi }
  /// What the rule noticed on the way.
  public var remarks: Remarks { findings.remarks }

  /// What the presence rule found out, apart from the generations.
  @usableFromInline
  struct Findings: Sendable, BitwiseCopyable {
    // Narrow, so that a decoded struct stays small. No answer comes near two gigabytes.
    @usableFromInline let shortLength: Int32
    /// -1 where it is not known.
    @usableFromInline let shortKernelSize: Int32
    @usableFromInline let abi: ABI
    @usableFromInline let remarks: Remarks

    @inlinable
    init(length: Int, kernelSize: Int?, abi: ABI, remarks: Remarks) {
      self.shortLength = Int32(clamping: length)
      self.shortKernelSize = Int32(clamping: kernelSize ?? -1)
      self.abi = abi
      self.remarks = remarks
    }

    /// A whole struct of the native ABI, about which there is nothing to remark.
    @inlinable
    init(length: Int, kernelSize: Int) {
      self.init(length: length, kernelSize: kernelSize, abi: .native, remarks: [])
    }
  }
}

/// What only unusual answers need, kept out of line.
@usableFromInline
final class Supplement: Sendable {
  /// The place of each field in an exact layout that equals no generation.
  let exactPlaces: [FieldPlace?]?
  /// The whole answer, where it is longer than the known struct or its layout equals no generation.
  @usableFromInline let bytes: [UInt8]

  init(exactPlaces: [FieldPlace?]?, bytes: [UInt8]) {
    self.exactPlaces = exactPlaces
    self.bytes = bytes
  }
}
