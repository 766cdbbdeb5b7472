internal import UAPIText

/// Sizes in the unit that fits them, for columns of a table.
enum SizeText {
  /// Appends a number of bytes: `9999`, `12.3 KiB`, `640 MiB`.
  static func append(_ size: UInt64, to text: inout [UInt8]) {
    guard size >= 10_000 else {
      JSONText.append(size, to: &text)
      return
    }
    var whole = size
    var rest: UInt64 = 0
    var unit = 0
    while whole >= 1000, unit < units.count {
      rest = whole % 1024
      whole /= 1024
      unit += 1
    }
    JSONText.append(whole, to: &text)
    if whole < 100 {
      text.append(UInt8(ascii: "."))
      text.append(Ascii.zero + UInt8(truncatingIfNeeded: rest * 10 / 1024))
    }
    text += units[unit - 1].utf8
  }

  private static let units = [" KiB", " MiB", " GiB", " TiB", " PiB", " EiB"]
}
