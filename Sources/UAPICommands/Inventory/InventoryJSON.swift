internal import UAPIText
internal import UAPIHeaders

/// The inventory of a header as a JSON object on one line.
enum InventoryJSON {
  static func line(_ reading: HeaderReading) -> [UInt8] {
    let header = reading.header
    let model = reading.model
    var object = JSONObjectText()
    object.add("header", string: header)
    if let error = reading.error {
      object.add("error", string: InventoryRow.message(error))
      object.add("needs") { appendStrings(reading.needs, to: &$0) }
    }
    object.add("structs", array: model?.records.filter { $0.header == header } ?? [], record)
    object.add("enums", array: model?.enums.filter { $0.header == header } ?? [], enumeration)
    object.add("constants", array: model?.macros ?? [], macro)
    object.add("unsupported", array: model?.unsupported ?? [], unsupported)
    return object.bytes
  }

  private static func record(_ record: Record) -> JSONObjectText {
    var object = JSONObjectText()
    object.add("name", string: record.name)
    object.add("kind", string: record.kind.rawValue)
    object.add("size", record.size)
    object.add("align", record.alignment)
    object.add("fields", array: record.fields) { field in
      var object = JSONObjectText()
      object.add("name", string: field.name)
      object.add("type", string: field.typeName)
      object.add("bit_offset", field.bitOffset)
      object.add("bit_width", field.bitWidth)
      return object
    }
    return object
  }

  private static func enumeration(_ enumeration: Enumeration) -> JSONObjectText {
    var object = JSONObjectText()
    object.add("name") { text in
      if let name = enumeration.name {
        JSONText.append(string: name, to: &text)
      } else {
        text += "null".utf8
      }
    }
    object.add("type", string: enumeration.typeName)
    object.add("size", enumeration.size)
    object.add("constants", array: enumeration.constants) { constant in
      var object = JSONObjectText()
      object.add("name", string: constant.name)
      object.add("value") { $0 += constant.value.description.utf8 }
      return object
    }
    return object
  }

  private static func macro(_ macro: Macro) -> JSONObjectText {
    var object = JSONObjectText()
    object.add("name", string: macro.name)
    switch macro.value {
    case .integer(let value): object.add("value") { $0 += value.description.utf8 }
    case .string(let text): object.add("value", string: text)
    case .floating(let number):
      object.add("value") { text in
        // JSON has no infinity.
        number.isFinite
          ? text += number.description.utf8
          : JSONText.append(string: number.description, to: &text)
      }
    }
    object.add("type", string: macro.typeName)
    return object
  }

  private static func unsupported(_ entry: Unsupported) -> JSONObjectText {
    var object = JSONObjectText()
    object.add("kind", string: entry.kind.rawValue)
    object.add("name", string: entry.name)
    object.add("reason", string: entry.reason)
    object.add("file", string: entry.file)
    object.add("line", entry.line)
    return object
  }

  private static func appendStrings(_ strings: [String], to text: inout [UInt8]) {
    text.append(Ascii.openBracket)
    for (index, string) in strings.enumerated() {
      if index > 0 { text.append(Ascii.comma) }
      JSONText.append(string: string, to: &text)
    }
    text.append(Ascii.closeBracket)
  }
}
