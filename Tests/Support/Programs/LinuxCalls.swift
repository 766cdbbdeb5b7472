#if os(Linux)
  internal import Glibc
  internal import Synchronization

  /// Calls that the C library declares for `_GNU_SOURCE` only, so that Swift does not see them.
  enum LinuxCalls {
    static let newNetwork: Int32 = 0x4000_0000

    static func unshare(_ flags: Int32) throws {
      typealias Call = @convention(c) (Int32) -> Int32
      let call = unsafeBitCast(try symbol("unshare"), to: Call.self)
      guard call(flags) == 0 else { throw FixtureError(call: "unshare", errno: errno) }
    }

    static func setns(_ descriptor: Int32, _ type: Int32) throws {
      typealias Call = @convention(c) (Int32, Int32) -> Int32
      let call = unsafeBitCast(try symbol("setns"), to: Call.self)
      guard call(descriptor, type) == 0 else { throw FixtureError(call: "setns", errno: errno) }
    }

    /// Changes something about the calling thread.
    static func prctl(_ operation: Int32, _ first: UInt, _ second: UInt) throws {
      typealias Call = @convention(c) (Int32, UInt, UInt, UInt, UInt) -> Int32
      let call = unsafeBitCast(try symbol("prctl"), to: Call.self)
      guard call(operation, first, second, 0, 0) == 0 else {
        throw FixtureError(call: "prctl(\(operation))", errno: errno)
      }
    }

    /// The two ends of a pipe, which no program that another test starts inherits.
    static func pipe() throws -> (reading: Descriptor, writing: Descriptor) {
      typealias Call = @convention(c) (UnsafeMutablePointer<Int32>, Int32) -> Int32
      let call = unsafeBitCast(try symbol("pipe2"), to: Call.self)
      var ends: [Int32] = [-1, -1]
      guard call(&ends, O_CLOEXEC) == 0 else { throw FixtureError(call: "pipe2", errno: errno) }
      return (Descriptor(ends[0]), Descriptor(ends[1]))
    }

    /// The next connection of a listener, which no program that another test starts inherits.
    static func accept(_ listener: Int32) throws -> Int32 {
      typealias Call = @convention(c) (Int32, OpaquePointer?, OpaquePointer?, Int32) -> Int32
      let call = unsafeBitCast(try symbol("accept4"), to: Call.self)
      var accepted: Int32
      repeat {
        accepted = call(listener, nil, nil, Int32(SOCK_CLOEXEC.rawValue))
      } while accepted < 0 && errno == EINTR
      guard accepted >= 0 else { throw FixtureError(call: "accept4", errno: errno) }
      return accepted
    }

    /// The environment of this process.
    static func environment() throws -> [String] {
      typealias Entries = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
      let entries = try symbol("environ").assumingMemoryBound(to: Entries?.self).pointee
      var texts: [String] = []
      while let entry = entries?[texts.count] { texts.append(String(cString: entry)) }
      return texts
    }

    private static func symbol(_ name: String) throws -> UnsafeMutableRawPointer {
      guard let symbol = dlsym(nil, name) else {
        throw FixtureError("the C library has no \(name)")
      }
      return symbol
    }
  }

  /// A descriptor that is closed with the object, if not before.
  final class Descriptor: Sendable {
    let number: Int32
    private let isOpen = Atomic(true)

    init(_ number: Int32) {
      self.number = number
    }

    convenience init(opening path: String, _ mode: Int32) throws {
      let descriptor = open(path, mode | O_CLOEXEC)
      guard descriptor >= 0 else { throw FixtureError(call: "open \(path)", errno: errno) }
      self.init(descriptor)
    }

    func close() {
      if isOpen.exchange(false, ordering: .relaxed) { _ = Glibc.close(number) }
    }

    deinit { close() }
  }
#endif
