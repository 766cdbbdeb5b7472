internal import UAPIKnowledge

/// The histories and constants of a folder `headers`, as they are stored.
struct KnowledgeFolder {
  /// The histories, by their paths below the folder.
  private(set) var structs: [(path: String, known: KnownStruct)] = []
  /// The files of constants, by their paths below the folder.
  private(set) var constants: [(path: String, file: ConstantsFile)] = []
  /// All of it, for comparisons.
  private(set) var knowledge: Knowledge

  /// Reads a folder.
  ///
  /// - Parameter wanted: the structs whose histories count; `nil` for all of them.
  init(path folder: String, structs wanted: [String]? = nil) throws(GeneratorError) {
    var texts: [String: String] = [:]
    for kind in ["history", "constants"] {
      for name in FilePaths.files(in: "\(folder)/\(kind)") where name.hasSuffix(".json") {
        if kind == "history", let wanted, !wanted.contains(String(name.dropLast(5))) { continue }
        let path = "\(kind)/\(name)"
        let text = try TextFile.read("\(folder)/\(path)")
        texts[path] = text
        if kind == "history" {
          structs.append((path, try KnownStruct(path: "\(folder)/\(path)", text: text)))
        } else {
          let document = try SourceDocument(path: "\(folder)/\(path)", text: text)
          constants.append((path, try document.decode(ConstantsFile.self)))
        }
      }
    }
    guard !structs.isEmpty || wanted != nil else {
      throw GeneratorError(
        .file, path: folder, "there is no history here",
        remedy: "name a folder that has history/STRUCT.json")
    }
    knowledge = Knowledge(files: texts)
  }

  /// The headers that are described, companions too.
  var headers: [String] {
    var headers: [String] = []
    for header in structs.map(\.known.header) + constants.flatMap(\.file.headers)
    where !headers.contains(header) {
      headers.append(header)
    }
    return headers
  }
}
