internal import UAPIHeaders
internal import UAPIKnowledge

/// What a generator reads.
extension Generator {
  /// The folder of the headers: as asked for, else as the spec says, else as the environment says.
  func root(of spec: BindingSpec) -> String {
    if let headers { return headers }
    if let root = spec.root { return FilePaths.path(root, nextTo: self.spec) }
    if let root = environment["UAPI_HEADERS"], !root.isEmpty { return root }
    return "/usr/include"
  }

  /// The folders with headers of the target's own, which come before the root.
  func ownFolders(
    of spec: BindingSpec, document: SourceDocument
  ) throws(GeneratorError) -> [String] {
    var folders: [String] = []
    for (index, name) in spec.include.enumerated() {
      let folder = FilePaths.path(name, nextTo: self.spec)
      guard FilePaths.isFolder(folder) else {
        throw document.error(
          .file, at: [.key("include"), .index(index)],
          "there is no folder '\(name)' next to the spec",
          remedy: "correct the path, which is relative to the spec, or remove it from 'include'")
      }
      folders.append(folder)
    }
    return folders
  }

  /// What headers declare, and how to read it for other machines.
  struct InstalledHeaders {
    let model: HeaderModel
    let machines: MachineReader
  }

  /// The headers as far as they are there, or `nil` with a remark if none is or nothing can read them.
  ///
  /// - Parameter unknown: names structs that machines will be asked for, to have that done early.
  func readHeaders(
    _ headers: [String], own: [String], root: String, remarks: inout [String],
    unknown: (HeaderModel) -> [String]
  ) throws(GeneratorError) -> InstalledHeaders? {
    let present = headers.filter { header in
      (own + [root]).contains { FilePaths.hasHeader(header, in: $0) }
    }
    let missing = headers.filter { !present.contains($0) }
    if !missing.isEmpty {
      remarks.append(
        "\(root) has no \(WordList.joined(missing)): what the history knows is bound, nothing newer"
      )
    }
    guard !present.isEmpty else { return nil }
    do {
      let parser = try HeaderParser(clang: clang, includeRoot: root, ownFolders: own)
      var early: MachineInquiry?
      let model = try parser.parse(headers: present) { model in
        let names = unknown(model)
        if names.isEmpty { return [] }
        let inquiry = MachineInquiry(names, of: model, parser: parser)
        early = inquiry
        return inquiry.jobs
      }
      return InstalledHeaders(model: model) { [early] names, model in
        if let early, early.names.isSuperset(of: names) { return early.result() }
        return MachineInquiry(names, of: model, parser: parser).run()
      }
    } catch {
      switch error.code {
      case .libclangNotFound, .compilerHeadersNotFound:
        remarks.append(
          "the installed headers are not read: \(error.message) (\(error.remedy)); "
            + "what the history knows is bound")
        return nil
      default:
        throw GeneratorError(
          .header, path: error.path ?? spec, line: error.line, column: error.column, error.message,
          remedy: error.remedy)
      }
    }
  }

  /// Adds the target's own histories, constants and documentation.
  func addKnowledge(
    of spec: BindingSpec, document: SourceDocument, to knowledge: inout Knowledge
  ) throws(GeneratorError) {
    guard let name = spec.knowledge else { return }
    let folder = FilePaths.path(name, nextTo: self.spec)
    guard FilePaths.isFolder(folder) else {
      throw document.error(
        .file, at: [.key("knowledge")], "there is no folder '\(name)' next to the spec",
        remedy:
          "create it with the folders history, constants or docs inside, or remove 'knowledge'")
    }
    for kind in ["history", "constants", "docs"] {
      let path = folder + "/" + kind
      var files: [String: String] = [:]
      for file in FilePaths.files(in: path)
      where file.hasSuffix(".json") || file.hasSuffix(".json5") {
        files[file] = try TextFile.read(path + "/" + file)
      }
      knowledge.add(files, kind: kind, folder: path)
    }
  }
}
