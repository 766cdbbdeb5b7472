internal import Synchronization

/// The types of a kernel, a kernel module or a BPF program, as BTF describes them.
///
/// BTF is what a kernel says about its own types: every struct with the offset of every member, as
/// it was compiled, whatever its release is called. ``running()`` opens that of this machine's
/// kernel; ``init(contentsOf:base:)`` that of a file.
///
/// Opening checks the header and walks once over the types, without decoding them; everything else
/// is decoded when it is asked for. Whatever the bytes are, a question ends in an answer or in a
/// ``BTFError`` that names the byte.
///
/// An object may be used by several threads at once.
public final class BTFTypes: Sendable {
  /// The number of a type. 0 is `void`.
  ///
  /// Numbers hold for one object, and for those that have it as their base.
  public typealias ID = UInt32

  /// The types and strings that come before these: for a module those of its kernel.
  public let base: BTFTypes?

  let blob: Blob
  /// Where each type begins in the blob.
  let offsets: TypeOffsets
  /// The number of the first of these types.
  let firstID: ID
  /// The length of the strings that come before these.
  let firstString: Int
  /// The size of a pointer, where the file tells it.
  private let pointerSizeOfFile: Int?
  /// What was built for questions that were asked.
  let tables = Mutex(LookupTables())

  /// Reads a file: bare BTF such as `/sys/kernel/btf/vmlinux`, or an ELF file with a section `.BTF`:
  /// a kernel image that is not compressed, a module, a BPF program.
  ///
  /// A module that brings outlines of its base types in a section `.BTF.base` continues those;
  /// `base` must then be a kernel that fits them.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - base: what the types of a module continue: those of the kernel that it was built for.
  /// - Throws: ``BTFError`` where the file cannot be read, is damaged, or continues another base.
  public convenience init(contentsOf path: String, base: BTFTypes? = nil) throws(BTFError) {
    let file = try OpenFile(path)
    let start = try file.store(0..<min(4, file.count))
    if ELFSections.begins(start) {
      try self.init(elf: file, base: base)
    } else {
      guard Blob.begins(start) else {
        throw start.error(.notBTF, at: 0, "it begins neither like BTF nor like an ELF file")
      }
      try self.init(file.all(), base: base, pointerSize: nil)
    }
  }

  /// Reads bytes in memory: bare BTF or an ELF file, as in a file. They are copied.
  ///
  /// - Parameters:
  ///   - bytes: all bytes of the file.
  ///   - base: what the types continue, if they do.
  /// - Throws: ``BTFError`` where the bytes are none of the two, or damaged.
  public convenience init(bytes: RawSpan, base: BTFTypes? = nil) throws(BTFError) {
    try self.init(bytes: bytes, file: "", base: base)
  }

  /// The same for bytes that were unpacked from a file, which errors name.
  package convenience init(
    bytes: [UInt8], unpackedFrom file: String, base: BTFTypes? = nil
  ) throws(BTFError) {
    // Integers have no padding: all their bytes can be read.
    try unsafe self.init(bytes: bytes.span.bytes, file: file, base: base)
  }

  private convenience init(bytes: RawSpan, file: String, base: BTFTypes?) throws(BTFError) {
    let store = try ByteStore(bytes, file: file)
    if ELFSections.begins(store) {
      try self.init(elf: store, base: base)
    } else {
      try self.init(store, base: base, pointerSize: nil)
    }
  }

  /// The same for bytes in an array.
  public convenience init(bytes: [UInt8], base: BTFTypes? = nil) throws(BTFError) {
    // Integers have no padding: all their bytes can be read.
    try unsafe self.init(bytes: bytes.span.bytes, base: base)
  }

  private convenience init<Source: SectionSource & ~Copyable>(
    elf source: borrowing Source, base: BTFTypes?
  ) throws(BTFError) {
    let sections = try ELFSections(of: source)
    var base = base
    if let outlines = sections.base {
      let outlines = try BTFTypes(
        source.store(outlines), base: nil, pointerSize: sections.pointerSize)
      if let base { try OutlineCheck.run(outlines, against: base) }
      base = outlines
    }
    try self.init(
      source.store(sections.types), base: base, pointerSize: sections.pointerSize)
  }

  private init(_ store: ByteStore, base: BTFTypes?, pointerSize: Int?) throws(BTFError) {
    blob = try Blob(store, hasBase: base != nil)
    offsets = try TypeOffsets(blob, base: base?.blob)
    self.base = base
    // A file of 4 GiB has fewer types than an ID can number; a chain of many such files has not.
    guard let firstID = ID(exactly: base?.count ?? 1),
      !firstID.addingReportingOverflow(ID(truncatingIfNeeded: offsets.count)).overflow
    else { throw store.error(.tooLarge, at: 0, "there are more types than numbers for them") }
    self.firstID = firstID
    firstString = base.map { $0.firstString + $0.blob.strings.count } ?? 0
    pointerSizeOfFile = pointerSize
    if let base { try BaseCheck.run(self, over: base) }
  }

  /// The same bytes as types that continue nothing.
  convenience init(standingAlone store: ByteStore) throws(BTFError) {
    try self.init(store, base: nil, pointerSize: nil)
  }
}

extension BTFTypes {
  /// The number of types, `void` and those of the base included.
  public var count: Int { Int(firstID) + offsets.count }

  /// The numbers of the types that these bytes describe, without those of the base.
  public var ids: Range<ID> { firstID..<(firstID + ID(truncatingIfNeeded: offsets.count)) }

  /// Whether the types are those of a big-endian machine.
  public var isBigEndian: Bool { blob.isBigEndian }

  /// The size of a pointer in bytes.
  ///
  /// An ELF file tells it. Bare BTF does not: there it is the size of `long`, and 8 where no type of
  /// that name is known.
  public var pointerSize: Int {
    if let size = pointerSizeOfFile ?? base?.pointerSize { return size }
    if let size = tables.withLock(\.pointerSize) { return size }
    let size = sizeOfLong ?? 8
    tables.withLock { $0.pointerSize = size }
    return size
  }

  private var sizeOfLong: Int? {
    for name in ["long unsigned int", "unsigned long", "long int", "long"] {
      guard let id = id(named: name, kind: .integer), let header = try? header(of: id) else {
        continue
      }
      if header.header.word == 4 || header.header.word == 8 { return Int(header.header.word) }
    }
    return nil
  }

  /// What a type begins with, and the object in whose bytes it lies. `void` has none.
  func header(of id: ID) throws(BTFError) -> (owner: BTFTypes, header: TypeHeader) {
    var owner = self
    while id < owner.firstID, let base = owner.base { owner = base }
    let index = Int(clamping: id) - Int(owner.firstID)
    guard let offset = owner.offsets[index] else {
      throw BTFError(
        .noSuchType, file: blob.store.file,
        reason: id == 0 ? "void is not a type that is described" : "there is no type \(id)")
    }
    return (owner, TypeHeader(owner.blob, at: offset))
  }

  /// Where the string at an offset lies, and the object in whose bytes it does.
  ///
  /// - Parameter place: where the offset is, for an error.
  func string(_ offset: UInt32, at place: Int) throws(BTFError) -> (owner: BTFTypes, Range<Int>) {
    var owner = self
    while Int(clamping: offset) < owner.firstString, let base = owner.base { owner = base }
    if offset == 0 { return (owner, 0..<0) }
    let strings = owner.blob.strings
    let start = strings.lowerBound + Int(clamping: offset) - owner.firstString
    guard let end = owner.blob.store.zero(from: start, before: strings.upperBound) else {
      throw blob.store.error(
        .outOfRange, at: place, "a name at offset \(offset) lies outside the strings")
    }
    return (owner, start..<end)
  }
}
