internal import UAPIGenerator
internal import UAPIHeaders
internal import UAPIKnowledge
internal import UAPIStructs

/// Takes the constants of a release's header into a file of constants.
struct ConstantsImport {
  let model: HeaderModel
  let release: KernelRelease

  /// The file with what the header shows.
  ///
  /// For a release that was looked at before, only constants count that no header of it had: a point release brought them.
  func fold(into file: ConstantsFile) -> ConstantsFile {
    var file = file
    let found = ConstantsFold.constants(of: model, in: Set(file.headers)).map(\.constant)
    // A header that the folder lacks says nothing.
    guard !found.isEmpty else { return file }
    var previous: String?
    for constant in found where !constant.isEnumerator {
      take(constant, after: previous, into: &file.macros)
      previous = constant.name
    }
    for enumeration in model.enums where file.headers.contains(enumeration.header) {
      let names = Set(enumeration.constants.map(\.name))
      let group = position(of: enumeration.name, names: names, in: &file)
      previous = nil
      for constant in found where constant.isEnumerator && names.contains(constant.name) {
        // A constant that is known in another enum stays there, unless it only closes one.
        let elsewhere = file.enums.firstIndex { group in
          group.constants.contains { $0.name == constant.name && !$0.isSentinel }
        }
        take(constant, after: previous, into: &file.enums[elsewhere ?? group].constants)
        previous = constant.name
      }
    }
    file.sampled = Self.adding(release, to: file.sampled)
    file.knownThrough = max(file.knownThrough, release)
    return file
  }

  /// The enum of a file that is an enum of the header: by its tag, or by what it holds.
  private func position(
    of tag: String?, names: Set<String>, in file: inout ConstantsFile
  ) -> Int {
    let known = file.enums.firstIndex { group in
      tag != nil
        ? group.name == tag
        : group.name == nil
          && group.constants.contains { names.contains($0.name) && !$0.isSentinel }
    }
    if let known { return known }
    file.enums.append(ConstantsFile.Enumeration(name: tag, constants: []))
    return file.enums.count - 1
  }

  /// Takes one constant; a new one comes after the one that the header has before it.
  private func take(
    _ found: KnownConstant, after previous: String?,
    into constants: inout [ConstantsFile.Constant]
  ) {
    guard let index = constants.firstIndex(where: { $0.name == found.name }) else {
      let before = constants.firstIndex { $0.name == previous }.map { $0 + 1 }
      constants.insert(
        ConstantsFile.Constant(
          name: found.name, values: [.init(value: found.value, seenIn: [release])],
          seenIn: [release], isSentinel: found.isSentinel, isBigEndian: found.isBigEndian),
        at: before ?? (previous == nil ? 0 : constants.count))
      return
    }
    var known = constants[index]
    if known.seenIn.contains(release) { return }
    known.seenIn = Self.adding(release, to: known.seenIn)
    let value =
      known.values.firstIndex { $0.value == found.value }
      ?? known.values.firstIndex {
        known.isBigEndian && !found.isBigEndian && $0.value == found.value.byteSwapped32
      }
    if let value {
      known.values[value].seenIn = Self.adding(release, to: known.values[value].seenIn)
    } else {
      known.values.append(.init(value: found.value, seenIn: [release]))
      known.values = known.values.enumerated().sorted {
        ($0.element.seenIn.first ?? release, $0.offset)
          < ($1.element.seenIn.first ?? release, $1.offset)
      }.map(\.element)
    }
    constants[index] = known
  }

  private static func adding(
    _ release: KernelRelease, to releases: [KernelRelease]
  ) -> [KernelRelease] {
    releases.contains(release) ? releases : (releases + [release]).sorted()
  }
}
