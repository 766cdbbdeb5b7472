#if os(Linux)
  internal import LibC
  internal import UAPIText
  internal import MPTCP

  /// `uapi mptcp capture`: looks that go into a file.
  struct CaptureRun {
    /// The seconds between two looks; `nil` for one look.
    let every: Double?
    /// How many looks; `nil` for as many as there is time for.
    let count: Int?
    let file: String

    func run() throws {
      var file = try RecordFile(appendingTo: file)
      let capture = SocketCapture()
      var intervals = every.map { Intervals(seconds: $0) }
      let errors = OutputBuffer(descriptor: 2)
      var hidesSubflows = false
      var looks = 0
      while true {
        let look = try SocketLook(SocketLook.Scope(includesOwners: false))
        var lines: [UInt8] = []
        capture.append(look, to: &lines)
        try file.append(lines)
        if look.hidesSubflows, !hidesSubflows {
          hidesSubflows = true
          errors.append(
            "uapi: this kernel shows which TCP sockets are subflows to those with CAP_NET_ADMIN "
              + "alone: the tcp_info of some is missing.\n")
          errors.flush()
        }
        looks += 1
        guard looks != count, case .due = intervals?.wait() else { return }
      }
    }
  }
#endif
