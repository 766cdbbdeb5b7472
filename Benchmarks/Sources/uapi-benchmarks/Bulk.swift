#if os(Linux)
  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif

  /// Decoding a file of capture records, whole processes from start to end: ours, and a script without
  /// the presence rule.
  enum Bulk {
    private static let recordCount = 10_000

    /// Prints a line, or why it cannot.
    static func run() {
      let script = "naive-decode.py"
      guard let folder = ScratchFolder(), let uapi = Process.neighbour("uapi"),
        access(script, R_OK) == 0
      else {
        print("bulk decoding: skipped, for \(script) is not in this folder, or uapi is not built")
        return
      }
      let file = folder.path + "/capture.jsonl"
      guard folder.write(records, to: file) else {
        print("bulk decoding: skipped, for \(folder.path) cannot be written")
        return
      }
      let comparison = ProcessComparison(nameWidth: 38)
      comparison.printTitle("decoding \(recordCount) records")
      comparison.compare(
        "a script in Python", ["python3", script, file],
        [uapi, "decode", "--format", "ndjson", file])
    }

    /// Answers of real kernels, one after the other.
    private static var records: String {
      let answers = [
        ("MPTCP_INFO", Capture.mptcpInfo96), ("TCP_INFO", Capture.tcpInfo280),
        ("MPTCP_INFO", Capture.mptcpInfo48), ("TCP_INFO", Capture.tcpInfo280),
      ]
      return (0..<recordCount).map { index in
        let (option, bytes) = answers[index % answers.count]
        return """
          {"source":"getsockopt","sockopt":"\(option)","optlen":\(bytes.utf8.count / 2),\
          "capacity":512,"bytes":"\(bytes)","time":\(index)}

          """
      }.joined()
    }
  }
#endif
