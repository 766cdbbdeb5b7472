#if os(Linux)
  internal import UAPIText
  internal import MPTCP

  /// MPTCP sockets in a table: a row for each connection, and one below it for each subflow.
  struct SocketTable {
    private var grid: TextGrid
    private let showsRates: Bool
    private let rates: SocketRates
    private var totals = SocketTotals()
    /// What no row says.
    private var remarks: [String] = []

    init(_ look: SocketLook, rates: SocketRates, showsRates: Bool) {
      self.showsRates = showsRates
      self.rates = rates
      grid = TextGrid(columns: Column.allCases.map(\.alignment))
      let titles = Column.allCases.filter {
        switch $0 {
        case .roundTripTime: look.scope.includesSubflows
        case .rateOut, .rateIn: showsRates
        case .owner: look.scope.includesOwners
        default: true
        }
      }
      guard !look.entries.isEmpty else {
        remarks.append(
          look.scope.pid.map { "No MPTCP sockets of process \($0)." } ?? "No MPTCP sockets.")
        return
      }
      for column in Column.allCases { grid.add(titles.contains(column) ? column.title : "", .dim) }
      // Connections are what people look for: listeners are below all of them.
      for isListener in [false, true] {
        for entry in look.entries where (entry.state == .listening) == isListener {
          add(entry, owners: look.owners.owners(ofInode: entry.inode))
          totals.count(entry)
          for (index, subflow) in entry.subflows.enumerated() {
            add(subflow, isLast: index == entry.subflows.count - 1)
          }
        }
      }
      remarks.append(totals.description)
      if look.hidesSubflows {
        remarks.append(
          "This kernel shows which TCP sockets are subflows to those with CAP_NET_ADMIN alone.")
      }
    }

    /// Appends the table; on a terminal without the columns that it is too narrow for.
    ///
    /// - Parameters:
    ///   - columns: how wide the terminal is.
    ///   - lines: how many lines there is room for.
    mutating func append(
      isColored: Bool, columns: Int = .max, lines: Int = .max, to output: OutputBuffer
    ) {
      let leftOut = grid.fit(
        width: columns, leavingOut: Column.unimportant(besideRates: showsRates).map(\.rawValue))
      if !leftOut.isEmpty {
        let titles = leftOut.compactMap { Column(rawValue: $0)?.title }.joined(separator: ", ")
        remarks.append("Not in \(columns) columns: \(titles).")
      }
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

    private mutating func add(
      _ entry: MPTCPSocketList.Entry, owners: [MPTCPSocketList.Owners.Owner]
    ) {
      let isListener = entry.state == .listening
      let look: TextGrid.Look =
        entry.isFallback
        ? .warning : isListener ? .dim : entry.state == .established ? .good : .plain
      grid.add(entry.state.description, look)
      addEnds(of: entry.socket, isListener ? .dim : .plain)
      let info = isListener ? nil : entry.info
      if isListener {
        grid.add("")
      } else if entry.isFallback {
        grid.add("fallback", .warning)
      } else {
        grid.add { JSONText.append(entry.subflowCount, to: &$0) }
      }
      grid.add("")
      addSize(info?.bytesSent)
      addSize(info?.bytesReceived)
      addNumber(info?.retransmits)
      addRates(isListener ? nil : rates[entry.identity])
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

    private mutating func add(_ subflow: MPTCPSocketList.Subflow, isLast: Bool) {
      let isEstablished = subflow.state == .established
      grid.add(isEstablished && !subflow.isBackup ? .plain : .warning) { text in
        text += (isLast ? "└ " : "├ ").utf8
        if !isEstablished {
          text += subflow.state.description.utf8
        } else if subflow.isBackup {
          text += "backup".utf8
        }
      }
      addEnds(of: subflow.socket, .plain)
      grid.add(.dim) { text in
        guard let local = subflow.localID, let remote = subflow.remoteID else { return }
        JSONText.append(local, to: &text)
        text.append(Ascii.colon)
        JSONText.append(remote, to: &text)
      }
      addRoundTripTime(subflow.tcpInfo?.rtt)
      addSize(subflow.tcpInfo?.bytesSent)
      addSize(subflow.tcpInfo?.bytesReceived)
      addNumber(subflow.tcpInfo?.totalRetrans)
      addRates(rates[subflow.identity])
      grid.add("")
    }

    // MARK: Cells

    private mutating func addEnds(of socket: MPTCPSocketList.InetSocket, _ look: TextGrid.Look) {
      grid.add(look) { AddressText.append(socket.local, to: &$0) }
      grid.add(look) { text in
        if socket.state == .listening {
          text += "*".utf8
        } else {
          AddressText.append(socket.remote, to: &text)
        }
      }
    }

    private mutating func addRates(_ rate: SocketRates.Rate?) {
      addSize(rate?.sent)
      addSize(rate?.received)
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
      }
    }
  }
#endif
