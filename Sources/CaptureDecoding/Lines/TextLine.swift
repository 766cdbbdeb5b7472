internal import UAPIText

/// A line that is not blank.
struct TextLine {
  var number: Int
  /// The line without white space at its end.
  var text: ArraySlice<UInt8>
  /// Whether spaces are at its end, as hexdump fills lines up.
  var isPadded = false

  /// The line without white space around it.
  var body: ArraySlice<UInt8> { text.drop(while: Ascii.isSpace) }
  /// Whether lines equal to the one before are left out here.
  var isStar: Bool { body.elementsEqual([UInt8(ascii: "*")]) }

  /// The lines of a text that are not blank.
  static func all(of text: [UInt8]) -> [TextLine] {
    var lines: [TextLine] = []
    var number = 0
    for line in text.split(separator: Ascii.newline, omittingEmptySubsequences: false) {
      number += 1
      var line = line
      while let byte = line.last, Ascii.isSpace(byte) { line.removeLast() }
      guard !line.isEmpty else { continue }
      let isPadded = text[line.endIndex...].starts(with: [Ascii.space, Ascii.space])
      lines.append(TextLine(number: number, text: line, isPadded: isPadded))
    }
    return lines
  }
}
