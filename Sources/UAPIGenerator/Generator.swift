internal import Dispatch
internal import Synchronization
package import UAPIHeaders

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Makes Swift source from a spec, what is known of kernel structs, and the installed headers.
public struct Generator: Sendable {
  /// The spec: the path of `uapi-bindings.json5`.
  public var spec: String
  /// The folder of the headers, if it shall be another one than the spec or the environment say.
  public var headers: String?
  /// Whether installed headers are read at all; without them the files depend on no machine.
  public var readsHeaders = true
  /// A kernel whose own types are read instead of headers; `nil` to read headers.
  public var kernel: KernelImage?
  /// A `clang` whose libclang reads the headers; `nil` to look for one.
  public var clang: String?
  /// The environment: `UAPI_HEADERS` names the folder of the headers.
  public var environment: [String: String]
  /// What is known before any header is read.
  public var knowledge: Knowledge

  /// A generator for a spec.
  public init(
    spec: String, headers: String? = nil, clang: String? = nil, environment: [String: String] = [:],
    kernel: KernelImage? = nil, knowledge: Knowledge = .embedded
  ) {
    self.spec = spec
    self.headers = headers
    self.kernel = kernel
    self.clang = clang
    self.environment = environment
    self.knowledge = knowledge
  }

  /// What a run gave.
  public struct Output: Sendable {
    /// The generated files.
    public var files: GeneratedFiles
    /// C that compiles only where the layouts of the structs are those of the headers:
    /// ``GeneratedFiles/checksName``. Written when it is asked for: most runs want no checks.
    public var checks: String { ChecksEmitter(module: module).file() }
    /// What was not bound as it stands in the headers, and why.
    public var report: [ReportEntry]
    /// What whoever builds should know: no header was found, or a newer one added something.
    public var remarks: [String]
    /// What the files were made of.
    let module: BoundModule
  }

  /// Generates, all in memory.
  public func run() throws(GeneratorError) -> Output {
    let document = try SourceDocument(path: spec, text: try TextFile.read(spec))
    var spec = try BindingSpec(document)
    var knowledge = knowledge
    try addKnowledge(of: spec, document: document, to: &knowledge)
    if let kernel {
      let model = try KernelBinding(
        image: kernel, knowledge: knowledge, document: document
      ).model(for: &spec)
      return try Self.generate(
        spec: spec, document: document, knowledge: knowledge, model: model, root: kernel.title,
        remarks: [], isOfKernel: true)
    }
    try spec.findHeaders(in: knowledge, document: document)
    let own = try ownFolders(of: spec, document: document)
    var remarks: [String] = []
    var installed: InstalledHeaders?
    var root: String?
    if readsHeaders, spec.usesInstalledHeaders {
      let folder = self.root(of: spec)
      if headers == nil, let name = spec.root, !FilePaths.isFolder(folder) {
        throw document.error(
          .file, at: [.key("root")], "there is no folder '\(name)' beside the spec",
          cure: "correct the path, which is relative to the spec, or remove 'root'")
      }
      root = folder
      let (spec, knowledge) = (spec, knowledge)
      // The compiler keeps one processor busy for a while.
      DispatchQueue.global().async { knowledge.readAhead() }
      let unknown = { (model: HeaderModel) in
        StructSelection(spec: spec, document: document, knowledge: knowledge, model: model)
          .withoutHistory()
      }
      installed = try readHeaders(
        spec.headers, own: own, root: folder, remarks: &remarks, unknown: unknown)
    }
    return try Self.generate(
      spec: spec, document: document, knowledge: knowledge, model: installed?.model, root: root,
      remarks: remarks, machines: installed?.machines)
  }

  /// Generates from a spec and a model that are at hand, and the structs of other machines by their
  /// names.
  package static func generate(
    spec text: String, path: String = "uapi-bindings.json5", knowledge: Knowledge,
    model: HeaderModel?, machines: [String: [String: Record]]? = nil
  ) throws(GeneratorError) -> Output {
    let document = try SourceDocument(path: path, text: text)
    var spec = try BindingSpec(document)
    try spec.findHeaders(in: knowledge, document: document)
    return try generate(
      spec: spec, document: document, knowledge: knowledge, model: model,
      root: model?.root, remarks: [],
      machines: machines.map { records in { _, _ in MachineRecords(records: records) } })
  }

  private static func generate(
    spec: BindingSpec, document: SourceDocument, knowledge: Knowledge, model: HeaderModel?,
    root: String?, remarks: [String], machines: MachineReader? = nil, isOfKernel: Bool = false
  ) throws(GeneratorError) -> Output {
    var planner = BindingPlanner(
      spec: spec, document: document, knowledge: knowledge, model: model, root: root,
      machines: machines, isOfKernel: isOfKernel)
    let module = try planner.plan()
    let texts = Mutex((structs: "", constants: ""))
    DispatchQueue.concurrentPerform(iterations: 2) { index in
      if index == 0 {
        let text = StructEmitter(module: module).file()
        texts.withLock { $0.structs = text }
      } else {
        let text = ConstantEmitter(module: module).file()
        texts.withLock { $0.constants = text }
      }
    }
    let (structs, constants) = texts.withLock { $0 }
    let files = GeneratedFiles(spec: document.path, structs: structs, constants: constants)
    // A struct that a pattern brought may lack a field: that is said, though no error.
    let folded = planner.report.filter {
      ($0.kind == .remark || $0.kind == .unsupported && $0.name.contains(".")) && $0.line != nil
    }
    return Output(
      files: files, report: planner.report, remarks: remarks + folded.map(\.description),
      module: module)
  }

  // MARK: Inputs

  /// The folder of the headers: as asked for, else as the spec says, else as the environment says.
  private func root(of spec: BindingSpec) -> String {
    if let headers { return headers }
    if let root = spec.root { return FilePaths.path(root, besides: self.spec) }
    if let root = environment["UAPI_HEADERS"], !root.isEmpty { return root }
    return "/usr/include"
  }

  /// The folders with headers of the target's own, which come before the root.
  private func ownFolders(
    of spec: BindingSpec, document: SourceDocument
  ) throws(GeneratorError) -> [String] {
    var folders: [String] = []
    for (index, name) in spec.include.enumerated() {
      let folder = FilePaths.path(name, besides: self.spec)
      guard FilePaths.isFolder(folder) else {
        throw document.error(
          .file, at: [.key("include"), .index(index)],
          "there is no folder '\(name)' beside the spec",
          cure: "correct the path, which is relative to the spec, or remove it from 'include'")
      }
      folders.append(folder)
    }
    return folders
  }

  /// What headers declare, and how to read it for other machines.
  private struct InstalledHeaders {
    let model: HeaderModel
    let machines: MachineReader
  }

  /// The headers as far as they are there, or `nil` with a remark if none is or nothing can read them.
  ///
  /// - Parameter unknown: names structs that machines will be asked for, to have that done early.
  private func readHeaders(
    _ headers: [String], own: [String], root: String, remarks: inout [String],
    unknown: (HeaderModel) -> [String]
  ) throws(GeneratorError) -> InstalledHeaders? {
    let present = headers.filter { header in
      (own + [root]).contains { FilePaths.hasHeader(header, in: $0) }
    }
    let missing = headers.filter { !present.contains($0) }
    if !missing.isEmpty {
      remarks.append(
        "\(root) has no \(HeaderList.words(missing)): what the history knows is bound, nothing newer"
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
          "the installed headers are not read: \(error.message) (\(error.cure)); "
            + "what the history knows is bound")
        return nil
      default:
        throw GeneratorError(
          .header, path: error.path ?? spec, line: error.line, column: error.column, error.message,
          cure: error.cure)
      }
    }
  }

  /// Adds the target's own histories, constants and documentation.
  private func addKnowledge(
    of spec: BindingSpec, document: SourceDocument, to knowledge: inout Knowledge
  ) throws(GeneratorError) {
    guard let name = spec.knowledge else { return }
    let folder = FilePaths.path(name, besides: self.spec)
    guard FilePaths.isFolder(folder) else {
      throw document.error(
        .file, at: [.key("knowledge")], "there is no folder '\(name)' beside the spec",
        cure: "create it with the folders history, constants or docs inside, or remove 'knowledge'")
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
