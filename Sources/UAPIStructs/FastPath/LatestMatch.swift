internal import Synchronization

extension StructHistory {
  /// The generations that equal the layout of one kernel, the last one that was compared: nearly always
  /// all answers come from the same.
  ///
  /// One integer, so that it can be read without a lock: the kernel's identity in the upper bits, a bit
  /// for each generation in the lower ones.
  struct TwinMemory: ~Copyable, Sendable {
    fileprivate let known = Atomic<UInt64>(0)

    fileprivate static let generationBits: UInt64 = 40
    static let largestIdentity: UInt64 = 1 << (64 - generationBits) - 1
  }

  /// Keeps what a comparison with a kernel's layout found, if there is room for it.
  func remember(_ twins: GenerationSet, of layouts: KernelLayouts) {
    guard layouts.identity != 0, twins.bits >> TwinMemory.generationBits == 0 else { return }
    twinMemory.known.store(
      layouts.identity << TwinMemory.generationBits | twins.bits, ordering: .relaxed)
  }

  /// The generations that equal the layout of a kernel in the native ABI, where that is remembered.
  func twins(of layouts: KernelLayouts) -> GenerationSet? {
    let known = twinMemory.known.load(ordering: .relaxed)
    guard known != 0, known >> TwinMemory.generationBits == layouts.identity else { return nil }
    return GenerationSet(bits: known & (1 << TwinMemory.generationBits - 1))
  }
}
