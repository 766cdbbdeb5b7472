#if os(Linux)
  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif

  /// Other programs, run to their end with their output thrown away.
  enum Process {
    /// The file of a program in the folders of PATH.
    static func find(_ name: String) -> String? {
      let path = getenv("PATH").map { String(cString: $0) } ?? ""
      return path.split(separator: ":").map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
    }

    /// The file of a program that was built with this one.
    static func neighbour(_ name: String) -> String? {
      var buffer = [UInt8](repeating: 0, count: 4096)
      let count = buffer.withUnsafeMutableBytes { buffer in
        buffer.withMemoryRebound(to: CChar.self) { buffer in
          buffer.baseAddress.map { readlink("/proc/self/exe", $0, buffer.count) } ?? 0
        }
      }
      let own = buffer.prefix(max(count, 0))
      guard let end = own.lastIndex(of: UInt8(ascii: "/")) else { return nil }
      let file = String(decoding: own[...end], as: UTF8.self) + name
      return access(file, X_OK) == 0 ? file : nil
    }

    /// The status with which a program ends; 127 where it cannot be started.
    ///
    /// - Parameter errors: the file that takes what it says on standard error.
    @discardableResult
    static func run(_ words: [String], errors: String = "/dev/null") -> Int32 {
      var actions = posix_spawn_file_actions_t()
      posix_spawn_file_actions_init(&actions)
      defer { posix_spawn_file_actions_destroy(&actions) }
      posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
      posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, O_WRONLY, 0)
      var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
      arguments.append(nil)
      defer { for argument in arguments { free(argument) } }
      var pid: pid_t = 0
      guard posix_spawn(&pid, words[0], &actions, nil, arguments, environ) == 0 else { return 127 }
      var status: Int32 = 0
      while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
      return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    }

    /// Why a program does not end with status 0, in its own words; `nil` where it does.
    static func failure(of words: [String]) -> String? {
      var file = Array("/tmp/uapi-benchmarks.XXXXXX".utf8CString)
      let descriptor = mkstemp(&file)
      guard descriptor >= 0 else { return "its errors have no file" }
      let path = String(decoding: file.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
      defer {
        close(descriptor)
        unlink(path)
      }
      let status = run(words, errors: path)
      guard status != 0 else { return nil }
      var bytes = [UInt8](repeating: 0, count: 4096)
      let count = pread(descriptor, &bytes, bytes.count, 0)
      let text = String(decoding: bytes[..<max(count, 0)], as: UTF8.self)
      let end = status == 127 ? "cannot be started (status 127)" : "ends with status \(status)"
      return "\(words[0]) \(end)" + FirstLines.text(of: text, indent: 4)
    }

    /// The seconds from the start of a program to its end.
    static func time(_ words: [String]) -> Double {
      let clock = ContinuousClock()
      var status: Int32 = 0
      let duration = clock.measure { status = run(words) }
      if status != 0 { fatalError(failure(of: words) ?? "\(words[0]) ends with status \(status)") }
      return Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }
  }
#endif
