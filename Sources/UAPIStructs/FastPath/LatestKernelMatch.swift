internal import Synchronization

/// The generations that equal the layout of one kernel, the last one that was compared: nearly always
/// all answers come from the same.
///
/// One integer, so that it can be read without a lock: the kernel's identity in the upper bits, a bit
/// for each generation in the lower ones.
struct LatestKernelMatch: ~Copyable, Sendable {
  private let known = Atomic<UInt64>(0)

  private static let generationBits: UInt64 = 40
  private static let largestIdentity: UInt64 = 1 << (64 - generationBits) - 1

  /// Keeps what a comparison with a kernel's layout found, if there is room for it.
  func remember(_ generations: GenerationSet, of layouts: KernelLayouts) {
    guard layouts.identity <= Self.largestIdentity, generations.bits >> Self.generationBits == 0
    else { return }
    known.store(
      layouts.identity << Self.generationBits | generations.bits, ordering: .relaxed)
  }

  /// The generations that equal the layout of a kernel in the native ABI, where that is remembered.
  func generations(equalTo layouts: KernelLayouts) -> GenerationSet? {
    let known = known.load(ordering: .relaxed)
    // Identities begin at 1: nothing is remembered of 0.
    guard known >> Self.generationBits == layouts.identity else { return nil }
    return GenerationSet(bits: known & (1 << Self.generationBits - 1))
  }
}
