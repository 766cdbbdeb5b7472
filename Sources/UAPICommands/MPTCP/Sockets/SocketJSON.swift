#if os(Linux)
  internal import CaptureDecoding
  internal import UAPIText
  internal import MPTCP
  internal import UAPIStructs

  /// MPTCP sockets as JSON: one object for each, its structs as `uapi decode` writes them.
  struct SocketJSON {
    private let renderer = JSONRenderer(structs: KnownStructs())

    /// Appends one document of all sockets, in lines that a person can read.
    ///
    /// It goes out socket by socket: the text of one takes some ten thousand bytes.
    func appendDocument(of look: SocketLook, rates: SocketRates, to output: OutputBuffer) {
      guard !look.entries.isEmpty else {
        output.append("{\"sockets\": []}\n")
        return
      }
      output.append("{\n  \"sockets\": [\n    ")
      for (index, entry) in look.entries.enumerated() {
        if index > 0 { output.append(",\n    ") }
        JSONText.appendReadable(
          object(entry, of: look, rates: rates).bytes, indent: 2, to: &output.bytes)
        output.flushIfFull()
        // What follows would be lost.
        if output.errorNumber != nil { return }
      }
      output.append("\n  ]\n}\n")
    }

    /// The object of a socket.
    func object(
      _ entry: MPTCPSocketList.Entry, of look: SocketLook, rates: SocketRates
    ) -> JSONObjectText {
      var object = JSONObjectText()
      object.add("time") { Self.append(seconds: look.time, to: &$0) }
      add(entry.socket, to: &object)
      object.add("token", entry.token)
      object.add("inode", entry.inode)
      object.add("uid", entry.userID)
      object.add("fallback", flag: entry.isFallback)
      if look.scope.includesOwners {
        object.add("owners", array: look.owners.owners(ofInode: entry.inode)) { owner in
          var object = JSONObjectText()
          object.add("pid", owner.pid)
          object.add("fd", owner.descriptor)
          object.add("name", string: owner.processName)
          return object
        }
      }
      add(rates[entry.identity], to: &object)
      if let info = entry.info {
        object.add("mptcp_info") { renderer.append(DecodedStruct(info), to: &$0) }
      }
      if entry.state != .listening { object.add("subflow_count", entry.subflowCount) }
      if look.scope.includesSubflows {
        object.add("subflows", array: entry.subflows) { self.object($0, rates: rates) }
      }
      return object
    }

    private func object(_ subflow: MPTCPSocketList.Subflow, rates: SocketRates) -> JSONObjectText {
      var object = JSONObjectText()
      add(subflow.socket, to: &object)
      object.add("local_id", subflow.localID)
      object.add("remote_id", subflow.remoteID)
      object.add("token", subflow.token)
      object.add("remote_token", subflow.remoteToken)
      object.add("backup", flag: subflow.isBackup)
      object.add("flags", subflow.flags?.rawValue)
      object.add("relative_write_sequence", subflow.relativeWriteSequence)
      object.add("map_sequence", subflow.mapSequence)
      object.add("map_subflow_sequence", subflow.mapSubflowSequence)
      object.add("subflow_sequence_offset", subflow.subflowSequenceOffset)
      object.add("map_length", subflow.mapLength)
      add(rates[subflow.identity], to: &object)
      if let info = subflow.tcpInfo {
        object.add("tcp_info") { renderer.append(DecodedStruct(info), to: &$0) }
      }
      return object
    }

    /// What every socket has.
    private func add(_ socket: MPTCPSocketList.InetSocket, to object: inout JSONObjectText) {
      object.add("state", string: socket.state.description)
      object.add("local") { renderer.append(socket.local, to: &$0) }
      object.add("remote") { renderer.append(socket.remote, to: &$0) }
      object.add("cookie", socket.cookie)
      object.add("receive_queue", socket.receiveQueue)
      object.add("send_queue", socket.sendQueue)
      object.add("interface", socket.interfaceIndex == 0 ? nil : socket.interfaceIndex)
    }

    private func add(_ rate: SocketRates.Rate?, to object: inout JSONObjectText) {
      object.add("sent_per_second", rate?.sent)
      object.add("received_per_second", rate?.received)
    }

    /// Appends microseconds as seconds with six digits after the point.
    static func append(seconds microseconds: Int, to text: inout [UInt8]) {
      JSONText.append(microseconds / 1_000_000, to: &text)
      text.append(UInt8(ascii: "."))
      let digits = String(microseconds % 1_000_000)
      text.append(contentsOf: repeatElement(Ascii.zero, count: max(0, 6 - digits.utf8.count)))
      text += digits.utf8
    }
  }
#endif
