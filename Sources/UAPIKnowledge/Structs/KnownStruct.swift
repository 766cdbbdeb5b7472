package import UAPIStructs

/// The layouts of a C struct in the course of its history, each written out in full.
///
/// This is what a history file says, what a header is folded into, and what code is generated from.
package struct KnownStruct: Hashable, Sendable {
  package var name: String
  package var isUnion = false
  /// How C code names it, where that is not by its tag.
  package var cType: String?
  package var header: String
  package var zeroFilled = false
  /// Whether the figures for i386 hold on all 32-bit machines.
  package var alignedToPointers = false
  package var knownThrough: KernelRelease
  /// Mainline layouts, oldest first, then those of vendors.
  package var generations: [KnownGeneration]
  package var aliases: [FieldAlias] = []
  /// The machines whose compilers were asked, and that have this layout; empty where it was not
  /// necessary, since the history knows it.
  package var machines: [String] = []
  /// The layouts of other machines.
  package var elsewhere: [KnownElsewhere] = []

  /// A struct with its layouts.
  package init(
    name: String, isUnion: Bool = false, cType: String? = nil, header: String,
    zeroFilled: Bool = false, alignedToPointers: Bool = false, knownThrough: KernelRelease,
    generations: [KnownGeneration], aliases: [FieldAlias] = [], machines: [String] = [],
    elsewhere: [KnownElsewhere] = []
  ) {
    self.name = name
    self.isUnion = isUnion
    self.cType = cType
    self.header = header
    self.zeroFilled = zeroFilled
    self.alignedToPointers = alignedToPointers
    self.knownThrough = knownThrough
    self.generations = generations
    self.aliases = aliases
    self.machines = machines
    self.elsewhere = elsewhere
  }

  /// Whether no header declares it: its layouts are those of kernels that were looked at.
  package var isOfKernels: Bool { header == HeaderName.ofKernels }

  /// The mainline layouts, oldest first.
  package var mainline: some RandomAccessCollection<KnownGeneration> {
    generations.prefix { $0.vendor == nil }
  }

  /// What all field names begin with, such as `tcpi_`, or nothing.
  ///
  /// The oldest layout decides: it never changes, so that no later field gives other fields new names.
  package var customaryPrefix: String {
    let names = generations.first?.fields.filter { !$0.isReserved }.map(\.name) ?? []
    return FieldPrefix.find(names)
  }

  /// Every field of every layout, in the order of the offsets that count now, reserved ones last.
  package var fields: [KnownField] { KnownField.all(in: self) }
}
