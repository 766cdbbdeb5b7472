package import UAPIHeaders
package import UAPIStructs

/// Folds the struct of an installed header into what is known of it.
package struct StructFold {
  /// The release of the header, or `nil` if it has no `linux/version.h`.
  let release: KernelRelease?
  /// What else happened.
  private(set) var remarks: [ReportEntry] = []

  package init(release: KernelRelease?) { self.release = release }

  /// What is known after the header was read.
  ///
  /// An older or equal header that agrees changes nothing. A newer one adds a generation, and so does one without a
  /// release if it extends the newest layout. An older one with fields that no generation knows, everything else being
  /// where it was known to be, adds a layout outside the mainline order.
  package mutating func fold(
    _ record: Record, aliases: [UAPIHeaders.FieldAlias], into known: KnownStruct
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

  /// What is known after the header of a vendor was read, whose layout stands outside the mainline order.
  mutating func fold(
    _ record: Record, aliases: [UAPIHeaders.FieldAlias], ofVendor vendor: String,
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
    _ record: Record, aliases: [UAPIHeaders.FieldAlias]
  ) throws(GeneratorError) -> KnownStruct {
    let since = release ?? KernelRelease(0, 0)
    let record = try checked(record)
    var known = KnownStruct(
      name: record.name, isUnion: record.kind == .union, cType: record.cType, header: record.header,
      knownThrough: since, generations: [])
    var layout = Self.generation(of: record, since: since, known: nil, aliases: [])
    // A header tells that the struct is no younger; one kernel tells nothing of those before it.
    layout.orEarlier = record.header != KernelModel.header
    known.generations = [layout]
    if release == nil {
      remarks.append(
        ReportEntry(
          .remark, record.name,
          "the headers have no linux/version.h: the release that it is known for stands as 0.0",
          file: record.header, line: record.location.line))
    }
    try foldAliases(aliases, record: record, into: &known)
    return known
  }

  // MARK: Layouts

  /// The record without fields that have no place in a history.
  private mutating func checked(_ record: Record) throws(GeneratorError) -> Record {
    guard (0...StructHistory.maximumSize).contains(record.size) else {
      throw GeneratorError(
        .header, path: record.location.path, line: record.location.line,
        column: record.location.column,
        "struct \(record.name) has \(record.size) bytes, more than can be bound",
        cure: "remove it from 'structs'")
    }
    let fields = record.fields.filter { field in
      guard field.name.isEmpty || CIdentifier.isValid(field.name) else {
        remarks.append(
          ReportEntry(
            .unsupported, "\(record.name).\(field.name)", Unsupported.nameReason,
            file: record.header, line: field.location.line))
        return false
      }
      guard Self.fits(field, in: record) else {
        remarks.append(
          ReportEntry(
            .unsupported, "\(record.name).\(field.name)",
            field.isBitField
              ? "it is a bit-field of more than 64 bits" : "it ends after its struct",
            file: record.header, line: field.location.line))
        return false
      }
      return !field.name.isEmpty
    }
    return Record(
      name: record.name, kind: record.kind, cType: record.cType, size: record.size,
      alignment: record.alignment, fields: fields, header: record.header,
      location: record.location)
  }

  /// The layout of a record on another machine, without what has no place in a history.
  static func layout(of record: Record, since: KernelRelease) -> KnownGeneration? {
    guard (0...StructHistory.maximumSize).contains(record.size) else { return nil }
    let fields = record.fields.filter { CIdentifier.isValid($0.name) && fits($0, in: record) }
    return generation(
      of: Record(
        name: record.name, kind: record.kind, size: record.size, alignment: record.alignment,
        fields: fields, header: record.header, location: record.location),
      since: since, known: nil, aliases: [])
  }

  private static func fits(_ field: Field, in record: Record) -> Bool {
    let bytes = 0...record.size
    // With offsets and sizes inside the struct no sum below can overflow.
    guard bytes.contains(field.storageOffset), bytes.contains(field.storageSize),
      field.storageOffset + field.storageSize <= record.size,
      (0...record.size * 8).contains(field.bitOffset),
      (0...record.size * 8).contains(field.bitWidth)
    else { return false }
    guard field.isBitField else { return field.bitOffset == field.storageOffset * 8 }
    let start = field.bitOffset - field.storageOffset * 8
    // Bits of a packed struct can touch nine bytes.
    return (1...9).contains(field.storageSize) && start >= 0 && (1...64).contains(field.bitWidth)
      && start + field.bitWidth <= field.storageSize * 8
  }

  /// The layout of a record in the form of a history.
  private static func generation(
    of record: Record, since: KernelRelease, known: KnownStruct?, aliases: [UAPIHeaders.FieldAlias]
  ) -> KnownGeneration {
    var names: [String: String] = [:]
    if let known {
      for alias in known.aliases { names[alias.name] = alias.of }
      let fields = Set(record.fields.map(\.name))
      let older = Set(known.generations.lazy.flatMap(\.fields).map(\.name))
      // A header gave a known field a new name, and left the old one as the second.
      for alias in aliases
      where alias.record == record.name && !fields.contains(alias.name)
        && fields.contains(alias.target) && older.contains(alias.name)
        && !older.contains(alias.target)
      {
        names[alias.target] = alias.name
      }
    }
    let spelled = Set(record.fields.map(\.name))
    let shared = fieldsThatShareBits(record.fields)
    var placed: [String: [PlacedField]] = [:]
    for field in known?.generations.lazy.flatMap(\.fields) ?? [] {
      placed[field.name, default: []].append(field)
    }
    let fields = record.fields.enumerated().map { index, field in
      // A header that made the second name of a field its first still has the same field.
      let name = names[field.name].flatMap { spelled.contains($0) ? nil : $0 } ?? field.name
      var bits: Range<Int>?
      if field.isBitField {
        let start = field.bitOffset - field.storageOffset * 8
        bits = start..<(start + field.bitWidth)
      }
      // A header is read for one machine; where the same place is known for i386, that stays so.
      let range = field.bitOffset..<field.bitOffset + field.bitWidth
      let onI386 = placed[name]?.last { $0.bitRange == range }?.offsetOnI386
      return PlacedField(
        name: name, type: field.typeName, content: content(of: field),
        offset: field.storageOffset, size: field.storageSize, bits: bits,
        offsetOnI386: onI386, isUnionMember: shared[index])
    }
    return KnownGeneration(
      since: since, size: record.size, alignment: record.alignment,
      fields: fields.enumerated().sorted {
        ($0.element.bitRange.lowerBound, $0.offset) < ($1.element.bitRange.lowerBound, $1.offset)
      }.map(\.element))
  }

  /// Which fields share bits with others: those of unions.
  private static func fieldsThatShareBits(_ fields: [Field]) -> [Bool] {
    var shared = [Bool](repeating: false, count: fields.count)
    let order = fields.indices.filter { fields[$0].bitWidth > 0 }
      .sorted { fields[$0].bitOffset < fields[$1].bitOffset }
    // The field that reaches farthest of those before decides.
    var widest: (index: Int, end: Int)?
    for index in order {
      let end = fields[index].bitOffset + fields[index].bitWidth
      if let before = widest, fields[index].bitOffset < before.end {
        shared[before.index] = true
        shared[index] = true
      }
      if end > widest?.end ?? -1 { widest = (index, end) }
    }
    return shared
  }

  /// What a field holds.
  static func content(of field: Field) -> FieldContent {
    let spelled = CTypes.content(of: field.typeName, size: field.storageSize)
    // The compiler knows what a type comes down to; only its spelling knows the order of bytes.
    switch field.kind {
    case .unsignedInteger, .signedInteger:
      guard field.isBitField || [1, 2, 4, 8].contains(field.storageSize) else { return .bytes }
      if spelled == .bigEndian || spelled == .littleEndian { return spelled ?? .unsigned }
      return field.kind == .signedInteger ? .signed : .unsigned
    case .pointer: return .unsigned
    case .record(let name): return .record(name)
    case .array, .flexibleArray, .floating, .other: return .bytes
    }
  }

  /// Whether `layout` has every field of `other` at its place, and is not smaller.
  private static func extends(_ layout: KnownGeneration, _ other: KnownGeneration) -> Bool {
    guard layout.size >= other.size else { return false }
    let positions = layout.fields.positions
    return other.fields.allSatisfy { field in
      field.isReserved
        || positions[field.name].map { agrees(layout.fields[$0], field) } ?? false
    }
  }

  /// Whether both layouts have the same fields at the same places.
  private static func isSame(_ left: KnownGeneration, _ right: KnownGeneration) -> Bool {
    let (a, b) = (left.fields.filter { !$0.isReserved }, right.fields.filter { !$0.isReserved })
    guard left.size == right.size, a.count == b.count else { return false }
    let positions = b.positions
    return a.allSatisfy { field in
      positions[field.name].map { b[$0].bitRange == field.bitRange } ?? false
    }
  }

  /// Whether a field stands where it was known to stand; a struct inside it may have grown.
  private static func agrees(_ field: PlacedField, _ known: PlacedField) -> Bool {
    if case .record = known.content, case .record = field.content {
      return field.offset == known.offset
    }
    return field.standsAt(known)
  }

  // MARK: Folding

  private mutating func foldNewer(
    _ layout: KnownGeneration, record: Record, newest: KnownGeneration?,
    into known: inout KnownStruct
  ) throws(GeneratorError) {
    guard let newest else { return }
    if Self.isSame(layout, newest) {
      if let release { known.knownThrough = max(release, known.knownThrough) }
      return
    }
    guard layout.size >= newest.size else {
      throw contradiction(
        "struct \(known.name) has \(layout.size) bytes in \(record.header)\(ofRelease), "
          + "but \(newest.size) bytes since Linux \(newest.since), and kernel structs never shrink",
        at: record.location)
    }
    // One without a release comes after everything that is known.
    let since =
      release ?? KernelRelease(known.knownThrough.major, known.knownThrough.minor &+ 1)
    var added = layout
    added.since = since
    let position = known.mainline.count
    guard known.generations.count < KnownStruct.mostGenerations else {
      throw contradiction(
        "struct \(known.name) would have more than \(KnownStruct.mostGenerations) generations",
        at: record.location)
    }
    known.generations.insert(added, at: position)
    known.knownThrough = since
    let older = newest.fields.positions
    let names = layout.fields.filter { older[$0.name] == nil && !$0.isReserved }.map(\.name)
    let moved = layout.fields.filter { field in
      !field.isReserved
        && older[field.name].map { newest.fields[$0].bitRange != field.bitRange } ?? false
    }
    var changes: [String] = []
    if !names.isEmpty { changes.append("adds \(names.joined(separator: ", "))") }
    if !moved.isEmpty {
      changes.append("moves or re-types \(moved.map(\.name).joined(separator: ", "))")
    }
    if changes.isEmpty { changes.append("has \(layout.size) bytes") }
    let source = release == nil ? "; it has no linux/version.h, so it counts as \(since)" : ""
    remarks.append(
      ReportEntry(
        .remark, known.name,
        "the installed header\(ofRelease) \(changes.joined(separator: " and "))\(source)",
        file: record.header, line: record.location.line))
  }

  private mutating func foldOlder(
    _ layout: KnownGeneration, record: Record, into known: inout KnownStruct
  ) throws(GeneratorError) {
    if known.generations.contains(where: { Self.isSame($0, layout) }) { return }
    // Every field that is known must stand at one of its known places.
    var unknown: [String] = []
    let positions = known.generations.map(\.fields.positions)
    for field in layout.fields where !field.isReserved {
      let places = zip(known.generations, positions).compactMap { generation, positions in
        positions[field.name].map { (generation.since, generation.fields[$0]) }
      }
      if places.isEmpty {
        unknown.append(field.name)
        continue
      }
      if places.contains(where: { Self.agrees(field, $0.1) }) { continue }
      let location = record.fields.first { $0.name == field.name }?.location ?? record.location
      var histories: [String] = []
      for (since, place) in places {
        let text = place.placeInWords
        if histories.last?.hasPrefix(text) != true {
          histories.append("\(text) since Linux \(since)")
        }
      }
      throw contradiction(
        "field \(field.name) of struct \(known.name) is \(field.placeInWords) in "
          + "\(record.header)\(ofRelease), but the history has it as \(histories.joined(separator: "; "))",
        at: location)
    }
    let sizes = known.generations.map(\.size)
    if unknown.isEmpty, sizes.contains(layout.size) {
      // A subset, or a mixture, of what is known: nothing can be learnt from it.
      return
    }
    guard known.generations.count < KnownStruct.mostGenerations else {
      throw contradiction(
        "struct \(known.name) would have more than \(KnownStruct.mostGenerations) generations",
        at: record.location)
    }
    var added = layout
    added.vendor = release.map { "a header of Linux \($0)" } ?? "a header without a release"
    known.generations.append(added)
    let what = unknown.isEmpty ? "a size of \(layout.size) bytes" : unknown.joined(separator: ", ")
    remarks.append(
      ReportEntry(
        .remark, known.name,
        "the installed header\(ofRelease) has \(what), which no mainline release has: "
          + "its layout counts as a vendor's",
        file: record.header, line: record.location.line))
  }

  private mutating func foldAliases(
    _ aliases: [UAPIHeaders.FieldAlias], record: Record, into known: inout KnownStruct
  ) throws(GeneratorError) {
    let names = Set(known.generations.flatMap { $0.fields.map(\.name) })
    let fields = Set(record.fields.map(\.name))
    var others = Dictionary(
      known.aliases.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    func add(_ alias: KnownAlias) {
      known.aliases.append(alias)
      others[alias.name] = alias
    }
    for alias in aliases where alias.record == record.name {
      if let other = others[alias.name] {
        guard other.of != alias.target, other.name != alias.target else { continue }
        throw contradiction(
          "\(alias.name) stands for \(alias.target) of struct \(known.name) in "
            + "\(record.header)\(ofRelease), but for \(other.of) in the history",
          at: alias.location)
      }
      if names.contains(alias.name) {
        // The header renamed a field and kept its old name as the second one: the old name stays the first.
        if !fields.contains(alias.name), fields.contains(alias.target),
          !names.contains(alias.target), others[alias.target] == nil
        {
          add(KnownAlias(name: alias.target, of: alias.name, since: release ?? known.knownThrough))
        }
        continue
      }
      guard names.contains(alias.target) else {
        remarks.append(
          ReportEntry(
            .unsupported, alias.name,
            "it stands for '\(alias.target)', which is no field of \(known.name)",
            file: record.header, line: alias.location.line))
        continue
      }
      add(KnownAlias(name: alias.name, of: alias.target, since: release ?? known.knownThrough))
    }
  }

  private var ofRelease: String { release.map { " of Linux \($0)" } ?? "" }

  private func contradiction(_ message: String, at location: SourceLocation) -> GeneratorError {
    GeneratorError(
      .contradiction, path: location.path, line: location.line, column: location.column, message,
      cure: Self.wayOut)
  }

  /// What to do about a header that contradicts the history.
  static let wayOut =
    "point UAPI_HEADERS or --headers at the headers of a released kernel, correct the struct's history, "
    + "or set \"installed_headers\": false in the spec to use the history alone"
}
