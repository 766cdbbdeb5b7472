internal import CLibClang

/// Reads what a parsed unit declares.
struct DeclarationReader {
  let unit: TranslationUnit
  let folders: IncludeFolders
  let requested: [String]
  /// Whether companions of the requested headers count as requested.
  let takesCompanions: Bool
  /// Whether the target stores the least significant byte first.
  let isLittleEndian: Bool
  /// Tells the offsets of very many fields.
  let probes: OffsetProbes

  var records: [Record] = []
  var enums: [Enumeration] = []
  var unsupported: [Unsupported] = []
  /// The macros of the requested headers, each where it was defined last.
  var macros: [MacroDefinition] = []
  /// Where the bodies of the requested headers' records are.
  var bodies: [(record: Int, extent: FileRange)] = []
  /// The requested headers and their companions.
  var headers: [String]

  var files: [String: File] = [:]
  /// The names that typedefs, or else variables, give to declarations without one.
  var typedefNames: [Cursor: String] = [:]
  /// The names of records that only a field's type mentions.
  var fieldNames: [Cursor: String] = [:]
  /// How C code names the types of records without a tag.
  var cTypes: [Cursor: String] = [:]
  /// Where the requested headers put a number into network byte order, by their paths.
  var byteSwaps: [String: [ByteSwap]] = [:]
  /// Where each name of a record is in ``records``, the last one of that name.
  var recordPositions: [String: Int] = [:]

  /// The macros that stand for an aligned type, where the requested headers use them.
  var alignedTypes: [FileOffset: (name: String, type: String)] = [:]

  struct File {
    let header: String
    let isRequested: Bool
  }

  struct ByteSwap {
    let place: Place
    let byteCount: Int
  }

  /// - Parameters:
  ///   - onlyRecords: Whether to leave out enums and macros.
  ///   - names: The records to read, with all inside them; `nil` for every one.
  init(
    unit: TranslationUnit, folders: IncludeFolders, requested: [String], takesCompanions: Bool,
    isLittleEndian: Bool, probes: OffsetProbes, onlyRecords: Bool = false,
    named names: Set<String>? = nil
  ) {
    self.unit = unit
    self.folders = folders
    self.requested = requested
    self.takesCompanions = takesCompanions
    self.isLittleEndian = isLittleEndian
    self.probes = probes
    headers = requested
    let declarations = Self.declarations(of: unit)
    readPreprocessor(declarations)
    readTypedefs(declarations)
    readVariables(declarations)
    for cursor in declarations {
      if cursor.isRecord {
        if let names, !(name(of: cursor).map(names.contains) ?? false) { continue }
        readRecord(cursor)
      } else if !onlyRecords, cursor.kind == CXCursor_EnumDecl, !cursor.isInMainFile {
        readEnum(cursor)
      }
    }
  }

  /// What ends the headers in a main file that goes on after them: nothing that they leave open can
  /// continue with it.
  static let end = "_Static_assert(1, \"\"); enum { uapi_end_of_headers };\n"

  /// Macros, and what is declared before the end of the headers.
  private static func declarations(of unit: TranslationUnit) -> [Cursor] {
    let all = unit.root.children([
      CXCursor_StructDecl, CXCursor_UnionDecl, CXCursor_EnumDecl, CXCursor_TypedefDecl,
      CXCursor_VarDecl, CXCursor_MacroDefinition, CXCursor_MacroExpansion,
    ])
    // The first one of the main file is that of the byte order.
    let own = all.indices.filter { all[$0].kind == CXCursor_EnumDecl && all[$0].isInMainFile }
    guard own.count > 1 else { return all }
    let preprocessor = [CXCursor_MacroDefinition, CXCursor_MacroExpansion]
    return Array(all[..<own[1]]) + all[own[1]...].filter { preprocessor.contains($0.kind) }
  }

  // MARK: - Files

  mutating func file(at path: String) -> File {
    if let known = files[path] { return known }
    let header = folders.header(at: path)
    let isRequested =
      folders.isOfKernel(path)
      && requested.contains {
        $0 == header || takesCompanions && Self.isCompanion(header, of: $0)
      }
    let file = File(header: header, isRequested: isRequested)
    files[path] = file
    if isRequested, !headers.contains(header) { headers.append(header) }
    return file
  }

  /// Whether the name of `header` continues that of `other` in the same folder: `mptcp_pm.h` does
  /// so with `mptcp.h`.
  static func isCompanion(_ header: String, of other: String) -> Bool {
    guard other.hasSuffix(".h"), header.hasSuffix(".h") else { return false }
    return header.hasPrefix(other.dropLast(2) + "_")
      && !header.dropFirst(other.utf8.count - 2).contains("/")
  }

  // MARK: - Macros and typedefs

  private mutating func readPreprocessor(_ cursors: [Cursor]) {
    var latest: [String: Int] = [:]
    var found: [MacroDefinition] = []
    for cursor in cursors {
      let isDefinition = cursor.kind == CXCursor_MacroDefinition
      guard isDefinition || cursor.kind == CXCursor_MacroExpansion else { continue }
      let place = cursor.place
      guard !place.path.isEmpty, file(at: place.path).isRequested else { continue }
      let name = cursor.spelling
      if isDefinition {
        latest[name] = found.count
        found.append(
          MacroDefinition(
            name: name, cursor: cursor, place: place, header: file(at: place.path).header))
      } else if let byteCount = Self.byteSwappers[name] {
        byteSwaps[place.path, default: []].append(ByteSwap(place: place, byteCount: byteCount))
      } else if name.hasPrefix("__aligned_") {
        alignedTypes[FileOffset(path: place.path, offset: place.offset)] = (
          name, "__" + name.dropFirst("__aligned_".utf8.count)
        )
      }
    }
    for path in byteSwaps.keys { byteSwaps[path]?.sort { $0.place.offset < $1.place.offset } }
    macros = found.indices.filter { latest[found[$0].name] == $0 }.map { found[$0] }
  }

  /// The macros that put a number into network byte order, and the size of the number.
  private static let byteSwappers: [String: Int] = {
    var sizes = ["htons": 2, "htonl": 4, "__constant_htons": 2, "__constant_htonl": 4]
    for bytes in [2, 4, 8] {
      sizes["__constant_cpu_to_be\(8 * bytes)"] = bytes
      sizes["__cpu_to_be\(8 * bytes)"] = bytes
    }
    return sizes
  }()

  private mutating func readTypedefs(_ cursors: [Cursor]) {
    for cursor in cursors where cursor.kind == CXCursor_TypedefDecl {
      let type = cursor.typedefType
      let target = type.canonical.innermost
      guard target.kind == CXType_Record || target.kind == CXType_Enum else { continue }
      let declaration = target.declaration
      guard declaration.identifier == nil, typedefNames[declaration] == nil else { continue }
      typedefNames[declaration] = cursor.spelling
      cTypes[declaration] = cursor.spelling
    }
  }

  /// Names the types without a name of variables, which a few headers define, after these.
  private mutating func readVariables(_ cursors: [Cursor]) {
    for cursor in cursors where cursor.kind == CXCursor_VarDecl {
      let target = cursor.type.canonical.innermost
      guard target.kind == CXType_Record || target.kind == CXType_Enum else { continue }
      let declaration = target.declaration
      guard name(of: declaration) == nil else { continue }
      typedefNames[declaration] = cursor.spelling
      cTypes[declaration] = "__typeof__(\(cursor.spelling)\(cursor.type.isArray ? "[0]" : ""))"
    }
  }

  /// The tag of a declaration, else the name that a typedef, a variable or its only field gives; versions of
  /// libclang differ in what they spell for a declaration without a tag.
  func name(of declaration: Cursor) -> String? {
    declaration.identifier ?? typedefNames[declaration] ?? fieldNames[declaration]
  }
}

extension [DeclarationReader.ByteSwap] {
  /// The first one of a stretch of its file; they are in the order of their places.
  func first(in offsets: ClosedRange<Int>) -> DeclarationReader.ByteSwap? {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].place.offset < offsets.lowerBound { low = middle + 1 } else { high = middle }
    }
    return low < count && self[low].place.offset <= offsets.upperBound ? self[low] : nil
  }
}
