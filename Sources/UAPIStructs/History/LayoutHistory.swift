// Folders of UAPIStructs, from the bottom up; each names only those before it.
//
//   Bytes/     integers in spans of bytes
//   History/   what is known of structs: plain values, which judge nothing
//   Presence/  the rule: from an answer and a history to what each field is
//   FastPath/  what the rule would say of the commonest answers, in tables
//   Structs/   what programs and generated code use; it asks the fast path once, and then the rule

/// The layouts that a struct had on machines that share them: what the presence rule judges by.
final class LayoutHistory: Sendable {
  /// The struct's name in C.
  let name: String
  /// Whether the kernel zeroes the struct before it fills it.
  let zeroFilled: Bool
  /// Whether the figures for i386 hold on every machine with pointers of four bytes.
  let isAlignedToPointers: Bool
  /// The distinct layouts, mainline ones first, oldest first.
  let generations: [Generation]
  /// The fields of all generations, reserved ones last.
  let fields: [FieldHistory]
  /// Second names of fields.
  let aliases: [FieldAlias]

  /// Whether there are structs with histories of their own inside it.
  let hasNestedFields: Bool
  /// The generations of the mainline kernel and of vendors.
  let allGenerations: GenerationSet

  private let littleEndian: UnusedBits
  private let bigEndian: UnusedBits
  private let i386: UnusedBits
  /// For big-endian machines where the figures of i386 hold.
  private let i386BigEndian: UnusedBits

  init(
    _ name: String, zeroFilled: Bool, alignedToPointers: Bool, generations: [Generation],
    fields: [FieldHistory], aliases: [FieldAlias]
  ) {
    self.name = name
    self.zeroFilled = zeroFilled
    self.isAlignedToPointers = alignedToPointers
    self.generations = generations
    self.fields = fields
    self.aliases = aliases
    self.hasNestedFields = fields.contains { field in
      if case .nested = field.kind { true } else { false }
    }
    self.allGenerations =
      generations.isEmpty ? GenerationSet(bits: 0) : GenerationSet(1...generations.count)
    self.littleEndian = UnusedBits(generations: generations, fields: fields, abi: .littleEndian)
    self.bigEndian = UnusedBits(generations: generations, fields: fields, abi: .bigEndian)
    self.i386 = UnusedBits(generations: generations, fields: fields, abi: .i386)
    self.i386BigEndian = UnusedBits(
      generations: generations, fields: fields,
      abi: ABI(isBigEndian: true, alignsLongIntegersToFour: true, hasShortPointers: true))
  }

  /// The padding and reserved bits of each generation, for one ABI.
  func unusedBits(in abi: ABI) -> UnusedBits {
    if abi.alignsLongIntegersToFour { return abi.isBigEndian ? i386BigEndian : i386 }
    return abi.isBigEndian ? bigEndian : littleEndian
  }
}

extension LayoutHistory {
  /// The ABI whose figures hold for this struct on a machine.
  func figures(for abi: ABI) -> ABI {
    guard isAlignedToPointers, abi.hasShortPointers else { return abi }
    return ABI(
      isBigEndian: abi.isBigEndian, alignsLongIntegersToFour: true, hasShortPointers: true,
      machine: abi.machine)
  }

  /// A generation by its number, counted from 1.
  func generation(_ number: Int) -> Generation? {
    generations.indices.contains(number - 1) ? generations[number - 1] : nil
  }

  /// The number of the generation that a mainline release has, or `nil` for one before the first.
  func generation(of release: KernelRelease) -> Int? {
    var found: Int?
    for (index, generation) in generations.enumerated() where generation.vendor == nil {
      if generation.since <= release || generation.orEarlier { found = index + 1 }
    }
    return found
  }

  /// The newest mainline generation's number.
  var newestGeneration: Int? { generations.lastIndex { $0.vendor == nil }.map { $0 + 1 } }

  /// The size in bytes of the largest layout, for one ABI.
  func largestSize(in abi: ABI) -> Int {
    generations.reduce(0) { Swift.max($0, $1.size(in: abi)) }
  }

  /// The layout of one generation, its fields in the order of their offsets.
  func layout(ofGeneration number: Int, abi: ABI) -> StructLayout? {
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
}
