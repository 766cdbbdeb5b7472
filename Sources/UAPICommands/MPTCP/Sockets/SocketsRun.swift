#if os(Linux)
  internal import LibC
  internal import UAPIText

  /// `uapi mptcp sockets`: one look, or one after the other.
  struct SocketsRun {
    let format: SocketsCommand.Format
    /// The seconds between two looks; `nil` for one look.
    let watch: Double?
    let scope: SocketLook.Scope

    func run() throws {
      let output = OutputBuffer(descriptor: 1)
      if let watch, format == .table, Screen.isAvailable {
        try SocketScreen(interval: watch, scope: scope, output: output).run()
      } else {
        try list(to: output)
      }
      try output.finish()
    }

    private func list(to output: OutputBuffer) throws {
      var intervals = watch.map { Intervals(seconds: $0) }
      var look = try SocketLook(scope)
      var rates = SocketRates()
      while true {
        append(look, rates: rates, to: output)
        guard output.flush(), case .due = intervals?.wait() else { return }
        if format == .table { output.append("\n") }
        let last = look
        look = try SocketLook(scope)
        rates = SocketRates(from: last, to: look)
      }
    }

    private func append(_ look: SocketLook, rates: SocketRates, to output: OutputBuffer) {
      switch format {
      case .table:
        var table = SocketTable(look, rates: rates, showsRates: watch != nil)
        table.append(
          isColored: Style.wantsColor, columns: isatty(1) == 1 ? Screen.size.columns : .max,
          to: output)
      case .ndjson:
        let json = SocketJSON()
        for entry in look.entries {
          output.bytes += json.object(entry, of: look, rates: rates).bytes
          output.bytes.append(Ascii.newline)
          output.flushIfFull()
          // What follows would be lost.
          if output.errorNumber != nil { return }
        }
      case .json:
        SocketJSON().appendDocument(of: look, rates: rates, to: output)
      }
    }
  }
#endif
