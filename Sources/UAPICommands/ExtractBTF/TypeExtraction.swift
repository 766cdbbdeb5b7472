internal import UAPIText
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
  /// Unpacks what begins at a place of some bytes.
  let unpack: ([UInt8], PackedPlaces.Place) throws(CommandFailure) -> Unpacked

  /// How many places are tried, however many look packed. Each starts a program, and kernel images have
  /// the kernel at one of the first.
  static let mostTries = 16
  /// How often something packed may be inside something packed.
  static let greatestDepth = 3

  /// The file with types that is in these bytes: they themselves, or what they hold packed.
  func found() throws(CommandFailure) -> FoundTypes {
    var search = TypesInside(path: path, unpack: unpack)
    if let found = try search.found(in: bytes, depth: 0) { return found }
    throw CommandFailure("\(path): \(search.reason(for: bytes))")
  }

  /// The bytes of the section `.BTF`.
  func types() throws(CommandFailure) -> [UInt8] { try found().types }
}
