internal import UAPIKnowledge

/// The assertions on one struct.
struct StructChecks {
  let known: KnownStruct
  let releases: ReleaseRanges

  init(_ known: KnownStruct) {
    self.known = known
    releases = ReleaseRanges(known)
  }

  private var type: String { known.typeInC }

  var text: String {
    var text = "/* \(type), \(known.header), known through Linux \(known.knownThrough). */\n"
    // Where the history has no figures for machines with short pointers, nothing is said of them.
    let isLongOnly =
      known.machines.isEmpty && known.mainline.contains { $0.sizeOnI386 == nil }
    if isLongOnly { text += "#if __SIZEOF_POINTER__ == 8\n" }
    for (index, layout) in known.mainline.enumerated() {
      text += ReleaseRanges.conditional(releases.condition(index...index), sizes(layout, at: index))
    }
    // Fields with the same span of releases come together.
    var groups: [(span: ClosedRange<Int>, lines: [String])] = []
    for (field, span) in releases.places where field.bits == nil {
      let lines = assertions(on: field)
      if let index = groups.firstIndex(where: { $0.span == span }) {
        groups[index].lines += lines
      } else {
        groups.append((span, lines))
      }
    }
    for group in groups {
      text += ReleaseRanges.conditional(releases.condition(group.span), group.lines)
    }
    if isLongOnly { text += "#endif\n" }
    return text + "\n"
  }

  private func sizes(_ layout: KnownGeneration, at index: Int) -> [String] {
    let size = figure(layout.size, layout.sizeOnI386)
    let align = known.machines.isEmpty ? "UAPI_ALIGN" : "UAPI_EXACT_ALIGN"
    var lines = ["UAPI_SIZE(\(type), \(size));", "\(align)(\(type), \(layout.alignment));"]
    if index == known.mainline.count - 1 {
      // Structs of younger headers may have grown.
      lines[0] =
        "#if \(ReleaseRanges.isYounger(than: known.knownThrough))\n"
        + "UAPI_MIN_SIZE(\(type), \(size));\n#else\n\(lines[0])\n#endif"
    }
    return lines
  }

  private func assertions(on field: PlacedField) -> [String] {
    var lines = [
      "UAPI_OFFSET(\(type), \(field.name), \(figure(field.offset, field.offsetOnI386)));"
    ]
    // An array without a length has no size.
    guard field.size > 0 else { return lines }
    // What a struct inside takes on machines with short pointers is its own history's business.
    let size =
      field.content.isRecord && known.machines.isEmpty
      ? "UAPI_SHORT_POINTERS ? sizeof(((\(type) *)0)->\(field.name)) : \(field.size)"
      : "\(field.size)"
    lines.append("UAPI_FIELD_SIZE(\(type), \(field.name), \(size));")
    return lines
  }

  /// A figure, or the choice between that of i386 and that of other machines.
  private func figure(_ figure: Int, _ onI386: Int?) -> String {
    guard let onI386, onI386 != figure else { return "\(figure)" }
    let condition = known.alignedToPointers ? "UAPI_SHORT_POINTERS" : "UAPI_ON_I386"
    return "\(condition) ? \(onI386) : \(figure)"
  }
}
