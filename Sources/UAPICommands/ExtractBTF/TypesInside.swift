internal import UAPIText
internal import BTF

/// A search for types in bytes and in what they hold packed, with what it met and may still do.
struct TypesInside {
  private let path: String
  private let unpack:
    ([UInt8], PackedPlaces.Place) throws(CommandFailure) -> TypeExtraction.Unpacked

  /// How many places were tried.
  private var tries = 0
  /// Programs that are not installed and would unpack what surely is packed.
  private var missing: [String] = []
  /// Why a kernel that was found has no types.
  private var failure: String?
  /// What the file is, or what all of it is packed from.
  private var nature: String?

  init(
    path: String,
    unpack:
      @escaping ([UInt8], PackedPlaces.Place) throws(CommandFailure) ->
      TypeExtraction.Unpacked
  ) {
    self.path = path
    self.unpack = unpack
  }

  /// The types in bytes, or in what they hold packed.
  ///
  /// - Parameter isAll: whether the bytes are the file, or all that is packed in it.
  mutating func found(
    in bytes: [UInt8], depth: Int, isAll: Bool = true
  ) throws(CommandFailure) -> FoundTypes? {
    if let found = asTheyAre(bytes) { return found }
    if let nature = FileNature.ofBeginning(bytes) {
      note(nature, isAll: isAll)
      return nil
    }
    let canUnpack = depth < TypeExtraction.greatestDepth
    if let members = TapeArchive(bytes).members {
      if isAll { nature = "a tar archive" }
      return canUnpack ? try found(in: members, of: bytes, depth: depth) : nil
    }
    let isELF = FileNature.isELF(bytes)
    if let nature = FileNature.ofWhole(bytes) { note(nature, isAll: isAll) }
    // Programs that handle types carry some, and anything: that makes them no kernels.
    if isELF, !FileNature.canUnpackItself(elf: bytes) { return nil }
    let places = PackedPlaces(bytes: bytes)
    let hasHeader = places.hasKernelHeader
    if canUnpack, let found = try found(at: places.told, of: bytes, isSure: true, depth) {
      return found
    }
    // A kernel that is loaded as it is has no sections: its bytes have to tell.
    if !isELF || FileNature.hasNoSections(elf: bytes), let place = BTFTypes.place(in: bytes) {
      return FoundTypes(bare: Array(bytes[place]))
    }
    guard canUnpack else { return nil }
    return try found(
      at: places.scanned(limit: TypeExtraction.mostTries), of: bytes, isSure: hasHeader, depth)
  }

  /// The types in bytes that are not packed, and tell where the types are.
  private mutating func asTheyAre(_ bytes: [UInt8]) -> FoundTypes? {
    do throws(BTFError) {
      if let sections = try BTFTypes.sections(inELF: bytes) {
        return FoundTypes(elf: bytes, sections: sections)
      }
    } catch {
      if error.code != .notBTF { failure = "\(error)" }
      return nil
    }
    guard bytes.starts(with: [0x9F, 0xEB]) || bytes.starts(with: [0xEB, 0x9F]) else { return nil }
    do throws(BTFError) {
      _ = try BTFTypes(bytes: bytes)
      return FoundTypes(bare: bytes)
    } catch {
      // Those of a module need a base to be read, and none to be taken.
      if error.code == .missingBase { return FoundTypes(bare: bytes) }
      failure = failure ?? "\(error)"
      return nil
    }
  }

  /// The types in what is packed at one of some places.
  ///
  /// - Parameter isSure: whether these bytes say that something is packed in them.
  private mutating func found(
    at places: [PackedPlaces.Place], of bytes: [UInt8], isSure: Bool, _ depth: Int
  ) throws(CommandFailure) -> FoundTypes? {
    for place in places {
      guard tries < TypeExtraction.mostTries else { return nil }
      tries += 1
      switch try unpack(bytes, place) {
      case .missing(let program):
        if isSure || place.offset == 0, !missing.contains(program) { missing.append(program) }
      case .bytes(let inside):
        if inside.isEmpty { continue }
        let isAll = depth == 0 && place.offset == 0
        if let found = try found(in: inside, depth: depth + 1, isAll: isAll) { return found }
      }
    }
    return nil
  }

  /// The types in an archive, of which one member can have them.
  private mutating func found(
    in members: [TapeArchive.Member], of archive: [UInt8], depth: Int
  ) throws(CommandFailure) -> FoundTypes? {
    var found: (FoundTypes, name: String)?
    for member in members {
      let content = Array(archive[member.range])
      guard let types = try self.found(in: content, depth: depth + 1, isAll: false) else {
        continue
      }
      if let found {
        let names = [found.name, member.name].map(TerminalText.printable)
        throw CommandFailure(
          "\(path): several files in the archive have types, \(names[0]) and \(names[1]) among "
            + "them: unpack it, and name the one that is meant")
      }
      found = (types, member.name)
    }
    return found?.0
  }

  private mutating func note(_ found: FileNature, isAll: Bool) {
    switch found {
    case .withoutTypes(let reason): failure = failure ?? reason
    case .other(let name): if isAll { nature = name }
    }
  }

  /// Why nothing was found in a file.
  func reason(for bytes: [UInt8]) -> String {
    if let failure { return failure }
    if !missing.isEmpty {
      return "nothing here unpacks it: install \(missing.joined(separator: " or "))"
    }
    if let nature { return "it is \(nature), not a kernel image" }
    let places = PackedPlaces(bytes: bytes)
    if places.hasKernelHeader {
      return "it begins like a kernel image, but no kernel comes out of it: it is damaged or cut"
    }
    return tries < TypeExtraction.mostTries
      ? "neither types of a kernel (BTF) nor a kernel image that has them"
      : "\(tries) places in it look packed, and no kernel comes out of any: more are not tried"
  }
}
