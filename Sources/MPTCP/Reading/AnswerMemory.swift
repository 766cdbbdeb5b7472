internal import Synchronization

/// Memory into which the kernel writes an answer, aligned to eight bytes.
///
/// Sockets are asked again and again, and asking the allocator each time takes longer than decoding.
/// So one piece is kept for whoever asks next.
@safe struct AnswerMemory: ~Copyable {
  private let memory: UnsafeMutableRawBufferPointer

  /// Memory of at least `size` bytes, all of them initialized.
  init(size: Int) {
    if size <= Self.keptSize, let kept = unsafe Self.takeKept() {
      unsafe memory = UnsafeMutableRawBufferPointer(start: kept, count: Self.keptSize)
      return
    }
    unsafe memory = .allocate(byteCount: Swift.max(size, Self.keptSize), alignment: 8)
    unsafe memory.initializeMemory(as: UInt8.self, repeating: 0)
  }

  deinit {
    if unsafe memory.count == Self.keptSize, unsafe Self.keep(memory.baseAddress) { return }
    unsafe memory.deallocate()
  }

  /// All of it, for as long as this value lives.
  @unsafe var bytes: UnsafeMutableRawBufferPointer { unsafe memory }

  /// The first room of every option fits.
  private static let keptSize = 8192
  /// The address of the piece that nobody uses, or 0.
  private static let kept = Atomic<UInt>(0)

  private static func takeKept() -> UnsafeMutableRawPointer? {
    unsafe UnsafeMutableRawPointer(bitPattern: kept.exchange(0, ordering: .acquiring))
  }

  /// Returns whether the piece was taken: there may be one already.
  private static func keep(_ piece: UnsafeMutableRawPointer?) -> Bool {
    kept.compareExchange(expected: 0, desired: UInt(bitPattern: piece), ordering: .releasing)
      .exchanged
  }
}
