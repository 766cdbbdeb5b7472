internal import UAPIGenerator
internal import UAPIHeaders
internal import UAPIKnowledge
internal import UAPIStructs

/// What one side of a comparison says.
struct SideContents {
  let source: ComparisonSource
  let release: KernelRelease?
  /// The headers; `nil` for a release of the history.
  let model: HeaderModel?
  /// Whether it is a kernel of a big-endian machine.
  var isBigEndian = false
  let remarks: [String]

  var title: String { source.title(release) }
  /// The title without the folder of a kernel's file.
  var shortTitle: String { source.kernel?.shortName ?? title }

  /// The structs that the headers declare themselves.
  var recordNames: [String] {
    model.map { model in
      model.records.filter { model.isRequested($0.header) }.map(\.name)
    } ?? []
  }

  /// A struct as this side has it; `nil` where it has none.
  ///
  /// - Parameter other: the struct of the other side, where this side is a kernel: what BTF cannot
  ///   tell is taken from there.
  func side(
    of name: String, _ known: KnownStruct?, like other: StructComparison.Side? = nil
  ) throws(GeneratorError) -> StructComparison.Side? {
    if let model {
      guard var record = model.record(named: name) else { return nil }
      var fold = StructFold(release: model.release)
      if let other {
        record = record.spelled(like: [other.layout], aliases: other.aliases)
        let alone = try fold.begin(record, aliases: [])
        return alone.generations.first.map { layout in
          let names = Set(layout.fields.map(\.name))
          return .init(layout: layout, aliases: other.aliases.filter { names.contains($0.field) })
        }
      }
      let alone = try fold.begin(record, aliases: model.fieldAliases)
      return alone.generations.first.map { .init(layout: $0, aliases: alone.aliases) }
    }
    guard let known, let release else { return nil }
    try check(release, against: known.knownThrough, of: "struct \(name)")
    let layout = known.mainline.last { $0.since <= release || $0.orEarlier }
    return layout.map {
      .init(layout: $0, aliases: known.aliases.filter { $0.since <= release })
    }
  }

  private func check(
    _ release: KernelRelease, against knownThrough: KernelRelease, of subject: String
  ) throws(GeneratorError) {
    guard release > knownThrough else { return }
    throw GeneratorError(
      .usage, path: "", "the history of \(subject) ends with Linux \(knownThrough)",
      remedy: "name a folder with headers of Linux \(release) instead")
  }

  func constants(_ known: [KnownConstants]) -> ConstantComparison.Side {
    var side = ConstantComparison.Side()
    if let model {
      for found in ConstantsFold.constants(of: model, in: Set(model.headers)) {
        side.add(found.constant, state: .value(found.constant.value))
      }
    } else if let release {
      for known in known {
        for constant in known.constants {
          side.add(constant, state: constant.state(in: release, sampled: known.sampled))
        }
      }
    }
    return side
  }
}
