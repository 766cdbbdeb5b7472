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
  /// The fields that stand elsewhere than on most machines, or are larger or smaller.
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
  /// The generations of a struct, with the size that it has here.
  func changed(_ generations: [Generation]) -> [Generation] {
    generations.map { generation in
      Generation(
        since: generation.since, orEarlier: generation.orEarlier, vendor: generation.vendor,
        size: size, alignment: alignment)
    }
  }

  /// The fields of a struct in the same order, with the places that they have here.
  func changed(_ all: [FieldHistory]) -> [FieldHistory] {
    all.map { field in
      if let other = fields.first(where: { $0.name == field.name }) { return other }
      return missing.contains(field.name)
        ? FieldHistory(field.name, field.kind, places: [], reserved: field.isReserved) : field
    }
  }
}

extension StructHistory {
  /// The history with the layouts of a machine, or `nil` where they are those of most.
  ///
  /// Few structs have any: for the others nobody has to find out what machine it is.
  @inline(__always)
  func other(on abi: @autoclosure () -> ABI) -> StructHistory? {
    if machineHistories.isEmpty { return nil }
    return machineHistory(on: abi())
  }

  @inline(never)
  private func machineHistory(on abi: ABI) -> StructHistory? {
    let bit = abi.machineBit
    return machineHistories.first { $0.machines & bit != 0 }?.history
  }

  /// The history with the layouts of a machine.
  func on(_ abi: ABI) -> StructHistory { other(on: abi) ?? self }
}
