/// How an answer is to be read: which generations could have given it, and where it ends.
///
/// This is what the presence rule leaves after its first four steps; it takes the fifth for each
/// field that is asked for.
public struct Reading: Sendable, BitwiseCopyable {
  /// The generations that remain.
  ///
  /// Bit 0 is set where they alone do not decide about a field: the answer ends inside the struct, comes
  /// from another ABI, or has no known layout.
  @usableFromInline let generationBits: UInt64

  /// The length of the answer in the lower half, and the kernel's size of the struct in the upper
  /// one, all ones where it is not known. No answer comes near two gigabytes.
  @usableFromInline let lengths: UInt64

  /// The remarks in four bits, the machine in four more, above them the properties of the ABI and
  /// whether fields were moved, then in 20 bits the number of the kernel's layouts, and in the upper
  /// half the number of an exact layout.
  @usableFromInline let marks: UInt64

  /// What the presence rule noticed.
  public struct Remarks: OptionSet, Sendable, Hashable, BitwiseCopyable {
    /// A bit for each remark.
    public let rawValue: UInt8
    /// The remarks whose bits are set.
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

  /// A whole struct of the native ABI, about which there is nothing to remark.
  ///
  /// - Parameter generations: their bits, as a ``GenerationSet`` has them.
  @inlinable
  package init(wholeStructOf generations: UInt64, length: Int) {
    let length = UInt64(UInt32(truncatingIfNeeded: length))
    self.generationBits = generations
    self.lengths = length | length << 32
    self.marks = Self.marks(of: .native)
  }

  init(
    generations: GenerationSet, generationsDecide: Bool, length: Int, kernelSize: Int?,
    abi: ABI, remarks: Remarks, ownLayout: UInt32 = 0, kernelLayouts: UInt32 = 0
  ) {
    let length = UInt32(truncatingIfNeeded: Int32(clamping: length))
    let kernelSize = UInt32(truncatingIfNeeded: Int32(clamping: kernelSize ?? -1))
    self.generationBits = generations.bits | (generationsDecide ? 0 : 1)
    self.lengths = UInt64(length) | UInt64(kernelSize) << 32
    self.marks =
      UInt64(remarks.rawValue) | Self.marks(of: abi) | UInt64(kernelLayouts) << 12
      | UInt64(ownLayout) << 32
  }

  @inlinable
  @inline(__always)
  static func marks(of abi: ABI) -> UInt64 {
    (abi.isBigEndian ? 1 << 8 : 0) | (abi.alignsLongIntegersToFour ? 1 << 9 : 0)
      | (abi.hasShortPointers ? 1 << 11 : 0) | UInt64(abi.machine.number) << 4
  }
}

extension Reading {
  /// Whether the generations alone decide which fields are present.
  @inlinable
  @inline(__always)
  var generationsDecide: Bool { generationBits & 1 == 0 }

  /// The generations of the struct that could have given this answer.
  public var generations: GenerationSet { GenerationSet(bits: generationBits) }

  /// The length of the answer in bytes.
  public var length: Int { Int(Int32(truncatingIfNeeded: lengths)) }

  /// The kernel's `sizeof` of the struct, where the answer tells it.
  public var kernelSize: Int? {
    let size = Int32(truncatingIfNeeded: lengths >> 32)
    return size < 0 ? nil : Int(size)
  }

  /// The ABI of the machine that gave the answer.
  public var abi: ABI {
    ABI(
      isBigEndian: marks & 1 << 8 != 0, alignsLongIntegersToFour: marks & 1 << 9 != 0,
      hasShortPointers: marks & 1 << 11 != 0,
      machine: Machine(number: UInt8(truncatingIfNeeded: marks >> 4 & 0xF)))
  }

  /// What the rule noticed on the way.
  public var remarks: Remarks { Remarks(rawValue: UInt8(truncatingIfNeeded: marks & 0xF)) }

  /// The layouts that were told to be those of the kernel, where the struct has others inside it,
  /// about which they decide too.
  public var kernelLayouts: KernelLayouts? {
    KernelLayouts.layouts(UInt32(truncatingIfNeeded: marks >> 12) & UInt32(Self.mostKernelLayouts))
  }

  /// The largest number of a kernel's layouts.
  static let mostKernelLayouts = (1 << 20) - 1

  /// What is known of the kernel that gave the structs inside this one.
  @usableFromInline
  var kernelOfNested: KernelKnowledge { kernelLayouts.map { .exact($0) } ?? .unknown }

  /// Whether the fields of an exact layout were moved to where the newest generation has them.
  var isRearranged: Bool { marks & 1 << 10 != 0 }

  /// The same for an answer whose fields were moved.
  @usableFromInline
  var rearranged: Reading {
    Reading(generationBits: generationBits, lengths: lengths, marks: marks | 1 << 10)
  }

  private init(generationBits: UInt64, lengths: UInt64, marks: UInt64) {
    self.generationBits = generationBits
    self.lengths = lengths
    self.marks = marks
  }

  /// Whether the layout is an exact one that equals no generation.
  @inlinable
  var hasOwnPlaces: Bool { marks >> 32 != 0 }

  /// The place of each field in an exact layout that equals no generation.
  var ownPlaces: [FieldPlace?]? {
    !hasOwnPlaces ? nil : ExactLayouts.places(UInt32(truncatingIfNeeded: marks >> 32))
  }
}
