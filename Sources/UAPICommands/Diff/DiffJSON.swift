internal import UAPIComparison
internal import UAPIKnowledge
internal import UAPIText
internal import UAPIStructs

/// Writes a comparison of headers as JSON.
struct DiffJSON {
  let comparison: HeaderComparison

  init(_ comparison: HeaderComparison) { self.comparison = comparison }

  /// Appends one object, in lines that a person can read.
  func append(to output: OutputBuffer) {
    var object = JSONObjectText()
    object.add("before", string: comparison.titles.before)
    object.add("after", string: comparison.titles.after)
    object.add("differs", flag: comparison.differs)
    object.add("structs", array: comparison.structs.filter(\.differs), structure)
    object.add("constants", array: comparison.constants, constant)
    object.add("undecided") { Self.append(comparison.undecided, to: &$0) }
    object.add("remarks") { Self.append(comparison.remarks, to: &$0) }
    JSONText.appendReadable(object.bytes, indent: 0, to: &output.bytes)
    output.append("\n")
  }

  private func structure(_ found: StructComparison) -> JSONObjectText {
    var object = JSONObjectText()
    object.add("struct", string: found.name)
    object.add("header", string: found.header)
    object.add("before") { Self.append(layout: found.before, to: &$0) }
    object.add("after") { Self.append(layout: found.after, to: &$0) }
    object.add("fields", array: found.fields, field)
    object.add("aliases", array: found.aliases) { alias in
      var object = JSONObjectText()
      object.add("change", string: alias.isAdded ? "added" : "removed")
      object.add("name", string: alias.name)
      object.add("of", string: alias.of)
      return object
    }
    let effects = ComparisonEffects(found, names: comparison.names).sentences
    object.add("effects") { Self.append(effects, to: &$0) }
    return object
  }

  private func field(_ change: FieldChange) -> JSONObjectText {
    var object = JSONObjectText()
    object.add("change", string: change.kind.rawValue)
    object.add("name", string: change.name)
    if change.kind == .renamed, let old = change.before {
      object.add("old_name", string: old.name)
      object.add("keeps_old_name", flag: change.keepsOldName)
    }
    if let retyping = change.retyping { object.add("retyping", string: retyping.rawValue) }
    if let landing = change.landing {
      object.add("lands_in", string: Self.word(for: landing))
      object.add("ghost", flag: change.isGhost)
      switch landing {
      case .reserved(let names), .fields(let names), .shared(let names):
        object.add("fields") { Self.append(names, to: &$0) }
      case .afterEnd, .padding: break
      }
    }
    if let between = change.ghostBetween {
      object.add("ghost_since", string: between.since.description)
      object.add("ghost_until", string: between.until.description)
    }
    object.add("before") { Self.append(field: change.before, to: &$0) }
    object.add("after") { Self.append(field: change.after, to: &$0) }
    return object
  }

  private static func word(for landing: FieldChange.Landing) -> String {
    switch landing {
    case .afterEnd: "behind_end"
    case .padding: "padding"
    case .reserved: "reserved"
    case .fields: "fields"
    case .shared: "shared"
    }
  }

  private func constant(_ change: ConstantChange) -> JSONObjectText {
    var object = JSONObjectText()
    object.add("change", string: change.kind.rawValue)
    object.add("name", string: change.name)
    object.add("header", string: change.header)
    object.add("sentinel", flag: change.isSentinel)
    object.add("before") { Self.append(value: change.before, to: &$0) }
    object.add("after") { Self.append(value: change.after, to: &$0) }
    return object
  }

  // MARK: Parts

  private static func append(layout: KnownGeneration?, to text: inout [UInt8]) {
    guard let layout else {
      text += "null".utf8
      return
    }
    var object = JSONObjectText()
    object.add("size", layout.size)
    object.add("align", layout.alignment)
    text += object.bytes
  }

  private static func append(field: PlacedField?, to text: inout [UInt8]) {
    guard let field else {
      text += "null".utf8
      return
    }
    var object = JSONObjectText()
    object.add("type", string: field.type)
    object.add("bit_offset", field.bitRange.lowerBound)
    object.add("bit_width", field.bitRange.count)
    text += object.bytes
  }

  private static func append(value: ConstantValue?, to text: inout [UInt8]) {
    switch value {
    case nil: text += "null".utf8
    case .integer?: text += (value?.description ?? "").utf8
    case .string(let string)?: JSONText.append(string: string, to: &text)
    }
  }

  private static func append(_ strings: [String], to text: inout [UInt8]) {
    text.append(Ascii.openBracket)
    for (index, string) in strings.enumerated() {
      if index > 0 { text.append(Ascii.comma) }
      JSONText.append(string: string, to: &text)
    }
    text.append(Ascii.closeBracket)
  }
}
