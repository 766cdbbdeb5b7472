package import UAPIHeaders
package import UAPIKnowledge
package import UAPIStructs

/// Folds the struct of an installed header into what is known of it.
package struct StructFold {
  /// The release of the header, or `nil` if it has no `linux/version.h`.
  package let release: KernelRelease?
  /// What else happened.
  package internal(set) var remarks: [ReportEntry] = []

  package init(release: KernelRelease?) { self.release = release }

  /// What is known after the header was read.
  ///
  /// An older or equal header that agrees changes nothing. A newer one adds a generation, and so does one without a
  /// release if it extends the newest layout. An older one with fields that no generation knows, everything else being
  /// where it was known to be, adds a layout outside the mainline order.
  package mutating func fold(
    _ record: Record, aliases: [AliasMacro], into known: KnownStruct
  ) throws(GeneratorError) -> KnownStruct {
    var known = known
    let record = try checked(record)
    let layout = Self.generation(
      of: record, since: release ?? known.knownThrough, known: known, aliases: aliases)
    let newest = known.mainline.last
    let isNewer = release.map { $0 > known.knownThrough } ?? false
    let extendsNewest = newest.map { Self.extends(layout, $0) } ?? true
    if isNewer || (release == nil && extendsNewest) {
      try foldNewer(layout, record: record, newest: newest, into: &known)
    } else {
      try foldOlder(layout, record: record, into: &known)
    }
    try foldAliases(aliases, record: record, into: &known)
    return known
  }

  /// What is known after the header of a vendor was read, whose layout is outside the mainline order.
  package mutating func fold(
    _ record: Record, aliases: [AliasMacro], ofVendor vendor: String,
    into known: KnownStruct
  ) throws(GeneratorError) -> KnownStruct {
    var known = known
    let record = try checked(record)
    var layout = Self.generation(
      of: record, since: release ?? known.knownThrough, known: known, aliases: aliases)
    layout.vendor = vendor
    if known.generations.contains(where: { Self.isSame($0, layout) }) { return known }
    guard known.generations.count < KnownStruct.mostGenerations else {
      throw contradiction(
        "struct \(known.name) would have more than \(KnownStruct.mostGenerations) generations",
        at: record.location)
    }
    known.generations.append(layout)
    return known
  }

  /// A history of the one layout that a header shows, for a struct that nothing else is known of.
  package mutating func begin(
    _ record: Record, aliases: [AliasMacro]
  ) throws(GeneratorError) -> KnownStruct {
    let since = release ?? KernelRelease(0, 0)
    let record = try checked(record)
    var known = KnownStruct(
      name: record.name, isUnion: record.kind == .union, cType: record.cType, header: record.header,
      knownThrough: since, generations: [])
    var layout = Self.generation(of: record, since: since, known: nil, aliases: [])
    // A header tells that the struct is no younger; one kernel tells nothing of those before it.
    layout.orEarlier = record.header != HeaderName.ofKernels
    known.generations = [layout]
    if release == nil {
      remarks.append(
        ReportEntry(
          .remark, record.name,
          "the headers have no linux/version.h: the release that it is known for is written as 0.0",
          file: record.header, line: record.location.line))
    }
    try foldAliases(aliases, record: record, into: &known)
    return known
  }

  var ofRelease: String { release.map { " of Linux \($0)" } ?? "" }

  func contradiction(_ message: String, at location: SourceLocation) -> GeneratorError {
    GeneratorError(
      .contradiction, path: location.path, line: location.line, column: location.column, message,
      remedy: Self.wayOut)
  }

  /// What to do about a header that contradicts the history.
  package static let wayOut =
    "point UAPI_HEADERS or --headers at the headers of a released kernel, correct the struct's history, "
    + "or set \"installed_headers\": false in the spec to use the history alone"
}
