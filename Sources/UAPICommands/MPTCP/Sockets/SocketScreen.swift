#if os(Linux)
  internal import LibC
  internal import UAPIText
  internal import MPTCP

  /// The sockets on a terminal, drawn anew in the same place with each look.
  struct SocketScreen {
    /// The seconds between two looks.
    let interval: Double
    let scope: SocketLook.Scope
    let output: OutputBuffer

    func run() throws {
      var intervals = Intervals(seconds: interval, signals: Screen.signals)
      // Before the screen changes: an error is shown where the command was called.
      var look = try SocketLook(scope)
      var rates = SocketRates()
      output.append(Screen.enter)
      defer {
        output.append(Screen.leave)
        output.flush()
      }
      while true {
        draw(look, rates: rates)
        guard output.flush() else { return }
        switch intervals.wait() {
        case .end: return
        case .signal(SIGTSTP):
          output.append(Screen.leave)
          output.flush()
          // Whoever stops the process finds the terminal as it was.
          raise(SIGSTOP)
          output.append(Screen.enter)
        // The terminal has another size.
        case .signal: break
        case .due:
          let last = look
          look = try SocketLook(scope)
          rates = SocketRates(from: last, to: look)
        }
      }
    }

    private func draw(_ look: SocketLook, rates: SocketRates) {
      let size = Screen.size
      var look = look
      // The header and the totals take a line each.
      let lineCount = look.entries.reduce(2) { $0 + 1 + $1.subflows.count }
      if lineCount > size.lines { look.entries = rates.busiestFirst(look.entries) }
      let picture = OutputBuffer()
      var table = SocketTable(look, rates: rates, showsRates: true)
      table.append(
        isColored: Style.wantsColor, columns: size.columns, lines: size.lines, to: picture)
      // Lines end with a line end, the picture does not.
      Screen.append(picture.bytes.dropLast(), size: size, to: &output.bytes)
    }
  }
#endif
