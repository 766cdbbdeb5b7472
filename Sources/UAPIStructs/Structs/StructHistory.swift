/// Every layout that a kernel struct had, from the first release that the history knows on.
///
/// Generated code holds one history for each struct; the presence of a field follows from it, from
/// the length of an answer, and from what is known of the kernel.
public final class StructHistory: Sendable {
  /// No struct that this library describes is larger; bigger figures are cut off here.
  public static let maximumSize = 1 << 20

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

  /// Whether there are structs with histories of their own inside it.
  let hasNestedFields: Bool

  /// The histories for machines with other layouts, with one bit for each machine.
  let machineHistories: [(machines: UInt64, history: StructHistory)]

  /// The generations of the mainline kernel and of vendors.
  let allGenerations: GenerationSet
  private let littleEndian: UnusedBits
  private let bigEndian: UnusedBits
  private let i386: UnusedBits
  /// For big-endian machines where the figures of i386 hold.
  private let i386BigEndian: UnusedBits
  /// What the quick answer of ``quickGenerations(of:)`` needs, for the native ABI.
  @usableFromInline let quickTable: QuickTable
  /// Where the fields stand in answers that it explains.
  @usableFromInline let quickPlaces: QuickPlaces
  let twinMemory = TwinMemory()

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
    self.hasNestedFields = fields.contains { field in
      if case .nested = field.kind { true } else { false }
    }
    self.machineHistories = elsewhere.map { layout in
      let history = StructHistory(
        name, header: header, zeroFilled: zeroFilled, alignedToPointers: alignedToPointers,
        knownThrough: knownThrough, generations: layout.changed(generations),
        fields: layout.changed(fields), aliases: aliases)
      return (layout.machineBits, history)
    }
    self.allGenerations =
      generations.isEmpty ? GenerationSet(bits: 0) : GenerationSet(1...generations.count)
    self.littleEndian = UnusedBits(generations: generations, fields: fields, abi: .littleEndian)
    self.bigEndian = UnusedBits(generations: generations, fields: fields, abi: .bigEndian)
    self.i386 = UnusedBits(generations: generations, fields: fields, abi: .i386)
    self.i386BigEndian = UnusedBits(
      generations: generations, fields: fields,
      abi: ABI(isBigEndian: true, alignsLongIntegersToFour: true, hasShortPointers: true))
    // The quick table is of 64-bit machines with the layout of most; others leave their answers to
    // the rule.
    let native = ABI.native.isBigEndian ? bigEndian : littleEndian
    let isQuick =
      !ABI.native.hasShortPointers
      && machineHistories.allSatisfy { $0.machines & ABI.native.machineBit == 0 }
    self.quickTable = QuickTable(
      generations: isQuick ? generations : [], unused: zeroFilled ? native : nil)
    self.quickPlaces = QuickPlaces(fields: fields, isNative: isQuick)
  }

  /// The ABI whose figures hold for this struct on a machine.
  func figures(for abi: ABI) -> ABI {
    guard isAlignedToPointers, abi.hasShortPointers else { return abi }
    return ABI(
      isBigEndian: abi.isBigEndian, alignsLongIntegersToFour: true, hasShortPointers: true,
      machine: abi.machine)
  }

  /// A generation by its number, counted from 1.
  public func generation(_ number: Int) -> Generation? {
    generations.indices.contains(number - 1) ? generations[number - 1] : nil
  }

  /// The number of the generation that a mainline release has, or `nil` for one before the first.
  public func generation(of release: KernelRelease) -> Int? {
    var found: Int?
    for (index, generation) in generations.enumerated() where generation.vendor == nil {
      if generation.since <= release || generation.orEarlier { found = index + 1 }
    }
    return found
  }

  /// The newest mainline generation's number.
  public var newestGeneration: Int? { generations.lastIndex { $0.vendor == nil }.map { $0 + 1 } }

  /// The size in bytes of the largest layout, for one ABI. What an answer holds behind it is unknown.
  public func largestSize(in abi: ABI = .native) -> Int {
    on(abi).generations.reduce(0) { Swift.max($0, $1.size(in: abi)) }
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
    if let own = other(on: abi) { return own.layout(ofGeneration: number, abi: abi) }
    let abi = figures(for: abi)
    guard let generation = generation(number) else { return nil }
    let placed = fields.compactMap { field in
      field.place(inGeneration: number).map { place in
        StructLayout.Field(
          name: field.name, type: place.type, offset: place.offset(in: abi), size: place.size,
          bits: place.bits)
      }
    }
    let size = generation.size(in: abi)
    // The history has the alignment of 64-bit machines. Where the size tells that it is another one,
    // 64-bit integers and pointers are aligned to four bytes.
    var alignment = generation.alignment
    if !size.isMultiple(of: alignment) { alignment = min(4, alignment) }
    return StructLayout(
      name: name, size: size, alignment: alignment,
      fields: placed.enumerated().sorted {
        ($0.element.bitOffset, $0.offset) < ($1.element.bitOffset, $1.offset)
      }.map(\.element))
  }

  /// The padding and reserved bits of each generation, for one ABI.
  func unusedBits(in abi: ABI) -> UnusedBits {
    if abi.alignsLongIntegersToFour { return abi.isBigEndian ? i386BigEndian : i386 }
    return abi.isBigEndian ? bigEndian : littleEndian
  }
}
