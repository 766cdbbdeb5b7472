#if os(Linux)
  internal import LibC
  internal import UAPIText

  /// A terminal whose picture is drawn again and again, in place.
  struct Screen {
    /// The signals that change what it shows: another size, and a stop from the keyboard.
    static let signals = [SIGWINCH, SIGTSTP]

    /// Lines and columns of the terminal.
    struct Size: Hashable {
      var lines = 24
      var columns = 80
    }

    /// Whether standard output is such a terminal.
    static var isAvailable: Bool {
      isatty(1) == 1 && getenv("TERM").map { String(cString: $0) } != "dumb"
    }

    /// The size of the terminal that standard output is.
    static var size: Size {
      var size = winsize()
      guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0, size.ws_col > 0 else {
        return Size()
      }
      return Size(lines: Int(size.ws_row), columns: Int(size.ws_col))
    }

    /// Goes to a page of its own, so that what stood there before comes back at the end, without a
    /// cursor, and without new lines where a text is too long.
    static let enter = sequences("[?1049h", "[?25l", "[?7l")
    /// Takes all of that back.
    static let leave = sequences("[?7h", "[?25h", "[?1049l")

    private static let begin = sequences("[?2026h", "[H")
    private static let endOfLine = sequences("[K")
    private static let endOfScreen = sequences("[J")
    private static let end = sequences("[?2026l")

    private static func sequences(_ texts: String...) -> String {
      texts.map { TerminalText.escape + $0 }.joined()
    }

    /// Puts a picture in the place of the last one. What the terminal has no room for is left out.
    ///
    /// It is drawn line by line over the old one, which does not flicker, and terminals that know
    /// synchronized updates show all of it at once.
    static func append(_ picture: ArraySlice<UInt8>, size: Size, to output: inout [UInt8]) {
      output += begin.utf8
      let lines = picture.split(separator: Ascii.newline, omittingEmptySubsequences: false)
        .prefix(size.lines)
      for (index, line) in lines.enumerated() {
        if index > 0 { output += "\r\n".utf8 }
        let isFull = TerminalText.append(line, columns: size.columns, to: &output) == size.columns
        // After a full line the cursor is on its last character.
        if !isFull { output += endOfLine.utf8 }
      }
      if lines.count < size.lines { output += endOfScreen.utf8 }
      output += end.utf8
    }
  }
#endif
