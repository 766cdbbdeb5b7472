#if os(Linux)
  #if canImport(Glibc)
    internal import Glibc
  #elseif canImport(Musl)
    internal import Musl
  #endif

  /// `uapi mptcp sockets`: one look, or one after the other.
  struct SocketsRun {
    let format: SocketsCommand.Format
    /// The seconds between two looks; `nil` for one look.
    let watch: Double?
    let scope: SocketLook.Scope

    func run() throws {
      if let pid = scope.pid { try ProcessView.check(pid) }
      let output = OutputBuffer(descriptor: 1)
      var look = try SocketLook(scope)
      guard let watch else {
        append(look, rates: SocketRates(), to: output)
        output.flush()
        return
      }
      let screen = format == .table && Screen.isAvailable
      var intervals = Intervals(seconds: watch)
      if screen { output.append(Screen.enter) }
      defer {
        if screen { output.append(Screen.leave) }
        output.flush()
      }
      var rates = SocketRates()
      var isFirst = true
      while true {
        if screen {
          let picture = OutputBuffer()
          appendTable(look, rates: rates, lines: Screen.lineCount - 2, to: picture)
          Screen.append(picture.bytes, to: &output.bytes)
        } else {
          if format == .table, !isFirst { output.append("\n") }
          append(look, rates: rates, to: output)
        }
        guard output.flush(), intervals.wait() else { return }
        let last = look
        look = try SocketLook(scope)
        rates = SocketRates(from: last, to: look)
        isFirst = false
      }
    }

    private func append(_ look: SocketLook, rates: SocketRates, to output: OutputBuffer) {
      switch format {
      case .table: appendTable(look, rates: rates, lines: .max, to: output)
      case .ndjson:
        let json = SocketJSON()
        for entry in look.entries {
          output.bytes += json.object(entry, of: look, rates: rates).bytes
          output.bytes.append(Ascii.newline)
          output.flushIfFull()
        }
      case .json:
        let json = SocketJSON()
        var document = JSONObjectText()
        document.add("sockets", array: look.entries) { json.object($0, of: look, rates: rates) }
        JSONText.appendReadable(document.bytes, indent: 0, to: &output.bytes)
        output.append("\n")
      }
    }

    private func appendTable(
      _ look: SocketLook, rates: SocketRates, lines: Int, to output: OutputBuffer
    ) {
      SocketTable(look, rates: rates, showsRates: watch != nil)
        .append(isColored: Style.wantsColor, lines: lines, to: output)
    }
  }
#endif
