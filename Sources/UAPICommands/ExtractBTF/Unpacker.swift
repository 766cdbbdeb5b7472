#if os(Linux)
  // It marks `environ`, which one thread alone uses here.
  @preconcurrency internal import LibC
  internal import CSystemCalls
  internal import UAPIText

  /// Unpacks parts of a file by the programs of the system.
  ///
  /// What a file makes these programs do has bounds, which hold for all that one object unpacks.
  final class Unpacker {
    /// The file, for errors.
    private let path: String
    /// How many more bytes may come out. Kernels have some tens of megabytes.
    private var rest: Int
    private let limit: Int
    /// When it takes too long.
    private let deadline: Duration
    private let seconds: Int
    /// How many programs were started.
    private(set) var startedPrograms = 0

    init(path: String, limit: Int = 1 << 30, seconds: Int = 120) {
      self.path = path
      self.limit = limit
      self.seconds = seconds
      rest = limit
      deadline = Self.now + .seconds(seconds)
    }

    /// Unpacks what begins at a place of some bytes, whatever follows it.
    func unpack(
      _ bytes: [UInt8], _ place: PackedPlaces.Place
    ) throws(CommandFailure) -> TypeExtraction.Unpacked {
      let input = try file(with: bytes[place.offset...])
      defer { close(input) }
      var ends: [Int32] = [-1, -1]
      guard uapi_pipe(&ends) == 0 else { throw failure("no pipe for its bytes") }
      let (error, child) = start(place.packing.command, input: input, output: ends[1])
      close(ends[1])
      defer {
        close(ends[0])
        if error == 0 {
          // It has said all, or all that is wanted of it.
          kill(child, SIGKILL)
          wait(for: child)
        }
      }
      if error == ENOENT { return .missing(program: place.packing.command[0]) }
      guard error == 0 else {
        errno = error
        throw failure("\(place.packing.command[0]) cannot be started")
      }
      startedPrograms += 1
      return .bytes(try readAll(ends[0]))
    }

    /// A file without a name that has these bytes, at its beginning.
    private func file(with bytes: ArraySlice<UInt8>) throws(CommandFailure) -> Int32 {
      let descriptor = uapi_memory_file("packed")
      guard descriptor >= 0 else { throw failure("no memory for its bytes") }
      if let number = DescriptorWriting.write(bytes, to: descriptor).errorNumber {
        close(descriptor)
        errno = number
        throw failure("no memory for its bytes")
      }
      lseek(descriptor, 0, SEEK_SET)
      return descriptor
    }

    private func start(
      _ command: [String], input: Int32, output: Int32
    ) -> (error: Int32, child: pid_t) {
      var actions = posix_spawn_file_actions_t()
      posix_spawn_file_actions_init(&actions)
      defer { posix_spawn_file_actions_destroy(&actions) }
      posix_spawn_file_actions_adddup2(&actions, input, 0)
      posix_spawn_file_actions_adddup2(&actions, output, 1)
      // What follows the packed data makes these programs complain.
      posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
      var arguments = command.map { strdup($0) } + [nil]
      defer { for argument in arguments { free(argument) } }
      var child: pid_t = 0
      let error = posix_spawnp(&child, command[0], &actions, nil, &arguments, environ)
      return (error, child)
    }

    private func readAll(_ descriptor: Int32) throws(CommandFailure) -> [UInt8] {
      var bytes: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        try awaitBytes(of: descriptor)
        let count = buffer.withUnsafeMutableBytes { SystemCall.read(descriptor, into: $0) }
        if count < 0 { throw failure("cannot be unpacked") }
        if count == 0 { return bytes }
        guard count <= rest else {
          throw CommandFailure("\(path): more than \(limit) bytes come out of it")
        }
        rest -= count
        bytes += buffer[..<count]
      }
    }

    private func awaitBytes(of descriptor: Int32) throws(CommandFailure) {
      while true {
        let left = (deadline - Self.now).components
        let milliseconds = left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000
        var one = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let count = poll(&one, 1, Int32(clamping: max(0, milliseconds)))
        if count > 0 { return }
        if count < 0, errno == EINTR { continue }
        throw count == 0
          ? CommandFailure("\(path): to unpack it takes longer than \(seconds) seconds")
          : failure("cannot be unpacked")
      }
    }

    private func wait(for child: pid_t) {
      var status: Int32 = 0
      _ = SystemCall.repeated { waitpid(child, &status, 0) }
    }

    private static var now: Duration {
      var time = timespec()
      clock_gettime(CLOCK_MONOTONIC, &time)
      return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }

    private func failure(_ what: String) -> CommandFailure {
      let number = errno
      return CommandFailure("\(path): \(what): \(String(cString: strerror(number)))")
    }
  }
#endif
