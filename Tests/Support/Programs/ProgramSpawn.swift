#if os(Linux)
  internal import Glibc

  /// What posix_spawn needs to start a program. The child is in the namespace of the calling thread.
  struct ProgramSpawn: Sendable {
    let words: [String]
    let environment: [String]
    let input: Descriptor
    let output: Descriptor
    let errors: Descriptor

    /// Starts the program in a process group of its own, and leaves the descriptors to it. Gives
    /// its number.
    func start() throws -> pid_t {
      // Else what it prints would never end.
      defer { for descriptor in [input, output, errors] { descriptor.close() } }
      var actions = posix_spawn_file_actions_t()
      posix_spawn_file_actions_init(&actions)
      defer { posix_spawn_file_actions_destroy(&actions) }
      for (number, descriptor) in [input, output, errors].enumerated() {
        posix_spawn_file_actions_adddup2(&actions, descriptor.number, Int32(number))
      }
      var attributes = posix_spawnattr_t()
      posix_spawnattr_init(&attributes)
      defer { posix_spawnattr_destroy(&attributes) }
      // Whatever the test runner ignores or blocks, the program starts with nothing of it.
      var signals = sigset_t()
      sigemptyset(&signals)
      posix_spawnattr_setsigmask(&attributes, &signals)
      sigaddset(&signals, SIGPIPE)
      sigaddset(&signals, SIGINT)
      posix_spawnattr_setsigdefault(&attributes, &signals)
      posix_spawnattr_setpgroup(&attributes, 0)
      posix_spawnattr_setflags(
        &attributes,
        Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

      var pid: pid_t = 0
      let name = words.first ?? ""
      let status = Self.withPointers(words) { words in
        Self.withPointers(environment) { environment in
          posix_spawnp(&pid, name, &actions, &attributes, words, environment)
        }
      }
      guard status == 0 else {
        throw FixtureError(call: "\(name) (of the package util-linux)", errno: status)
      }
      return pid
    }

    private static func withPointers<Result>(
      _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
      let pointers = texts.map { strdup($0) }
      defer { for pointer in pointers { free(pointer) } }
      return body(pointers + [nil])
    }
  }
#endif
