#if os(Linux)
  #if canImport(Glibc)
    internal import Glibc
  #elseif canImport(Musl)
    internal import Musl
  #endif
  internal import CMPTCPPreload
  internal import MPTCP

  /// Counters in memory without a file, which the processes of a run open through this process.
  ///
  /// They need no inherited descriptor, so that programs which close all of theirs count too, and
  /// nothing is left when the last process ends. A process that may not look into this one (of
  /// another user) or does not see it (in another PID namespace) does not count.
  final class SocketCounters {
    private let descriptor: Int32
    private let name: String

    /// Counters at zero; `nil` where the kernel does not give the memory.
    init?() {
      name = "uapi-mptcp-run-" + String(UInt64.random(in: 0...UInt64.max), radix: 16)
      descriptor = uapi_shared_memory(name, 4096)
      if descriptor < 0 { return nil }
    }

    deinit { _ = close(descriptor) }

    /// What the library reads in the environment: where they are, and what must be there.
    var location: String { "/proc/\(getpid())/fd/\(descriptor)=/memfd:\(name) (deleted)" }

    /// What was counted so far.
    var report: SocketReport? {
      var values: [UInt32] = [0, 0, 0, 0]
      guard uapi_read_counters(descriptor, &values) else { return nil }
      return SocketReport(
        switched: values[0], fellBack: values[1], refused: values[2],
        refusal: values[3] == 0
          ? nil : MPTCPSupport(socketErrno: Int32(truncatingIfNeeded: values[3])))
    }
  }

  /// What became of the sockets that programs opened for TCP.
  struct SocketReport: Hashable {
    var switched: UInt32
    var fellBack: UInt32
    var refused: UInt32
    /// Why the last of them was refused as an MPTCP socket.
    var refusal: MPTCPSupport?

    var text: String {
      func sockets(_ count: UInt32) -> String { count == 1 ? "1 socket" : "\(count) sockets" }
      var text = "\(sockets(switched)) switched to MPTCP, \(fellBack) fell back to TCP"
      if refused > 0 { text += ", \(refused) refused" }
      guard let refusal else { return text + "." }
      return text + ". " + refusal.explanation
    }
  }
#endif
