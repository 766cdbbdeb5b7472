/// Every layout that a kernel struct had, from the first release that the history knows on.
///
/// Generated code holds one history for each struct; the presence of a field follows from it, from
/// the length of an answer, and from what is known of the kernel.
public final class StructHistory: Sendable {
  /// No struct that this library describes is larger; bigger figures are cut off here.
  public static let maximumSize = StructLayout.maximumSize

  /// The struct's name in C.
  public let name: String
  /// The header that declares the struct.
  public let header: String
  /// Whether the kernel zeroes the struct before it fills it, so that padding is zero in an answer.
  public let zeroFilled: Bool
  /// Whether the figures for i386 hold on every machine with pointers of four bytes, because the
  /// struct is aligned to pointers and not to 64-bit integers.
  public let isAlignedToPointers: Bool
  /// The newest release whose layout the history knows.
  public let knownThrough: KernelRelease
  /// The distinct layouts, mainline ones first, oldest first.
  public let generations: [Generation]
  /// The fields of all generations, reserved ones last.
  public let fields: [FieldHistory]
  /// Second names of fields.
  public let aliases: [FieldAlias]

  /// The layouts on most machines.
  private let layouts: LayoutHistory
  /// The layouts on the others, with one bit for each machine.
  private let otherLayouts: [(machines: UInt64, layouts: LayoutHistory)]
  /// What the rule says of the commonest answers of this machine.
  @usableFromInline let fastPath: FastPath

  /// A history. Generations after the 62nd are not taken.
  public init(
    _ name: String, header: String, zeroFilled: Bool, alignedToPointers: Bool = false,
    knownThrough: KernelRelease, generations: [Generation], fields: [FieldHistory],
    elsewhere: [MachineLayout] = [], aliases: [FieldAlias] = []
  ) {
    let generations = Array(generations.prefix(GenerationSet.maximumCount))
    self.name = name
    self.header = header
    self.zeroFilled = zeroFilled
    self.isAlignedToPointers = alignedToPointers
    self.knownThrough = knownThrough
    self.generations = generations
    self.fields = fields
    self.aliases = aliases
    let layouts = LayoutHistory(
      name, zeroFilled: zeroFilled, alignedToPointers: alignedToPointers,
      generations: generations, fields: fields, aliases: aliases)
    let otherLayouts = elsewhere.map { ($0.machineBits, $0.changed(layouts)) }
    self.layouts = layouts
    self.otherLayouts = otherLayouts
    self.fastPath = FastPath(
      otherLayouts.first { $0.0 & ABI.native.machineBit != 0 }?.1 ?? layouts)
  }

  /// The layouts on a machine.
  func layouts(on abi: ABI) -> LayoutHistory { withLayouts(on: abi) { $0 } }

  /// Hands over the layouts on a machine.
  ///
  /// Few structs have others: for the rest, what machine it is does not have to be found out. A closure,
  /// so that no references are counted.
  @inline(__always)
  func withLayouts<Result>(
    on abi: @autoclosure () -> ABI, _ body: (LayoutHistory) -> Result
  ) -> Result {
    otherLayouts.isEmpty ? body(layouts) : body(layouts(ofMachine: abi()))
  }

  @inline(never)
  private func layouts(ofMachine abi: ABI) -> LayoutHistory {
    let bit = abi.machineBit
    return otherLayouts.first { $0.machines & bit != 0 }?.layouts ?? layouts
  }
}

// MARK: - What the history says

extension StructHistory {
  /// A generation by its number, counted from 1.
  public func generation(_ number: Int) -> Generation? { layouts.generation(number) }

  /// The number of the generation that a mainline release has, or `nil` for one before the first.
  public func generation(of release: KernelRelease) -> Int? { layouts.generation(of: release) }

  /// The newest mainline generation's number.
  public var newestGeneration: Int? { layouts.newestGeneration }

  /// The size in bytes of the largest layout, for one ABI. What an answer holds after it is unknown.
  public func largestSize(in abi: ABI = .native) -> Int {
    layouts(on: abi).largestSize(in: abi)
  }

  /// The field with a C name; second names count.
  public func field(named name: String) -> FieldHistory? {
    fieldIndex(named: name).map { fields[$0] }
  }

  /// The index in ``fields`` of the field with a C name; second names count.
  public func fieldIndex(named name: String) -> Int? {
    let name = aliases.first { $0.name == name }?.field ?? name
    return fields.firstIndex { $0.name == name }
  }

  /// The first release whose mainline kernel has a field.
  public func firstRelease(of field: FieldHistory) -> KernelRelease? {
    field.generations.oldest.flatMap(generation)?.since
  }

  /// The first release whose mainline kernel has a field, as tables show it: `6.5`; `≤3.14` where the
  /// history does not look back further.
  package func firstReleaseText(of field: FieldHistory) -> String {
    guard let oldest = field.generations.oldest.flatMap(generation) else { return "" }
    return oldest.orEarlier ? "≤\(oldest.since)" : "\(oldest.since)"
  }

  /// The layout of one generation, its fields in the order of their offsets.
  public func layout(ofGeneration number: Int, abi: ABI = .littleEndian) -> StructLayout? {
    layouts(on: abi).layout(ofGeneration: number, abi: abi)
  }
}
