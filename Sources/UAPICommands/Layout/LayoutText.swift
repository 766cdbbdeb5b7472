internal import UAPIText
internal import UAPIStructs

/// Writes one layout of a struct, holes and padding included.
struct LayoutText {
  let layout: StructLayout
  let style: Style

  /// Where bits belong to no field.
  private struct Gap {
    var bits: Range<Int>
    /// Whether the gap starts or ends inside a byte.
    var isPartial: Bool { !bits.lowerBound.isMultiple(of: 8) || !bits.upperBound.isMultiple(of: 8) }
  }

  private enum Line {
    case field(StructLayout.Field)
    case gap(Gap, isLast: Bool)
  }

  /// Appends the layout as C writes it, each field with its offset and size.
  func append(title: String, to output: OutputBuffer) {
    let lines = lines
    let declarations = layout.fields.map { Self.declaration($0) }
    let typeWidth = declarations.map(\.type.count).max() ?? 0
    let nameWidth = declarations.map(\.name.count).max() ?? 0
    let width = typeWidth + nameWidth + 6
    output.append(
      (style.bold("struct \(TerminalText.printable(layout.name))") + " {").padded(
        to: width + (style.isColored ? 8 : 0))
        + style.dim("/* offset  size   \(TerminalText.printable(title)) */") + "\n")
    for line in lines {
      switch line {
      case .field(let field):
        let declaration = Self.declaration(field)
        let text =
          "  \(declaration.type.padded(to: typeWidth)) \(declaration.name);".padded(to: width)
        output.append(text + style.dim("/* \(Self.place(field)) */") + "\n")
      case .gap(let gap, let isLast):
        output.append("\n")
        output.append(
          "".padded(to: 2) + style.dim("/* \(Self.words(for: gap, isLast: isLast)) */") + "\n")
        if !isLast { output.append("\n") }
      }
    }
    var holes = 0
    var bits = 0
    var padding = 0
    for case .gap(let gap, let isLast) in lines {
      if isLast {
        padding += gap.bits.count
      } else {
        bits += gap.bits.count
        holes += 1
      }
    }
    output.append(
      "".padded(to: 2)
        + style.dim(
          "/* size: \(layout.size), align: \(layout.alignment), fields: \(layout.fields.count), "
            + "holes: \(holes) (\(Self.amount(bits))), padding: \(Self.amount(padding)) */") + "\n")
    output.append("};\n")
  }

  /// The fields, and between them the bits that no field holds.
  private var lines: [Line] {
    var lines: [Line] = []
    var end = 0
    for field in layout.fields {
      if field.bitOffset > end {
        lines.append(.gap(Gap(bits: end..<field.bitOffset), isLast: false))
      }
      lines.append(.field(field))
      end = max(end, field.bitOffset + field.bitWidth)
    }
    if layout.size * 8 > end {
      lines.append(.gap(Gap(bits: end..<(layout.size * 8)), isLast: true))
    }
    return lines
  }

  private static func words(for gap: Gap, isLast: Bool) -> String {
    let kind = isLast ? "padding" : gap.isPartial ? "bit hole" : "hole"
    let start = gap.bits.lowerBound / 8
    let bit = gap.bits.lowerBound % 8
    return "\(kind): \(amount(gap.bits.count)) at byte \(start)" + (bit == 0 ? "" : ", bit \(bit)")
  }

  private static func amount(_ bits: Int) -> String {
    if bits.isMultiple(of: 8) { return bits == 8 ? "1 byte" : "\(bits / 8) bytes" }
    return bits == 1 ? "1 bit" : "\(bits) bits"
  }

  private static func place(_ field: StructLayout.Field) -> String {
    let offset = field.bits.map { "\(field.offset):\($0.lowerBound)" } ?? "\(field.offset)"
    let size = field.bits.map { "\($0.count)b" } ?? "\(field.size)"
    return String(repeating: " ", count: max(0, 6 - offset.count)) + offset
      + String(repeating: " ", count: max(1, 6 - size.count)) + size
  }

  /// A field's declaration: the length of an array comes after the name, as in C.
  private static func declaration(_ field: StructLayout.Field) -> (type: String, name: String) {
    let type = TerminalText.printable(field.type)
    let name = TerminalText.printable(field.name)
    if let bits = field.bits { return (type, "\(name) : \(bits.count)") }
    guard let bracket = type.firstIndex(of: "[") else { return (type, name) }
    return (String(type[..<bracket]), name + type[bracket...])
  }

  /// Appends the layout as JSON.
  func appendJSON(to output: OutputBuffer) {
    output.append("{\"struct\":")
    JSONText.append(string: layout.name, to: &output.bytes)
    output.append(",\"size\":\(layout.size),\"align\":\(layout.alignment),\"fields\":[")
    for (index, field) in layout.fields.enumerated() {
      output.append(index == 0 ? "\n  {\"name\":" : ",\n  {\"name\":")
      JSONText.append(string: field.name, to: &output.bytes)
      output.append(",\"type\":")
      JSONText.append(string: field.type, to: &output.bytes)
      output.append(",\"bit_offset\":\(field.bitOffset),\"bit_width\":\(field.bitWidth)}")
    }
    output.append("\n]}\n")
  }
}
