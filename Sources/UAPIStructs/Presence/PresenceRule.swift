/// The presence rule, steps 1 to 4: from an answer to the generations that could have given it.
/// `FieldPresence.swift` takes step 5, from these generations to one field.
///
/// `offset + size <= optlen` is not enough: a younger field may lie in what was padding when the
/// kernel was built, and then its bytes read as a zero that was never measured.
extension LayoutHistory {
  /// Judges an answer.
  ///
  /// - Parameters:
  ///   - bytes: the answer, as many bytes as the kernel said that it returned.
  ///   - extent: what is known about its end.
  ///   - kernel: what is known about the kernel.
  ///   - abi: the ABI of the machine that gave the answer.
  func reading(
    of bytes: RawSpan, extent: Extent, kernel: KernelKnowledge, abi: ABI
  ) -> Reading {
    let length = bytes.byteCount
    let abi = figures(for: abi)
    if case .exact(let layouts) = kernel, let match = layouts.match(for: self, abi: abi) {
      return reading(
        of: bytes, by: match, kernelLayouts: hasNestedFields ? layouts.number : 0, abi: abi)
    }
    let kernelSize = extent.kernelSize(forLength: length)
    var remarks: Reading.Remarks = []
    var remaining = generations(ofKernelSize: kernelSize, length: length, abi: abi)
    if remaining.isVendorLayout { remarks.insert(.vendorLayout) }
    if zeroFilled, !remaining.isVendorLayout {
      let possible = remaining.generations.filtered { number in
        !isUnusedByteSet(in: bytes, generation: number, abi: abi)
      }
      if possible.isEmpty, !remaining.generations.isEmpty {
        remarks.insert(.unknownLayout)
      } else {
        remaining.generations = possible
      }
    }
    if case .release(let release) = kernel {
      if let own = generation(of: release), remaining.generations.contains(own),
        !remaining.isVendorLayout
      {
        remaining.generations = GenerationSet(own)
      } else {
        remarks.insert(.releaseOverruled)
      }
    }
    let endsInside = remaining.generations.contains { number in
      (generation(number)?.size(in: abi) ?? 0) > length
    }
    return Reading(
      generations: remaining.generations,
      generationsDecide: !endsInside && !remaining.isVendorLayout
        && !remaining.generations.isEmpty && abi == .native,
      length: length, kernelSize: kernelSize, abi: abi, remarks: remarks)
  }

  /// Step 1: an exact layout decides alone.
  ///
  /// A generation that has all known fields at the same places takes the place of the layout; without
  /// one the reading names the places.
  private func reading(
    of bytes: RawSpan, by match: ExactMatch, kernelLayouts: UInt32, abi: ABI
  ) -> Reading {
    let length = bytes.byteCount
    switch match.layout {
    case .generations(let equal):
      return Reading(
        generations: equal, generationsDecide: match.size <= length && abi == .native,
        length: length, kernelSize: match.size, abi: abi, remarks: .exactLayout,
        kernelLayouts: kernelLayouts)
    case .own(let number):
      return Reading(
        generations: GenerationSet(bits: 0), generationsDecide: false, length: length,
        kernelSize: match.size, abi: abi, remarks: .exactLayout, ownLayout: number,
        kernelLayouts: kernelLayouts)
    }
  }

  /// Step 2: the generations that the length allows.
  private func generations(
    ofKernelSize kernelSize: Int?, length: Int, abi: ABI
  ) -> (generations: GenerationSet, isVendorLayout: Bool) {
    guard let kernelSize else {
      // The struct may go on after the answer: anything at least as long could have given it.
      let longEnough = generations { $0.size(in: abi) >= length }
      return (longEnough.isEmpty ? newest : longEnough, false)
    }
    let exact = generations { $0.size(in: abi) == kernelSize }
    if !exact.isEmpty { return (exact, false) }
    if kernelSize > largestSize(in: abi) { return (newest, false) }
    // A size that no generation has. The newest smaller one tells what is there for certain.
    let smaller = generations { $0.vendor == nil && $0.size(in: abi) < kernelSize }
    return (smaller.newest.map { GenerationSet($0) } ?? GenerationSet(bits: 0), true)
  }

  private var newest: GenerationSet {
    newestGeneration.map { GenerationSet($0) } ?? GenerationSet(bits: 0)
  }

  private func generations(where condition: (Generation) -> Bool) -> GenerationSet {
    allGenerations.filtered { number in generation(number).map(condition) ?? false }
  }

  /// Step 3: whether a bit is set where a generation has padding or a reserved field.
  private func isUnusedByteSet(in bytes: RawSpan, generation number: Int, abi: ABI) -> Bool {
    for unused in unusedBits(in: abi).bytes[number - 1] {
      guard unused.offset < bytes.byteCount else { return false }
      if bytes[byteAt: unused.offset] & unused.mask != 0 { return true }
    }
    return false
  }
}

extension GenerationSet {
  /// The generations for which a condition holds.
  func filtered(_ isIncluded: (Int) -> Bool) -> GenerationSet {
    var kept = self
    for number in self where !isIncluded(number) {
      kept = kept.subtracting(GenerationSet(number))
    }
    return kept
  }
}
