#if os(Linux)
  #if canImport(Glibc)
    internal import Glibc
  #elseif canImport(Musl)
    internal import Musl
  #endif
  internal import MPTCP

  /// `uapi mptcp capture`: looks that go into a file.
  struct CaptureRun {
    /// The seconds between two looks; `nil` for one look.
    let every: Double?
    /// How many looks; `nil` for as many as there is time for.
    let count: Int?
    let file: String

    func run() throws {
      let file = try RecordFile(appendingTo: file)
      let capture = SocketCapture()
      var intervals = every.map { Intervals(seconds: $0) }
      var looks = 0
      while true {
        let look = try SocketLook(SocketLook.Scope(includesOwners: false))
        var lines: [UInt8] = []
        capture.append(look, to: &lines)
        try file.append(lines)
        looks += 1
        if looks == count { return }
        guard intervals?.wait() == true else { return }
      }
    }
  }
#endif
