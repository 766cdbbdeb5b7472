#if os(Linux)
  internal import Glibc
  internal import Synchronization

  /// A network namespace of a test's own, with loopback and nothing else.
  ///
  /// It has no name: only descriptors, threads and programs hold it, so that the kernel takes it
  /// away with them, also where the tests are killed. What runs in it from the outside goes by its
  /// ``path``: `nsenter --net=PATH ip address`.
  package final class NetworkNamespace: Sendable {
    private let handle: Descriptor
    private let programs = Mutex<[Program]>([])

    /// Makes a namespace for a closure.
    ///
    /// At its end programs that still run are killed. Descriptors of this process that still lead
    /// to sockets in the namespace are an error: each test is a test for leaks.
    package static func with<Value>(
      _ body: (NetworkNamespace) throws -> Value
    ) throws -> Value {
      let namespace = try NetworkNamespace()
      return try ending([namespace]) {
        try namespace.run(["ip", "link", "set", "lo", "up"])
        return try body(namespace)
      }
    }

    /// A namespace for programs to which the network does not matter: one for the whole run.
    static func shared() throws -> NetworkNamespace { try oneForAll.get() }

    private static let oneForAll = Result {
      let namespace = try NetworkNamespace()
      try namespace.run(["ip", "link", "set", "lo", "up"])
      return namespace
    }

    /// Ends namespaces after a closure, whatever it does.
    static func ending<Value>(
      _ namespaces: [NetworkNamespace], after body: () throws -> Value
    ) throws -> Value {
      let result = Result(catching: body)
      for namespace in namespaces {
        let programs = namespace.programs.withLock { $0 }
        for program in programs { program.stop() }
      }
      let value = try result.get()
      for namespace in namespaces {
        let sockets = try namespace.openSockets()
        guard sockets.isEmpty else {
          throw FixtureError("descriptors leaked: \(sockets.count) sockets of a namespace are open")
        }
      }
      return value
    }

    init() throws {
      handle = try onThreadOfItsOwn {
        do {
          try LinuxCalls.unshare(LinuxCalls.newNetwork)
        } catch {
          throw FixtureError("no network namespace for these tests, run them as root: \(error)")
        }
        return try Descriptor(opening: "/proc/thread-self/ns/net", O_RDONLY)
      }
    }

    /// Where programs of this machine find the namespace, as long as it lives.
    package var path: String { "/proc/\(getpid())/fd/\(handle.number)" }

    /// The number by which the kernel tells namespaces apart.
    package var inode: UInt64 {
      get throws {
        var status = stat()
        guard fstat(handle.number, &status) == 0 else {
          throw FixtureError(call: "fstat", errno: errno)
        }
        return UInt64(status.st_ino)
      }
    }

    /// Runs a closure on a thread inside the namespace, and waits for it.
    ///
    /// Sockets that it opens belong to the namespace for ever, and other threads can use them.
    package func inside<Value: ~Copyable>(_ body: () throws -> Value) throws -> Value {
      try onThreadOfItsOwn {
        try enter()
        return try body()
      }
    }

    /// Moves the calling thread into the namespace, for good.
    func enter() throws {
      try LinuxCalls.setns(handle.number, LinuxCalls.newNetwork)
    }

    /// Remembers a program, so that it ends before the namespace does.
    func adopt(_ program: Program) {
      programs.withLock { $0.append(program) }
    }
  }

  extension NetworkNamespace {
    /// Whether the kernel of this machine has MPTCP. Where it does, no test may be skipped.
    package static var kernelHasMPTCP: Bool { access("/proc/sys/net/mptcp/enabled", F_OK) == 0 }
  }
#endif
