internal import UAPIKnowledge
internal import UAPIStructs

/// Writes a history file: each generation as the difference to the one before, a field in a line.
struct HistoryWriter {
  let known: KnownStruct

  /// The text of the file.
  var text: String {
    var text = "{\n"
    text += "  \"struct\": \(JSONLiteral.string(known.name)), "
    text += "\"kind\": \"\(known.isUnion ? "union" : "struct")\", "
    text += "\"header\": \(JSONLiteral.string(known.header)),\n"
    text += "  \"zero_filled\": \(known.zeroFilled), "
    if known.alignedToPointers { text += "\"aligned_to_pointers\": true, " }
    text += "\"known_through\": \"\(known.knownThrough)\",\n"
    text += "  \"generations\": [\n"
    text += generations.joined(separator: ",\n") + "\n  ]"
    if !known.aliases.isEmpty {
      let aliases = known.aliases.map { alias in
        "    {\"name\": \(JSONLiteral.string(alias.name)), \"of\": \(JSONLiteral.string(alias.field)), "
          + "\"since\": \"\(alias.since)\"}"
      }
      text += ",\n  \"aliases\": [\n" + aliases.joined(separator: ",\n") + "\n  ]"
    }
    return text + "\n}\n"
  }

  private var generations: [String] {
    let newest = known.mainline.count - 1
    return known.generations.enumerated().map { index, generation in
      // The layouts of vendors follow on the newest one of the mainline.
      let before = index == 0 ? [] : known.generations[min(index - 1, newest)].fields
      return Self.text(of: generation, after: before)
    }
  }

  private static func text(of generation: KnownGeneration, after before: [PlacedField]) -> String {
    var text = "    {\"since\": \"\(generation.since)\", "
    if generation.orEarlier { text += "\"or_earlier\": true, " }
    if let vendor = generation.vendor { text += "\"vendor\": \(JSONLiteral.string(vendor)), " }
    text += "\"size\": \(generation.size), \"align\": \(generation.alignment)"
    if let size = generation.sizeOnI386 { text += ", \"size_i386\": \(size)" }
    let older = before.positions
    let changed = generation.fields.filter { field in
      !(older[field.name].map { isWritten(field, like: before[$0]) } ?? false)
    }
    text += ",\n      \"fields\": ["
    if !changed.isEmpty {
      text += "\n" + changed.map { "        " + line(of: $0) }.joined(separator: ",\n") + "\n      "
    }
    text += "]"
    // Reserved fields give way by themselves to what takes their bytes.
    let younger = generation.fields.positions
    let removed = before.filter { old in
      younger[old.name] == nil
        && !(old.isReserved && changed.contains { $0.bitRange.overlaps(old.bitRange) })
    }
    if !removed.isEmpty {
      let names = removed.map { JSONLiteral.string($0.name) }
      text += ",\n      \"removed\": [\(names.joined(separator: ", "))]"
    }
    return text + "}"
  }

  /// Whether two fields are the same line.
  private static func isWritten(_ field: PlacedField, like old: PlacedField) -> Bool {
    field.type == old.type && field.isSamePlace(as: old)
      && (!sharesBytes(field) || sharesBytes(old))
  }

  /// Whether a field has to say that it shares bytes; a struct need not.
  private static func sharesBytes(_ field: PlacedField) -> Bool {
    field.isUnionMember && !field.content.isRecord
  }

  private static func line(of field: PlacedField) -> String {
    var text = "{\"name\": \(JSONLiteral.string(field.name)), "
    text += "\"type\": \(JSONLiteral.string(field.type)), "
    text += "\"offset\": \(field.offset), \"size\": \(field.size)"
    if let bits = field.bits {
      text += ", \"bit_offset\": \(bits.lowerBound), \"bit_width\": \(bits.count)"
    }
    if let offset = field.offsetOnI386, offset != field.offset {
      text += ", \"offset_i386\": \(offset)"
    }
    if sharesBytes(field) { text += ", \"union\": true" }
    return text + "}"
  }
}
