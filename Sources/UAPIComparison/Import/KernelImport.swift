internal import BTF
internal import UAPIGenerator
internal import UAPIHeaders
package import UAPIKnowledge
internal import UAPIStructs

/// Folds the structs of a kernel, by its own types, into the folder `headers` with histories.
///
/// Constants stay as they are: most of them are macros, of which a kernel's types tell nothing.
package struct KernelImport: Sendable {
  /// The kernel.
  package var image: KernelImage
  /// The structs; none for all that have a history.
  package var structs: [String]
  /// The folder that holds `history` and `constants`.
  package var folder: String
  /// A vendor whose layouts these are; `nil` for a kernel of the mainline.
  package var vendor: String?

  /// An import of a kernel.
  package init(
    image: KernelImage, structs: [String] = [], folder: String, vendor: String? = nil
  ) {
    self.image = image
    self.structs = structs
    self.folder = folder
    self.vendor = vendor
  }

  /// Reads everything, and writes nothing.
  package func outcome() throws(GeneratorError) -> HeaderImport.Outcome {
    let release = try image.knownRelease()
    let stored = try KnowledgeFolder(path: folder, structs: structs.isEmpty ? nil : structs)
    let kernel = try KernelModel(image)
    guard kernel.types.pointerSize == 8, !kernel.isBigEndian else {
      throw GeneratorError(
        .usage, path: image.name,
        "it is a kernel of a 32-bit or big-endian machine, and histories have the layouts of others",
        remedy: "take one of x86-64 or arm64")
    }
    var wanted = stored.structs.map {
      KernelModel.Wanted(name: $0.known.name, header: $0.known.header)
    }
    let unknown = structs.filter { name in !wanted.contains { $0.name == name } }
    wanted += unknown.map { KernelModel.Wanted(name: $0) }
    let model = try kernel.model(of: wanted).spelled(like: stored.knowledge)
    var outcome = HeaderImport.Outcome()
    let newest = stored.structs.map(\.known.knownThrough).max() ?? release
    if !stored.structs.isEmpty {
      let comparison = try HeaderComparer(knowledge: stored.knowledge).compare(
        nil, .release(min(release, newest)), .kernel(image))
      outcome.text = ComparisonText(comparison).text
      if vendor == nil, release <= newest, comparison.structs.contains(where: \.differs) {
        outcome.contradictions.append(
          "the structs of \(image.title) are not those of Linux \(release) that the history knows; "
            + "nothing is written. If a vendor changed them, say --vendor NAME")
        return outcome
      }
    }
    if vendor != nil || release > newest {
      try fold(stored, model: model, release: release, into: &outcome)
    }
    try begin(unknown, model: model, into: &outcome)
    if !outcome.contradictions.isEmpty { outcome.files = [] }
    return outcome
  }

  /// Folds what the kernel has into the histories that are there.
  private func fold(
    _ stored: KnowledgeFolder, model: HeaderModel, release: KernelRelease,
    into outcome: inout HeaderImport.Outcome
  ) throws(GeneratorError) {
    var changed: Set<String> = []
    var folded: [(path: String, old: KnownStruct, new: KnownStruct)] = []
    for (path, known) in stored.structs {
      guard let record = model.record(named: known.name) else { continue }
      var fold = StructFold(release: release)
      do throws(GeneratorError) {
        let new =
          if let vendor {
            try fold.fold(record, aliases: [], ofVendor: vendor, into: known)
          } else {
            try fold.fold(record, aliases: [], into: known)
          }
        if new.generations.count > known.generations.count { changed.insert(known.name) }
        if vendor != nil, new == known {
          outcome.remarks.append("struct \(known.name) has a layout there that is known already")
        }
        folded.append((path, known, new))
      } catch {
        // The remedy for headers does not fit a kernel.
        outcome.contradictions.append(error.message)
      }
      outcome.remarks += fold.remarks.filter { $0.kind == .unsupported }.map(\.description)
    }
    for (path, old, var new) in folded {
      if vendor == nil {
        HeaderImport.addNestedGeneration(to: &new, changed: changed, release: release)
      }
      if new == old { continue }
      if new.generations.count > old.generations.count {
        outcome.remarks.append(
          "struct \(new.name) has a new layout: what it is on i386, and second names of its "
            + "fields, this kernel does not tell")
      }
      outcome.files.append((path, try HeaderImport.text(of: new, path: path)))
    }
  }

  /// Begins the histories of structs that have none.
  private func begin(
    _ names: [String], model: HeaderModel, into outcome: inout HeaderImport.Outcome
  ) throws(GeneratorError) {
    if let name = names.first, let vendor {
      throw GeneratorError(
        .usage, path: folder,
        "there is no history of a struct '\(name)' that \(vendor) could change",
        remedy: "import it from a kernel of the mainline first")
    }
    for name in names {
      guard let record = model.record(named: name) else {
        throw GeneratorError(
          .unknownName, path: "", "\(image.title) has no struct '\(name)'",
          remedy: "correct the name, or take the types of the module that has it")
      }
      var fold = StructFold(release: image.release)
      let known = try fold.begin(record, aliases: [])
      outcome.remarks += fold.remarks.map(\.description)
      outcome.text += "struct \(name): \(record.size) bytes, \(record.fields.count) fields\n"
      let path = "history/\(name).json"
      outcome.files.append((path, try HeaderImport.text(of: known, path: path)))
    }
  }
}
