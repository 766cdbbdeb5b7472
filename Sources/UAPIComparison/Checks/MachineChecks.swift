internal import UAPIGenerator
internal import UAPIKnowledge

/// A struct as some machines have it.
struct MachineChecks {
  /// The struct, with the layout of these machines alone.
  let known: KnownStruct
  /// The machines; `nil` where the history speaks for all.
  let machines: [String]?

  /// All layouts of a struct.
  static func all(of known: KnownStruct) -> [MachineChecks] {
    guard !known.machines.isEmpty else { return [MachineChecks(known: known, machines: nil)] }
    var base = known
    base.elsewhere = []
    return [MachineChecks(known: base, machines: known.machines)]
      + known.elsewhere.map { layout in
        var other = base
        for index in other.generations.indices {
          other.generations[index].size = layout.size
          other.generations[index].alignment = layout.alignment
          other.generations[index].fields = layout.fields
        }
        other.machines = layout.machines
        return MachineChecks(known: other, machines: layout.machines)
      }
  }

  /// Text that counts on these machines.
  func conditional(_ text: String) -> String {
    machines.map { "#if \(TargetMachine.cCondition($0))\n\(text)#endif\n\n" } ?? text
  }
}

extension KnownStruct {
  /// How C names the type.
  var typeInC: String { cType ?? "\(isUnion ? "union" : "struct") \(name)" }
}

extension TargetMachine {
  /// Machines as a condition of C's `#if`, made of macros of the checks.
  static func cCondition(_ names: [String]) -> String {
    names.map { "UAPI_MACHINE == UAPI_\($0.uppercased())" }.joined(separator: " || ")
  }
}
