import Testing
import UAPIText

/// Text for terminals.
struct TerminalTextTests {
  private static func text(_ write: (inout [UInt8]) -> Void) -> String {
    var bytes: [UInt8] = []
    write(&bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test func namesCannotSteerTheTerminal() {
    for (name, expected) in [
      ("python3", "python3"), ("", ""), ("Bäcker 日本", "Bäcker 日本"), ("a\u{1B}[2Jb", "a?[2Jb"),
      ("a\r\nb\t", "a??b?"), ("\u{7F}\u{9B}31m", "??31m"), ("x\u{202E}y\u{2066}", "x?y?"),
      ("\u{2028}", "?"), ("\0", "?"),
    ] {
      #expect(TerminalText.printable(name) == expected)
    }
  }

  @Test func linesAreCutToTheColumnsThatThereAre() {
    func cut(_ line: String, _ columns: Int) -> (text: String, width: Int) {
      var width = 0
      let text = Self.text { width = TerminalText.append(line.utf8, columns: columns, to: &$0) }
      return (text, width)
    }
    #expect(cut("abc", 4) == ("abc", 3))
    #expect(cut("abc", 3) == ("abc", 3))
    let plain = TerminalText.plain
    #expect(cut("abc", 2) == ("ab" + plain, 2))
    #expect(cut("abc", 0) == (plain, 0))
    #expect(cut("├ö", 1) == ("├" + plain, 1))
    // Colours take no column, and do not run into what follows.
    let colored = "\(TerminalText.escape)[33mab\(plain) c"
    #expect(cut(colored, 4) == (colored, 4))
    #expect(cut(colored, 1) == ("\(TerminalText.escape)[33ma" + plain, 1))
    #expect(cut(colored, 2) == ("\(TerminalText.escape)[33mab" + plain + plain, 2))
  }
}
