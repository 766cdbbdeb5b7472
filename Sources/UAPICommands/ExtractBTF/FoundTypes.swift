internal import BTF

/// A file that has the types of a kernel or module.
struct FoundTypes {
  /// Bare BTF, or an ELF file with it.
  let file: [UInt8]
  /// Where the types lie in it.
  private let section: Range<Int>
  /// Whether it is a module that brings outlines of the types that its own continue.
  let hasOutlines: Bool

  /// Bare BTF.
  init(bare: [UInt8]) {
    file = bare
    section = 0..<bare.count
    hasOutlines = false
  }

  /// An ELF file with sections.
  init(elf: [UInt8], sections: (types: Range<Int>, base: Range<Int>?)) {
    file = elf
    section = sections.types
    hasOutlines = sections.base != nil
  }

  /// The types by themselves.
  var types: [UInt8] { Array(file[section]) }
}
