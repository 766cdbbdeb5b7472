#if os(Linux)
  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif
  import BTF
  import MPTCP
  import UAPIStructs

  /// What it costs to ask the kernel and nothing else: the call with a buffer that is there already.
  private struct RawCalls {
    private var buffer = [UInt8](repeating: 0, count: 1024)
    private var tcpInfo = [UInt8](repeating: 0, count: 16 * 512)
    private var subflowInfo = [UInt8](repeating: 0, count: 16 * 512)

    mutating func mptcpInfo(_ socket: Int32) -> UInt64 { call(socket, 284, 1, 512) }

    mutating func tcpInfo(_ socket: Int32) -> UInt64 { call(socket, 6, 11, 512) }

    mutating func subflowTCPInfo(_ socket: Int32) -> UInt64 {
      buffer.withUnsafeMutableBytes { buffer in
        // size_subflow_data, num_subflows, size_kernel, size_user.
        for (index, word) in [UInt32(16), 0, 0, 512].enumerated() {
          buffer.storeBytes(of: word, toByteOffset: index * 4, as: UInt32.self)
        }
      }
      return call(socket, 284, 2, 1024)
    }

    mutating func fullInfo(_ socket: Int32) -> UInt64 {
      tcpInfo.withUnsafeMutableBytes { tcpInfo in
        subflowInfo.withUnsafeMutableBytes { subflowInfo in
          buffer.withUnsafeMutableBytes { buffer in
            // size_tcpinfo, size_sfinfo: the kernel's and the caller's; num_subflows, capacity.
            for (index, word) in [UInt32(0), 512, 0, 512, 0, 16].enumerated() {
              buffer.storeBytes(of: word, toByteOffset: index * 4, as: UInt32.self)
            }
            buffer.storeBytes(
              of: UInt64(UInt(bitPattern: subflowInfo.baseAddress)), toByteOffset: 24,
              as: UInt64.self)
            buffer.storeBytes(
              of: UInt64(UInt(bitPattern: tcpInfo.baseAddress)), toByteOffset: 32, as: UInt64.self)
          }
        }
      }
      return call(socket, 284, 4, 552)
    }

    private mutating func call(
      _ socket: Int32, _ level: Int32, _ option: Int32, _ capacity: Int
    ) -> UInt64 {
      var length = socklen_t(capacity)
      let status = getsockopt(socket, level, option, &buffer, &length)
      precondition(status == 0, "the kernel refuses option \(option)")
      return UInt64(length)
    }
  }

  /// Asking the kernel and decoding its answer, against asking alone.
  enum SocketCalls {
    private static let callsPerRun = 2000
    private static let rounds = 51

    /// Prints a line for each option, or why it cannot: with nothing known of the kernel, then with its
    /// own types, then of more subflows.
    static func run() throws {
      guard MPTCPSupport.probe() == .available else {
        print("socket calls: skipped, for \(MPTCPSupport.probe().explanation)")
        return
      }
      let connection = try LoopbackConnection()
      let title = "getsockopt, 1 subflow"
      try printTable(title, comparisons(connection, .unknown), snapshot(connection))
      print()
      try runWithTypes("\(title), kernel: .running", connection)
      print()
      try runWithSubflows("getsockopt, \(subflowCount) subflows")
    }

    private static func runWithTypes(_ title: String, _ connection: LoopbackConnection) throws {
      guard KernelEvidence.running == .types else {
        print("\(title): skipped, for the kernel does not show its types")
        return
      }
      try printTable(title, comparisons(connection, .running))
    }

    /// How many subflows the connection of the last table has.
    private static let subflowCount = 3

    private static func runWithSubflows(_ title: String) throws {
      if let reason = OwnNetwork.enter() {
        print("\(title): skipped, for \(reason)")
        return
      }
      let refusal = (2...subflowCount).lazy.compactMap {
        OwnNetwork.ip("mptcp", "endpoint", "add", "127.0.0.\($0)", "dev", "lo", "subflow")
      }.first
      if let reason = refusal
        ?? OwnNetwork.ip("mptcp", "limits", "set", "subflows", "\(subflowCount - 1)")
      {
        print("\(title): skipped, for \(reason)")
        return
      }
      let connection = try LoopbackConnection(subflowCount: subflowCount)
      try printTable(
        title, Array(comparisons(connection, .unknown).suffix(2)), snapshot(connection))
    }

    /// Prints a line for each comparison and one for all; a last one does not count among those.
    private static func printTable(
      _ title: String, _ comparisons: [Comparison], _ last: Comparison? = nil
    ) throws {
      print(
        Columns.left(title, 36) + Columns.right("call ns", 8)
          + Columns.right("decoded ns", 12) + Columns.right("ratio", 7))
      var total = (base: 0.0, ours: 0.0)
      for comparison in comparisons {
        let outcome = try comparison.measure(count: callsPerRun, rounds: rounds)
        printLine(comparison.name, outcome.baseTime, outcome.ourTime, outcome.ratio)
        total.base += outcome.baseTime
        total.ours += outcome.ourTime
      }
      printLine("all", total.base, total.ours, total.ours / total.base)
      guard let last else { return }
      let outcome = try last.measure(count: callsPerRun, rounds: rounds)
      printLine(last.name, outcome.baseTime, outcome.ourTime, outcome.ratio)
    }

    private static func printLine(_ name: String, _ base: Double, _ ours: Double, _ ratio: Double) {
      print(
        Columns.left(name, 36) + Columns.right(Columns.decimal(base), 8)
          + Columns.right(Columns.decimal(ours), 12) + Columns.right(Columns.decimal(ratio), 7))
    }

    private static func comparisons(
      _ connection: LoopbackConnection, _ kernel: KernelKnowledge
    ) -> [Comparison] {
      let socket = connection.client
      var raw = RawCalls()
      return [
        compare("MPTCP_INFO", { raw.mptcpInfo(socket) }) {
          let info = try MPTCPInfo(socket: socket, kernel: kernel)
          return UInt64(info.token ?? 0) &+ (info.bytesSent ?? 0)
        },
        compare("TCP_INFO", { raw.tcpInfo(socket) }) {
          let info = try TCPInfo(socket: socket, kernel: kernel)
          return UInt64(info.rtt ?? 0) &+ (info.bytesSent ?? 0)
        },
        compare("MPTCP_TCPINFO", { raw.subflowTCPInfo(socket) }) {
          let answer = try MPTCPTCPInfoAnswer(socket: socket, kernel: kernel)
          return answer.elements.indices.reduce(0) {
            $0 &+ UInt64(answer.elements[$1].rtt ?? 0)
          }
        },
        compare("MPTCP_FULL_INFO", { raw.fullInfo(socket) }) {
          let answer = try MPTCPFullInfoAnswer(socket: socket, kernel: kernel)
          return answer.subflows.indices.reduce(answer.info.bytesSent ?? 0) {
            $0 &+ UInt64(answer.subflows[$1].tcpInfo?.rtt ?? 0)
          }
        },
      ]
    }

    /// Everything in one value, for which addresses are decoded too.
    private static func snapshot(_ connection: LoopbackConnection) -> Comparison {
      let socket = connection.client
      var raw = RawCalls()
      return compare("MPTCPSnapshot, by MPTCP_FULL_INFO", { raw.fullInfo(socket) }) {
        let snapshot = try MPTCPSnapshot(socket: socket)
        return snapshot.subflows.indices.reduce(snapshot.info?.bytesSent ?? 0) {
          $0 &+ UInt64(snapshot.subflows[$1].tcpInfo?.rtt ?? 0)
        }
      }
    }

    private static func compare(
      _ name: String, _ base: @escaping () -> UInt64, _ ours: @escaping () throws -> UInt64
    ) -> Comparison {
      Comparison(
        name: name, base: { count in repeated(count) { base() } },
        ours: { count in
          repeated(count) {
            do {
              return try ours()
            } catch {
              preconditionFailure("the kernel refuses \(name): \(error)")
            }
          }
        })
    }

    private static func repeated(_ count: Int, _ body: () -> UInt64) -> UInt64 {
      var sum: UInt64 = 0
      for _ in 0..<count { sum &+= body() }
      return sum
    }
  }
#endif
