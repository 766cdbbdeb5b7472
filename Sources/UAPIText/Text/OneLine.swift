/// Text from outside, made such that it stays on its line, whatever reads that line.
///
/// Compilers, editors and terminals differ in what ends a line for them, and terminals obey what else
/// is not a letter. So all of it is written as Swift spells it: `\u{d}`.
package enum OneLine {
  /// The text without anything that ends a line or steers a terminal.
  package static func escaped(_ text: String) -> String {
    guard text.utf8.contains(where: isSuspicious) else { return text }
    return text.unicodeScalars.reduce(into: "") { result, scalar in
      if isHarmful(scalar) {
        result += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
  }

  /// The lines of a text by every definition of a line's end, each made safe. Tabs become spaces.
  package static func lines(_ text: String) -> [String] {
    guard text.utf8.contains(where: isSuspicious) else { return [text] }
    var lines: [String] = [""]
    var last: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      defer { last = scalar }
      switch scalar {
      case "\n" where last == "\r": break
      case "\n", "\r", "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{2029}": lines.append("")
      case "\t": lines[lines.count - 1].append(" ")
      case _ where isHarmful(scalar):
        lines[lines.count - 1] += "\\u{\(String(scalar.value, radix: 16))}"
      default: lines[lines.count - 1].unicodeScalars.append(scalar)
      }
    }
    return lines
  }

  /// Whether a byte can be part of something harmful; most texts have none.
  private static func isSuspicious(_ byte: UInt8) -> Bool { byte < 0x20 || byte >= 0x7F }

  /// Whether a character ends a line, steers a terminal, or turns the direction of what follows.
  package static func isHarmful(_ scalar: Unicode.Scalar) -> Bool { VisibleText.isSteering(scalar) }
}
