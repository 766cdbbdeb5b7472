internal import BTF

/// Takes the types out of a kernel image or a module, packed or not.
struct TypeExtraction {
  /// How packed data is unpacked.
  enum Unpacked: Hashable {
    /// What came out, all of it or what came before an error.
    case bytes([UInt8])
    /// The program that could do it is not installed.
    case missing(program: String)
  }

  /// The path, for errors.
  let path: String
  /// All bytes of the file.
  let bytes: [UInt8]
  /// Unpacks what begins at a place.
  let unpack: (PackedPlaces.Place) throws(CommandFailure) -> Unpacked

  /// The bytes of the section `.BTF`.
  func types() throws(CommandFailure) -> [UInt8] {
    var search = Search()
    if let found = search.section(in: bytes) { return found }
    let places = PackedPlaces(bytes: bytes)
    if let found = try types(at: places.told, &search) { return found }
    // A kernel that is loaded as it stands has no sections: its bytes have to tell.
    if let place = BTFTypes.place(in: bytes) { return Array(bytes[place]) }
    if let found = try types(at: places.scanned, &search) { return found }
    if !search.missing.isEmpty {
      throw CommandFailure(
        "\(path): nothing here unpacks it: install \(search.missing.joined(separator: " or "))")
    }
    throw CommandFailure(
      "\(path): "
        + (search.failure ?? "neither types of a kernel (BTF) nor a kernel image that has them"))
  }

  /// The types in what is packed at one of some places.
  private func types(
    at places: [PackedPlaces.Place], _ search: inout Search
  ) throws(CommandFailure) -> [UInt8]? {
    for place in places {
      switch try unpack(place) {
      case .missing(let program):
        if !search.missing.contains(program) { search.missing.append(program) }
      case .bytes(let kernel):
        if let found = search.section(in: kernel) { return found }
        if let place = BTFTypes.place(in: kernel) { return Array(kernel[place]) }
      }
    }
    return nil
  }

  /// What stood in the way so far.
  private struct Search {
    /// Programs that are not installed.
    var missing: [String] = []
    /// Why a kernel that was found has no types.
    var failure: String?

    /// The types in an ELF file.
    mutating func section(in bytes: [UInt8]) -> [UInt8]? {
      do throws(BTFError) {
        return try BTFTypes.section(inELF: bytes).map { Array(bytes[$0]) }
      } catch {
        failure =
          error.code == .notBTF
          ? "it was built without types of its own (CONFIG_DEBUG_INFO_BTF)" : "\(error)"
        return nil
      }
    }
  }
}
