/// Tells byte by byte which parts of a JSON text are strings.
package struct JSONStrings {
  /// Whether the next byte is inside a string.
  package var isInside = false
  @usableFromInline var isEscaped = false

  @inlinable package init() {}

  /// Takes the next byte, and tells whether it belongs to a string, the quotation marks included.
  @inlinable package mutating func take(_ byte: UInt8) -> Bool {
    guard isInside else {
      isInside = byte == Ascii.quote
      return isInside
    }
    if isEscaped {
      isEscaped = false
    } else if byte == Ascii.backslash {
      isEscaped = true
    } else if byte == Ascii.quote {
      isInside = false
    }
    return true
  }
}
