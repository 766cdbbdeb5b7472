internal import Synchronization

/// Memory into which the kernel writes an answer, aligned to cache lines.
///
/// Sockets are asked again and again, and asking the allocator each time takes longer than decoding.
/// So one piece is kept for whoever asks next.
@safe struct AnswerMemory: ~Copyable {
  /// Where it begins.
  @unsafe let start: UnsafeMutableRawPointer
  /// How many bytes it has, all of them initialized.
  let size: Int
  /// Whether this is the piece that is kept.
  private let isKept: Bool

  /// Memory of at least `size` bytes.
  init(size: Int) {
    self.size = Swift.max(size, Self.keptSize)
    let address =
      size <= Self.keptSize ? Self.kept.exchange(Self.taken, ordering: .acquiring) : Self.taken
    isKept = address != Self.taken
    if isKept, let kept = unsafe UnsafeMutableRawPointer(bitPattern: address) {
      unsafe start = kept
    } else {
      unsafe start = .allocate(byteCount: self.size, alignment: 64)
      unsafe start.initializeMemory(as: UInt8.self, repeating: 0, count: self.size)
    }
  }

  deinit {
    // Nobody else stores: the piece was taken when this value was made.
    if isKept {
      unsafe Self.kept.store(UInt(bitPattern: start), ordering: .releasing)
    } else {
      unsafe start.deallocate()
    }
  }

  /// All of it, for as long as this value lives.
  @unsafe var bytes: UnsafeMutableRawBufferPointer {
    unsafe UnsafeMutableRawBufferPointer(start: start, count: size)
  }

  /// The first room of every option fits.
  private static let keptSize = 8192
  /// The address of the kept piece, as long as nobody uses it; 0 until there is one.
  private static let kept = Atomic<UInt>(0)
  /// No aligned memory has this address.
  private static let taken: UInt = 1
}
