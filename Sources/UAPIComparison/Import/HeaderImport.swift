internal import UAPIGenerator
internal import UAPIHeaders
package import UAPIKnowledge
package import UAPIStructs

/// Folds a folder of headers into the folder `headers` with histories and constants.
package struct HeaderImport: Sendable {
  /// The folder that holds `linux/`.
  package var root: String
  /// The release of the headers; `nil` to take that of their `linux/version.h`.
  package var release: KernelRelease?
  /// The folder that holds `history` and `constants`.
  package var folder: String
  /// A vendor whose layouts these are; `nil` for headers of the mainline.
  package var vendor: String?

  /// An import of headers.
  package init(
    root: String, release: KernelRelease? = nil, folder: String, vendor: String? = nil
  ) {
    self.root = root
    self.release = release
    self.folder = folder
    self.vendor = vendor
  }

  /// What an import would do.
  package struct Outcome: Sendable {
    /// The files that change, by their paths below the folder.
    package var files: [(path: String, text: String)] = []
    /// What the headers change, in words and tables.
    package var text = ""
    /// Why nothing may be written; empty where all is well.
    package var contradictions: [String] = []
    /// What else should be known.
    package var remarks: [String] = []

    /// Writes what an import changes into a folder, each file at once, and returns the paths.
    package func write(into folder: String) throws(GeneratorError) -> [String] {
      guard contradictions.isEmpty else { return [] }
      var written: [String] = []
      for (path, text) in files where try TextFile.write(text, to: "\(folder)/\(path)") {
        written.append("\(folder)/\(path)")
      }
      return written
    }
  }

  /// Reads everything, and writes nothing.
  package func outcome() throws(GeneratorError) -> Outcome {
    let stored = try KnowledgeFolder(path: folder)
    let headers = stored.headers.filter { FilePaths.hasHeader($0, in: root) }
    guard !headers.isEmpty else {
      throw GeneratorError(
        .header, path: root, "there is no \(WordList.joined(stored.headers)) here",
        remedy: "name the folder that holds linux/")
    }
    let model = try HeaderComparer.read(headers, root: root)
    let release = try checkedRelease(of: model)
    let newest = stored.structs.map(\.known.knownThrough).max() ?? release
    var outcome = Outcome()
    let comparison = try HeaderComparer(knowledge: stored.knowledge).compare(
      nil, .release(min(release, newest)), .headers(root: root))
    outcome.text = ComparisonText(comparison).text
    if vendor == nil, release <= newest {
      // Point releases bring constants; nothing that is known of a release becomes another thing.
      let isOther =
        comparison.structs.contains(where: \.differs)
        || comparison.constants.contains { $0.kind == .changed && !$0.isSentinel }
      if isOther {
        outcome.contradictions.append(
          "the headers in \(root) are not those of Linux \(release) that the history knows; "
            + "nothing is written. If a vendor changed them, say --vendor NAME")
        return outcome
      }
      let missing = comparison.constants.filter { $0.kind == .removed && !$0.isSentinel }
      if !missing.isEmpty {
        outcome.remarks.append(
          "other headers of Linux \(release) have \(WordList.joined(missing.map(\.name))) too")
      }
    }
    try importStructs(stored, model: model, release: release, newest: newest, into: &outcome)
    if vendor == nil {
      let constants = ConstantsImport(model: model, release: release)
      for (path, file) in stored.constants {
        let text = ConstantsWriter(file: constants.fold(into: file)).text
        if text != ConstantsWriter(file: file).text { outcome.files.append((path, text)) }
      }
    }
    if !outcome.contradictions.isEmpty { outcome.files = [] }
    return outcome
  }

  private func checkedRelease(of model: HeaderModel) throws(GeneratorError) -> KernelRelease {
    switch (release, model.release) {
    case (let said?, let own?) where said != own && vendor == nil:
      throw GeneratorError(
        .usage, path: root, "the headers are of Linux \(own), not of \(said)",
        remedy: "say --release \(own), or --vendor NAME for headers that a vendor changed")
    case (let said?, _): return said
    case (nil, let own?): return own
    case (nil, nil):
      throw GeneratorError(
        .usage, path: root, "the headers have no linux/version.h", remedy: "say --release")
    }
  }

  // MARK: Structs

  private func importStructs(
    _ stored: KnowledgeFolder, model: HeaderModel, release: KernelRelease, newest: KernelRelease,
    into outcome: inout Outcome
  ) throws(GeneratorError) {
    guard vendor != nil || release > newest else { return }
    // Structs that are inside others come first: a new layout of theirs is one of the others too.
    var changed: Set<String> = []
    var folded: [(path: String, old: KnownStruct, new: KnownStruct)] = []
    for (path, known) in stored.structs {
      guard let record = model.record(named: known.name) else {
        if vendor == nil {
          outcome.contradictions.append(
            "\(known.header) in \(root) has no struct \(known.name), which kernels never drop")
        }
        continue
      }
      var fold = StructFold(release: release)
      do throws(GeneratorError) {
        let new =
          if let vendor {
            try fold.fold(record, aliases: model.fieldAliases, ofVendor: vendor, into: known)
          } else {
            try fold.fold(record, aliases: model.fieldAliases, into: known)
          }
        if new.generations.count > known.generations.count { changed.insert(known.name) }
        folded.append((path, known, new))
      } catch {
        outcome.contradictions.append("\(error)")
      }
      // What the header adds, the comparison shows already.
      outcome.remarks += fold.remarks.filter { $0.kind == .unsupported }.map(\.description)
    }
    let next = KernelRelease(newest.major, newest.minor &+ 1)
    if vendor == nil, !changed.isEmpty, release > next {
      outcome.remarks.append(
        "Linux \(release) is the first release that was seen with what is new; it may have come in "
          + "any after \(newest): correct 'since' where that is known")
    }
    let onI386 = I386Figures(root: root, headers: model.headers)
    for (path, old, var new) in folded {
      if vendor == nil { Self.addNestedGeneration(to: &new, changed: changed, release: release) }
      if new == old { continue }
      if new.generations.count > old.generations.count {
        outcome.remarks += onI386.fill(&new, newIn: release, vendor: vendor)
      }
      outcome.files.append((path, try Self.text(of: new, path: path)))
    }
  }

  /// The text of a history, which is what is read again.
  static func text(of known: KnownStruct, path: String) throws(GeneratorError) -> String {
    let text = HistoryWriter(known: known).text
    let read = try KnownStruct(path: path, text: text)
    guard HistoryWriter(known: read).text == text else {
      throw GeneratorError(
        .history, path: path, "what was found in struct \(known.name) cannot be written",
        remedy: "add it by hand")
    }
    return text
  }

  /// A struct has a new layout where one inside it has.
  static func addNestedGeneration(
    to known: inout KnownStruct, changed: Set<String>, release: KernelRelease
  ) {
    guard let newest = known.mainline.last, newest.since < release else { return }
    let nestsChange = newest.fields.contains { field in
      if case .record(let name) = field.content { changed.contains(name) } else { false }
    }
    guard nestsChange, known.generations.count < KnownStruct.mostGenerations else { return }
    var generation = newest
    generation.since = release
    generation.orEarlier = false
    known.generations.insert(generation, at: known.mainline.count)
  }
}
