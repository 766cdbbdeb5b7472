/// Checks that a kernel has what a module's outlines say of it.
///
/// A module can bring outlines of the types that it continues (a section `.BTF.base`), so that it can
/// be loaded over kernels of other builds. Of a struct that lies inside one of the module's the size is
/// told, and the module fits only kernels in which it is the same.
enum OutlineCheck {
  /// A struct or union as an outline knows it.
  private struct Record: Hashable {
    var name: [UInt8]
    var kind: UInt8
  }

  /// Holds outlines against a kernel.
  ///
  /// - Throws: ``BTFError`` of the code ``BTFError/Code/wrongBase`` for a struct that the kernel has not,
  ///   or has with other sizes only.
  static func run(_ outlines: BTFTypes, against base: BTFTypes) throws(BTFError) {
    // What was not seen yet in the kernel, each with its size and the place where it is told.
    var wanted: [Record: (size: UInt32, place: Int)] = [:]
    forEachRecord(of: outlines) { record, header in
      wanted[record] = (header.word, header.offset)
    }
    if wanted.isEmpty { return }
    forEachRecord(of: base) { record, header in
      if wanted[record]?.size == header.word { wanted[record] = nil }
    }
    guard let first = wanted.min(by: { $0.value.place < $1.value.place }) else { return }
    // Errors are shown on terminals: a name that is not plain text stays out of them.
    let isPlain = first.key.name.allSatisfy { (0x21..<0x7F).contains($0) }
    let name = isPlain ? "'\(String(decoding: first.key.name, as: UTF8.self))'" : "struct"
    let file = base.blob.store.file
    throw outlines.blob.store.error(
      .wrongBase, at: first.value.place,
      "the types of the module count on a \(name) of \(first.value.size) bytes, which "
        + "\(file.isEmpty ? "this base" : file) has not: it is of another build")
  }

  private static func forEachRecord(
    of types: BTFTypes, _ body: (Record, TypeHeader) -> Void
  ) {
    for offset in types.offsets {
      let header = TypeHeader(types.blob, at: offset)
      guard header.kind == .struct || header.kind == .union, header.name != 0,
        let (owner, range) = try? types.string(header.name, at: offset)
      else { continue }
      body(
        Record(name: owner.blob.store.array(range), kind: header.kindNumber), header)
    }
  }
}
