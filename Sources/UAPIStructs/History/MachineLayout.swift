/// What a struct is like on machines that lay it out otherwise than most do.
///
/// Pointers and `long` have four bytes on some, 64-bit integers are aligned to four on i386, a header
/// declares bit-fields in another order for machines with the most significant byte first, and a few
/// structs are another one on each machine.
public struct MachineLayout: Sendable {
  /// The machines, as `uname -m` names them.
  public let machines: [String]
  /// The struct's size in bytes.
  public let size: Int
  /// The struct's alignment in bytes.
  public let alignment: Int
  /// The fields that are elsewhere than on most machines, or are larger or smaller.
  public let fields: [FieldHistory]
  /// The names of fields that the struct does not have there.
  public let missing: [String]

  /// What a struct is like on some machines.
  public init(
    on machines: String..., size: Int, alignment: Int, fields: [FieldHistory] = [],
    without missing: [String] = []
  ) {
    self.machines = machines
    self.size = size
    self.alignment = alignment
    self.fields = fields
    self.missing = missing
  }

  /// One bit for each machine.
  var machineBits: UInt64 {
    machines.reduce(0) { $0 | 1 << UInt64(Machine($1).number) }
  }
}

extension MachineLayout {
  /// The layouts of a struct as it is here.
  func changed(_ history: LayoutHistory) -> LayoutHistory {
    LayoutHistory(
      history.name, zeroFilled: history.zeroFilled,
      alignedToPointers: history.isAlignedToPointers,
      generations: changed(history.generations), fields: changed(history.fields),
      aliases: history.aliases)
  }

  /// The generations of a struct, with the size that it has here.
  private func changed(_ generations: [Generation]) -> [Generation] {
    generations.map { generation in
      Generation(
        since: generation.since, orEarlier: generation.orEarlier, vendor: generation.vendor,
        size: size, alignment: alignment)
    }
  }

  /// The fields of a struct in the same order, with the places that they have here.
  private func changed(_ all: [FieldHistory]) -> [FieldHistory] {
    all.map { field in
      if let other = fields.first(where: { $0.name == field.name }) { return other }
      return missing.contains(field.name)
        ? FieldHistory(field.name, field.kind, places: [], reserved: field.isReserved) : field
    }
  }
}
