internal import Dispatch
internal import Synchronization
package import UAPIHeaders
package import UAPIKnowledge

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Makes Swift source from a spec, what is known of kernel structs, and the installed headers.
package struct Generator: Sendable {
  /// The spec: the path of `uapi-bindings.json5`.
  package var spec: String
  /// The folder of the headers, if it is to be another one than the spec or the environment say.
  package var headers: String?
  /// Whether installed headers are read at all; without them the files depend on no machine.
  package var readsHeaders = true
  /// A kernel whose own types are read instead of headers; `nil` to read headers.
  package var kernel: (any ModelSource)?
  /// A `clang` whose libclang reads the headers; `nil` to look for one.
  package var clang: String?
  /// The environment: `UAPI_HEADERS` names the folder of the headers.
  package var environment: [String: String]
  /// What is known before any header is read.
  package var knowledge: Knowledge

  /// A generator for a spec.
  package init(
    spec: String, headers: String? = nil, clang: String? = nil, environment: [String: String] = [:],
    kernel: (any ModelSource)? = nil, knowledge: Knowledge = .embedded
  ) {
    self.spec = spec
    self.headers = headers
    self.kernel = kernel
    self.clang = clang
    self.environment = environment
    self.knowledge = knowledge
  }

  /// What a run gave.
  package struct Output: Sendable {
    /// The generated files.
    package var files: GeneratedFiles
    /// What was not bound as it is in the headers, and why.
    package var report: [ReportEntry]
    /// What a person who builds should know: no header was found, or a newer one added something.
    package var remarks: [String]
    /// What the files were made of.
    package let module: BoundModule
  }

  /// Generates, all in memory.
  package func run() throws(GeneratorError) -> Output {
    let document = try SourceDocument(path: spec, text: try TextFile.read(spec))
    var spec = try BindingSpec(document)
    var knowledge = knowledge
    try addKnowledge(of: spec, document: document, to: &knowledge)
    if let kernel {
      let model = try kernel.model(for: &spec, knowledge: knowledge, document: document)
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
          .file, at: [.key("root")], "there is no folder '\(name)' next to the spec",
          remedy: "correct the path, which is relative to the spec, or remove 'root'")
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
}
