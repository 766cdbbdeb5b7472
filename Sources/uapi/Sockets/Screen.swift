#if os(Linux)
  #if canImport(Glibc)
    internal import Glibc
  #elseif canImport(Musl)
    internal import Musl
  #endif

  /// A terminal whose picture is drawn again and again, in place.
  struct Screen {
    /// Whether standard output is such a terminal.
    static var isAvailable: Bool {
      isatty(1) == 1 && getenv("TERM").map { String(cString: $0) } != "dumb"
    }

    /// How many lines it has.
    static var lineCount: Int {
      var size = winsize()
      guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0 else { return 24 }
      return Int(size.ws_row)
    }

    /// Goes to a page of its own, so that what stood there before comes back at the end.
    static let enter = "\u{1B}[?1049h\u{1B}[?25l"
    static let leave = "\u{1B}[?25h\u{1B}[?1049l"

    /// Puts a picture in the place of the last one, line by line, which does not flicker.
    static func append(_ picture: [UInt8], to output: inout [UInt8]) {
      output += "\u{1B}[H".utf8
      for line in picture.split(separator: Ascii.newline, omittingEmptySubsequences: false) {
        output += line
        output += "\u{1B}[K\r\n".utf8
      }
      // The last line end of a full picture must not scroll it.
      output.removeLast(2)
      output += "\u{1B}[J".utf8
    }
  }
#endif
