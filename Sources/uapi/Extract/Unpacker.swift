#if os(Linux)
  // It marks `environ`, which one thread alone uses here.
  #if canImport(Glibc)
    @preconcurrency internal import Glibc
  #elseif canImport(Musl)
    @preconcurrency internal import Musl
  #endif
  internal import CSystemCalls

  /// Unpacks parts of a file by the programs of the system.
  struct Unpacker {
    /// The file.
    let path: String
    /// The most bytes that may come out. Kernels have some tens of megabytes.
    var limit = 1 << 30

    /// Unpacks what begins at a place, whatever follows it.
    func unpack(_ place: PackedPlaces.Place) throws(CommandFailure) -> TypeExtraction.Unpacked {
      var input: Int32
      repeat { input = open(path, O_RDONLY | O_CLOEXEC) } while input < 0 && errno == EINTR
      guard input >= 0 else { throw failure("cannot be opened") }
      defer { close(input) }
      guard lseek(input, off_t(place.offset), SEEK_SET) >= 0 else {
        throw failure("cannot be read")
      }
      var ends: [Int32] = [-1, -1]
      guard uapi_pipe(&ends) == 0 else { throw failure("no pipe for its bytes") }
      let (error, child) = start(place.packing.command, input: input, output: ends[1])
      close(ends[1])
      defer {
        // A program that has more to say finds nobody, and ends.
        close(ends[0])
        if error == 0 { wait(for: child) }
      }
      if error == ENOENT { return .missing(program: place.packing.command[0]) }
      guard error == 0 else {
        errno = error
        throw failure("\(place.packing.command[0]) cannot be started")
      }
      return .bytes(try readAll(ends[0]))
    }

    private func start(
      _ command: [String], input: Int32, output: Int32
    ) -> (error: Int32, child: pid_t) {
      var actions = posix_spawn_file_actions_t()
      posix_spawn_file_actions_init(&actions)
      defer { posix_spawn_file_actions_destroy(&actions) }
      posix_spawn_file_actions_adddup2(&actions, input, 0)
      posix_spawn_file_actions_adddup2(&actions, output, 1)
      // What stands behind the packed data makes these programs complain.
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
        let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        if count < 0 {
          if errno == EINTR { continue }
          throw failure("cannot be unpacked")
        }
        if count == 0 { return bytes }
        guard bytes.count + count <= limit else {
          throw CommandFailure("\(path): more than \(limit) bytes come out of it")
        }
        bytes += buffer[..<count]
      }
    }

    private func wait(for child: pid_t) {
      var status: Int32 = 0
      while waitpid(child, &status, 0) < 0, errno == EINTR {}
    }

    private func failure(_ what: String) -> CommandFailure {
      let number = errno
      return CommandFailure("\(path): \(what): \(String(cString: strerror(number)))")
    }
  }
#endif
