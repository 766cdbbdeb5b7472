#if os(Linux)
  internal import MPTCP

  /// MPTCP sockets in a table: a row for each connection, and one below it for each subflow.
  struct SocketTable {
    private var grid: TextGrid
    private let showsRates: Bool
    private let rates: SocketRates
    /// What no row says.
    private var remarks: [String] = []

    init(_ look: SocketLook, rates: SocketRates, showsRates: Bool) {
      self.showsRates = showsRates
      self.rates = rates
      grid = TextGrid(
        columns: [.left, .left, .left, .left, .right, .right, .right, .right]
          + (showsRates ? [.right, .right] : []) + [.left])
      addHeader()
      for entry in look.entries {
        add(entry, owners: look.owners.owners(ofInode: entry.socket.inode))
        for (index, subflow) in entry.subflows.enumerated() {
          add(subflow, isLast: index == entry.subflows.count - 1)
        }
      }
      if look.entries.isEmpty { remarks.append("No MPTCP sockets.") }
      if look.hidesSubflows {
        remarks.append(
          "This kernel shows which TCP sockets are subflows to those with CAP_NET_ADMIN alone.")
      }
    }

    /// Appends the table, or as many lines of it as there is room for.
    func append(isColored: Bool, lines: Int = .max, to output: OutputBuffer) {
      let room = max(lines - remarks.count, 2)
      let isWhole = grid.rowCount <= room
      grid.append(
        rows: 0..<(isWhole ? grid.rowCount : room - 1), isColored: isColored, to: output)
      if !isWhole {
        output.append("… \(grid.rowCount - room + 1) more lines\n")
      }
      for remark in remarks { output.append(remark + "\n") }
    }

    // MARK: Rows

    private mutating func addHeader() {
      var titles = ["STATE", "LOCAL", "REMOTE", "SUBFLOWS", "RTT", "SENT", "RECEIVED", "RETRANS"]
      if showsRates { titles += ["OUT/S", "IN/S"] }
      for title in titles + ["OWNER"] { grid.add(title, .dim) }
    }

    private mutating func add(_ entry: MPTCPSocketEntry, owners: [SocketOwners.Owner]) {
      let isListener = entry.socket.state == .listening
      let look: TextGrid.Look =
        entry.isFallback
        ? .warning : isListener ? .dim : entry.socket.state == .established ? .good : .plain
      grid.add(entry.socket.state.description, look)
      addEnds(of: entry.socket, isListener ? .dim : .plain)
      let info = isListener ? nil : entry.info
      if isListener {
        grid.add("")
      } else if entry.isFallback {
        grid.add("fallback to TCP", .warning)
      } else {
        grid.add { JSONText.append(entry.subflowCount, to: &$0) }
      }
      grid.add("")
      addSize(info?.bytesSent)
      addSize(info?.bytesReceived)
      addNumber(info?.retransmits)
      addRates(of: entry.socket.cookie)
      grid.add { text in
        for (index, owner) in owners.enumerated() {
          if index > 0 { text += ", ".utf8 }
          text += TerminalText.printable(owner.processName).utf8
          text.append(Ascii.openBracket)
          JSONText.append(owner.pid, to: &text)
          text.append(Ascii.closeBracket)
        }
      }
    }

    private mutating func add(_ subflow: MPTCPSubflowEntry, isLast: Bool) {
      let isEstablished = subflow.socket.state == .established
      grid.add(isEstablished ? .plain : .warning) { text in
        text += (isLast ? "└ " : "├ ").utf8
        if !isEstablished { text += subflow.socket.state.description.utf8 }
      }
      addEnds(of: subflow.socket, .plain)
      grid.add(subflow.isBackup ? .warning : .dim) { text in
        if let local = subflow.localID, let remote = subflow.remoteID {
          text += "id ".utf8
          JSONText.append(local, to: &text)
          text.append(Ascii.colon)
          JSONText.append(remote, to: &text)
        }
        if subflow.isBackup { text += " backup".utf8 }
      }
      addRoundTripTime(subflow.tcpInfo?.rtt)
      addSize(subflow.tcpInfo?.bytesSent)
      addSize(subflow.tcpInfo?.bytesReceived)
      addNumber(subflow.tcpInfo?.totalRetrans)
      addRates(of: subflow.socket.cookie)
      grid.add("")
    }

    // MARK: Cells

    private mutating func addEnds(of socket: InetSocketEntry, _ look: TextGrid.Look) {
      grid.add(look) { AddressText.append(socket.local, to: &$0) }
      grid.add(look) { text in
        if socket.state == .listening {
          text += "*".utf8
        } else {
          AddressText.append(socket.remote, to: &text)
        }
      }
    }

    private mutating func addRates(of cookie: UInt64) {
      guard showsRates else { return }
      let rate = rates[cookie]
      addSize(rate?.sent.map { UInt64($0.rounded()) })
      addSize(rate?.received.map { UInt64($0.rounded()) })
    }

    private mutating func addSize(_ size: UInt64?) {
      grid.add { if let size { SizeText.append(size, to: &$0) } }
    }

    private mutating func addNumber(_ number: UInt32?) {
      grid.add(number ?? 0 > 0 ? .warning : .plain) {
        if let number { JSONText.append(number, to: &$0) }
      }
    }

    /// Microseconds as milliseconds with three digits.
    private mutating func addRoundTripTime(_ microseconds: UInt32?) {
      grid.add { text in
        guard let microseconds else { return }
        JSONText.append(microseconds / 1000, to: &text)
        text.append(UInt8(ascii: "."))
        let rest = microseconds % 1000
        for digit in [rest / 100, rest / 10 % 10, rest % 10] {
          text.append(Ascii.zero + UInt8(digit))
        }
        text += " ms".utf8
      }
    }
  }
#endif
