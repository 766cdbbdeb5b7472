#if os(Linux)
  internal import Glibc

  /// Runs a closure on a thread of its own, where a seccomp filter refuses sockets of one protocol as
  /// the policy of a container may. What the thread starts has the filter too.
  package func refusingSockets<Value: ~Copyable>(
    ofProtocol number: Int32 = 262, with errno: Int32, _ body: () throws -> Value
  ) throws -> Value {
    try onThreadOfItsOwn {
      try SocketFilter(refusing: number, with: errno).install()
      return try body()
    }
  }

  /// The same for sockets of one family.
  package func refusingSockets<Value: ~Copyable>(
    ofFamily number: Int32, with errno: Int32, _ body: () throws -> Value
  ) throws -> Value {
    try onThreadOfItsOwn {
      try SocketFilter(refusing: number, ofArgument: 0, with: errno).install()
      return try body()
    }
  }

  /// A seccomp filter that refuses sockets by one argument of the call: the protocol is 2, the family 0.
  private struct SocketFilter {
    /// Instructions of 64 bits: code (16), two jumps (8 each), operand (32).
    private let instructions: [UInt64]

    init(refusing number: Int32, ofArgument argument: UInt64 = 2, with errno: Int32) throws {
      guard let socketCall = Self.socketCall else {
        throw FixtureError("the number of socket(2) on this machine is not known: add it here")
      }
      func instruction(_ code: UInt64, skipUnless: UInt64 = 0, _ operand: UInt64) -> UInt64 {
        code | skipUnless << 24 | operand << 32
      }
      let (load, equal, answer): (UInt64, UInt64, UInt64) = (0x20, 0x15, 0x06)
      instructions = [
        // The number of the call lies at 0, its first argument at 16.
        instruction(load, 0), instruction(equal, skipUnless: 3, socketCall),
        instruction(load, 16 + 8 * argument), instruction(equal, skipUnless: 1, UInt64(number)),
        instruction(answer, 0x0005_0000 | UInt64(errno)), instruction(answer, 0x7FFF_0000),
      ]
    }

    /// Puts the filter on the calling thread, for good.
    func install() throws {
      // struct sock_fprog: the count, padding, the pointer.
      try instructions.withUnsafeBufferPointer { instructions in
        let program = [UInt(instructions.count), UInt(bitPattern: instructions.baseAddress)]
        try program.withUnsafeBufferPointer { program in
          let (noNewPrivileges, setFilter, filterMode): (Int32, Int32, UInt) = (38, 22, 2)
          try LinuxCalls.prctl(noNewPrivileges, 1, 0)
          try LinuxCalls.prctl(setFilter, filterMode, UInt(bitPattern: program.baseAddress))
        }
      }
    }

    private static var socketCall: UInt64? {
      #if arch(x86_64)
        41
      #elseif arch(arm64)
        198
      #else
        nil
      #endif
    }
  }
#endif
