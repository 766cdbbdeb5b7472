#if os(Linux)
  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif
  import MPTCP

  /// Listing all MPTCP sockets of a machine, whole processes from start to end: ours and `ss`.
  enum Listing {
    private static let connectionCount = 500
    private static let rounds = 9

    /// Prints a line for each way to list, or why it cannot.
    static func run() throws {
      guard MPTCPSupport.probe() == .available else {
        print("listing: skipped, for \(MPTCPSupport.probe().explanation)")
        return
      }
      guard let uapi = Process.neighbour("uapi"), let ss = Process.find("ss") else {
        print(
          "listing: skipped, for uapi is not built, or ss (iproute2) is not in the folders of PATH")
        return
      }
      if let reason = OwnNetwork.enter() {
        print("listing: skipped, for \(reason)")
        return
      }
      let connections = try openConnections()
      print(
        Columns.left("listing \(2 * connections.count) sockets", 36) + Columns.right("ss ms", 8)
          + Columns.right("uapi ms", 10) + Columns.right("ratio", 7))
      // Without options ss shows no listeners, and no owners.
      let sockets = [uapi, "mptcp", "sockets", "--no-listeners"]
      compare("connections", [[ss, "-M", "-i", "-n"]], sockets + ["--no-subflows", "--no-owners"])
      compare(
        "connections and subflows", [[ss, "-M", "-i", "-n"], [ss, "-t", "-i", "-n"]],
        sockets + ["--no-owners"])
      compare(
        "the same, with owners", [[ss, "-M", "-i", "-n", "-p"], [ss, "-t", "-i", "-n", "-p"]],
        sockets)
    }

    /// Prints what it costs to run some programs one after the other, and ours, which shows the same.
    private static func compare(_ name: String, _ base: [[String]], _ ours: [String]) {
      if let failure = (base + [ours]).lazy.compactMap(Process.failure).first {
        print(Columns.left(name, 36) + " skipped, for \(failure)")
        return
      }
      var times: [[Double]] = [[], []]
      for _ in 0..<rounds {
        times[0].append(base.map(Process.time).reduce(0, +))
        times[1].append(Process.time(ours))
      }
      let (baseTime, ourTime) = (median(times[0]), median(times[1]))
      print(
        Columns.left(name, 36) + Columns.right(Columns.decimal(baseTime * 1000), 8)
          + Columns.right(Columns.decimal(ourTime * 1000), 10)
          + Columns.right(Columns.decimal(ourTime / baseTime), 7))
    }

    private static func openConnections() throws -> [LoopbackConnection] {
      var limit = rlimit()
      getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
      limit.rlim_cur = max(limit.rlim_cur, min(limit.rlim_max, rlim_t(4 * connectionCount)))
      setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
      return try (0..<connectionCount).map { _ in try LoopbackConnection() }
    }
  }
#endif
