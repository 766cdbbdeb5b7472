internal import UAPIKnowledge
internal import UAPIStructs

/// Writes the file with the structs.
struct StructEmitter {
  let module: BoundModule

  /// The file.
  func file() -> String {
    var source = SourceText()
    source.line(GeneratedFiles.notice(module.headers))
    // An import that nothing uses is a warning.
    if module.structs.isEmpty { return source.text }
    source.line()
    emitImport(into: &source)
    for bound in module.structs {
      source.line()
      emit(bound, into: &source)
    }
    return source.text
  }

  /// A plain import fits whatever the target's own files write; an explicit level would clash with
  /// theirs in targets that import publicly by default.
  private func emitImport(into source: inout SourceText) {
    switch module.access {
    case .public: source.line("public import UAPIStructs")
    case .internal: source.line("import UAPIStructs")
    case .package:
      source.line("#if hasFeature(InternalImportsByDefault)")
      source.line("  package import UAPIStructs")
      source.line("#else")
      source.line("  import UAPIStructs")
      source.line("#endif")
    }
  }

  var access: String { module.access == .internal ? "" : module.access.rawValue + " " }
  var isPublic: Bool { module.access == .public }

  private func emit(_ bound: BoundStruct, into source: inout SourceText) {
    let known = bound.known
    let kind = known.isUnion ? "union" : "struct"
    let sizesElsewhere = known.elsewhere.map(\.size)
    let size = (known.generations.map(\.size) + sizesElsewhere).max() ?? 0
    let words = max(1, (size + 7) / 8)
    let sizes = FieldText.sizes(of: known)
    let origin = known.isOfKernels ? "inside the kernel" : "of `\(known.header)`"
    var facts = "`\(kind) \(known.name)` \(origin)" + (sizes.isEmpty ? "." : ": \(sizes).")
    if known.isOfKernels {
      facts +=
        " No header declares it for programs: these are the layouts of the kernels that were "
        + "looked at. Any other kernel, of the same release too, may have others."
    }
    source.doc(
      bound.documentation?.summary ?? "The \(kind) `\(known.name)` \(origin).",
      bound.documentation?.discussion, facts)
    source.block("\(access)struct \(SwiftNames.escaped(bound.name)): UAPIStruct {") { source in
      source.doc("The bytes of the answer and what is known of their layout.")
      source.line("\(access)var _decoded: _DecodedBytes<\(words)>")
      source.line()
      source.doc("Wraps bytes that were decoded before.")
      if isPublic { source.line("@inlinable") }
      source.line("\(access)init(_decoded: _DecodedBytes<\(words)>) { self._decoded = _decoded }")
      source.line()
      emitFields(of: bound, into: &source)
      for field in bound.visible {
        source.line()
        emit(field, of: bound, into: &source)
      }
      for alias in bound.aliases {
        source.line()
        emit(alias, of: bound, into: &source)
      }
      source.line()
      emitHistory(of: bound, into: &source)
    }
  }

  private func emitFields(of bound: BoundStruct, into source: inout SourceText) {
    let kind = bound.known.isUnion ? "union" : "struct"
    source.doc("The fields of `\(kind) \(bound.known.name)`, in the order of their offsets.")
    guard !bound.visible.isEmpty else {
      // An enum without cases has no raw type.
      source.block("\(access)struct Field: UAPIField {") { source in
        source.doc("There are none.")
        source.line("\(access)static let allCases: [Field] = []")
        source.doc("No number stands for a field.")
        source.line("\(access)var rawValue: UInt16 { 0 }")
        source.doc("Always `nil`.")
        source.line("\(access)init?(rawValue: UInt16) { nil }")
        source.doc("The history of the struct.")
        source.line(
          "\(access)static var _history: StructHistory { \(SwiftNames.escaped(bound.name)).history }"
        )
      }
      return
    }
    source.block("\(access)enum Field: UInt16, UAPIField {") { source in
      for field in bound.visible {
        source.doc(FieldText.line(for: field.field, in: bound.known))
        source.line("case \(SwiftNames.escaped(field.name))")
      }
      source.line()
      source.doc("The history of the struct that the fields belong to.")
      source.line(
        "\(access)static var _history: StructHistory { \(SwiftNames.escaped(bound.name)).history }")
    }
  }
}
