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
    var failure: String?
    if let found = types(in: bytes, &failure) { return found }
    var missing: [String] = []
    for place in PackedPlaces(bytes: bytes).all {
      switch try unpack(place) {
      case .missing(let program):
        if !missing.contains(program) { missing.append(program) }
      case .bytes(let kernel):
        if let found = types(in: kernel, &failure) { return found }
      }
    }
    if !missing.isEmpty {
      throw CommandFailure(
        "\(path): nothing here unpacks it: install \(missing.joined(separator: " or "))")
    }
    throw CommandFailure(
      "\(path): "
        + (failure
          ?? "neither types of a kernel (BTF) nor a kernel image that has them"))
  }

  /// The types in bytes that are not packed.
  private func types(in bytes: [UInt8], _ failure: inout String?) -> [UInt8]? {
    do throws(BTFError) {
      if let section = try BTFTypes.section(inELF: bytes) { return Array(bytes[section]) }
    } catch {
      failure =
        error.code == .notBTF
        ? "it was built without types of its own (CONFIG_DEBUG_INFO_BTF)" : "\(error)"
      return nil
    }
    return BTFTypes.place(in: bytes).map { Array(bytes[$0]) }
  }
}
