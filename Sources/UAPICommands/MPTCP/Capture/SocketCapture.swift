#if os(Linux)
  internal import LibC
  internal import CaptureDecoding
  internal import UAPIText
  internal import MPTCP
  internal import UAPIStructs

  /// MPTCP sockets as capture records: what the kernel said of each, kept raw.
  struct SocketCapture {
    private let renderer = JSONRenderer(structs: KnownStructs())
    private let kernel = SystemName.current()

    /// Appends a line for each connection and each subflow.
    func append(_ look: SocketLook, to text: inout [UInt8]) {
      for entry in look.entries {
        if let info = entry.info {
          append(
            .info, info.bytes, of: entry.socket, token: entry.token, subflow: nil, look: look,
            to: &text)
        }
        for subflow in entry.subflows {
          guard let info = subflow.tcpInfo else { continue }
          append(
            .tcpInfo, info.bytes, of: subflow.socket, token: subflow.token ?? entry.token,
            subflow: subflow, look: look, to: &text)
        }
      }
    }

    private func append(
      _ option: MPTCPCapture.Option, _ bytes: [UInt8], of socket: MPTCPSocketList.InetSocket,
      token: UInt32?,
      subflow: MPTCPSocketList.Subflow?, look: SocketLook, to text: inout [UInt8]
    ) {
      var record = CaptureRecord(
        subject: .option(option), answer: .bytes(bytes), source: "inet_diag",
        kernel: kernel.release, machine: kernel.machine)
      record.carried = [
        carry("time") { SocketJSON.append(seconds: look.time, to: &$0) },
        carry("state") { JSONText.append(string: socket.state.description, to: &$0) },
        carry("local") { renderer.append(socket.local, to: &$0) },
        carry("remote") { renderer.append(socket.remote, to: &$0) },
        carry("cookie") { JSONText.append(socket.cookie, to: &$0) },
        carry("inode") { JSONText.append(socket.inode, to: &$0) },
      ]
      let numbers: [(String, UInt32?)] = [
        ("token", token), ("local_id", subflow?.localID.map(UInt32.init)),
        ("remote_id", subflow?.remoteID.map(UInt32.init)),
        ("subflow_flags", subflow?.flags?.rawValue),
      ]
      for case (let name, let number?) in numbers {
        record.carried.append(carry(name) { JSONText.append(number, to: &$0) })
      }
      record.append(to: &text)
      text.append(Ascii.newline)
    }

    private func carry(
      _ name: String, _ write: (inout [UInt8]) -> Void
    ) -> CaptureRecord.Carried {
      var object = JSONObjectText()
      object.add(name, write)
      return CaptureRecord.Carried(name: name, text: object.members)
    }
  }
#endif
