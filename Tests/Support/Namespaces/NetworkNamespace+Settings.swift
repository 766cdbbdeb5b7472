#if os(Linux)
  internal import Glibc

  extension NetworkNamespace {
    /// The value of a switch of the namespace: `net.mptcp.enabled`.
    package func sysctl(_ name: String) throws -> String {
      try inside {
        let path = Self.path(of: name)
        let file = try Descriptor(opening: path, O_RDONLY)
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = read(file.number, &buffer, buffer.count)
        guard count >= 0 else { throw FixtureError(call: "read \(path)", errno: errno) }
        return String(decoding: buffer[..<count].filter { $0 != 0x0A }, as: UTF8.self)
      }
    }

    /// Sets a switch of the namespace; no other one has it too.
    package func setSysctl(_ name: String, to value: String) throws {
      try inside {
        let path = Self.path(of: name)
        let file = try Descriptor(opening: path, O_WRONLY)
        guard write(file.number, value, value.utf8.count) == value.utf8.count else {
          throw FixtureError(call: "write \(value) to \(path)", errno: errno)
        }
      }
    }

    /// What lies under this path follows the namespace of the thread that opens it.
    private static func path(of name: String) -> String {
      "/proc/sys/" + String(name.map { $0 == "." ? "/" : $0 })
    }
  }
#endif
