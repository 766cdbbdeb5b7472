internal import UAPIText
internal import UAPIHeaders

/// What is kept of a header that was read, or why nothing can be read.
enum InventoryEntry {
  case entry(InventoryRow, line: [UInt8])
  case failure(CommandFailure)

  /// The entry of a header.
  init(_ reading: HeaderReading) {
    self = .entry(InventoryRow(reading), line: InventoryJSON.line(reading))
  }

  /// The entry as a process hands it to another one: texts with their lengths before them.
  var bytes: [UInt8] {
    switch self {
    case .failure(let failure): Self.packed(["", failure.description].map { Array($0.utf8) })
    case .entry(let row, let line):
      Self.packed(
        [row.header, row.figures.map(String.init).joined(separator: " "), row.remark]
          .map { Array($0.utf8) } + [line])
    }
  }

  /// Reads ``bytes`` again.
  init(bytes: [UInt8]) {
    var texts: [[UInt8]] = []
    var rest = bytes[...]
    while let colon = rest.firstIndex(of: UInt8(ascii: ":")),
      let length = Int(String(decoding: rest[..<colon], as: UTF8.self)), length < rest.count
    {
      let text = rest[(colon + 1)...].prefix(length)
      texts.append(Array(text))
      rest = rest[text.endIndex...]
    }
    let words = texts.prefix(3).map { String(decoding: $0, as: UTF8.self) }
    guard texts.count == 4 else {
      self = .failure(CommandFailure(words.last ?? "a header was not answered for"))
      return
    }
    self = .entry(
      InventoryRow(
        header: words[0], figures: words[1].split(separator: " ").compactMap { Int($0) },
        remark: words[2]), line: texts[3])
  }

  private static func packed(_ texts: [[UInt8]]) -> [UInt8] {
    texts.reduce(into: []) { bytes, text in
      bytes += "\(text.count):".utf8
      bytes += text
    }
  }
}
