/// What the presence rule says of the commonest answers of this machine, in tables: a kernel that stopped
/// by itself, a size that generations have, the native ABI.
///
/// The rule in Presence/ is what counts, and does not know of this; a test holds both against each other.
@usableFromInline
struct FastPath: ~Copyable, Sendable {
  /// Which generations an answer can be of.
  @usableFromInline let generations: GenerationsBySize
  /// Which fields these have, and where.
  @usableFromInline let places: PlaceTable
  private let latestKernel = LatestKernelMatch()
  private let history: LayoutHistory

  /// The tables of the layouts that this machine has.
  init(_ history: LayoutHistory) {
    self.history = history
    // Figures of 64-bit machines fill the tables; others leave their answers to the rule.
    let isTabulated = !ABI.native.hasShortPointers
    generations = GenerationsBySize(
      generations: isTabulated ? history.generations : [],
      unused: history.zeroFilled ? history.unusedBits(in: .native) : nil)
    places = PlaceTable(isTabulated ? history.fields : [])
  }

  /// How an answer of the native ABI is to be read, or `nil` where that takes the rule.
  @usableFromInline
  func reading(of bytes: RawSpan, extent: Extent, kernel: KernelKnowledge) -> Reading? {
    let length = bytes.byteCount
    guard extent.kernelSize(forLength: length) == length else { return nil }
    let possible = generations.generations(of: bytes)
    guard possible != 0 else { return nil }
    switch kernel {
    case .unknown, .backportingRelease:
      return Reading(wholeStructOf: possible, length: length)
    case .release(let release):
      let left = history.generation(of: release).map { possible & GenerationSet($0).bits } ?? 0
      return left == 0 ? nil : Reading(wholeStructOf: left, length: length)
    case .exact(let layouts):
      // Generations that equal one layout have one size: that of the answer, if it could be of any.
      guard let equal = latestKernel.generations(equalTo: layouts), equal.bits & possible != 0
      else { return nil }
      return Reading(
        generations: equal, generationsDecide: true, length: length, kernelSize: length,
        abi: .native, remarks: .exactLayout,
        kernelLayouts: history.hasNestedFields ? layouts.number : 0)
    }
  }

  /// Keeps what the rule found about a kernel's layouts.
  func remember(_ reading: Reading, of kernel: KernelKnowledge) {
    guard case .exact(let layouts) = kernel, reading.remarks.contains(.exactLayout),
      !reading.hasOwnPlaces
    else { return }
    latestKernel.remember(reading.generations, of: layouts)
  }
}
