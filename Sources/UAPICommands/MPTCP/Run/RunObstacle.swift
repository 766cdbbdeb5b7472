#if os(Linux)
  internal import LibC
  internal import CMPTCPPreload

  /// Why a program's sockets are out of reach of a library before it.
  enum RunObstacle: Hashable {
    /// A Go program calls the kernel by itself, and has a switch of its own, which came with a
    /// release of Go.
    case goProgram(GoVersion?)
    /// There is no loader that could load a library.
    case noLoader
    /// The loader takes libraries of another kind only.
    case otherMachine(program: ELFProgram, library: ELFProgram)
    /// The program gets rights that its caller does not have, so that the loader ignores the
    /// caller's libraries.
    case privileged(Privilege)

    /// Where the additional rights come from.
    enum Privilege: String {
      case user = "set-user-ID"
      case group = "set-group-ID"
      case capabilities = "file capabilities"
    }

    /// What keeps a library from a program, if anything does.
    init?(_ program: ProgramFile, library: ELFProgram?) {
      guard let elf = program.elf else { return nil }
      if elf.isGo {
        self = .goProgram(elf.goVersion)
      } else if !elf.hasLoader, !elf.isLoader, !program.isArgumentOfLoader {
        self = .noLoader
      } else if let library, elf.isWide != library.isWide || elf.machine != library.machine {
        self = .otherMachine(program: elf, library: library)
      } else if !program.isArgumentOfLoader, let privilege = Privilege(path: program.path) {
        self = .privileged(privilege)
      } else {
        return nil
      }
    }

    /// What is the case, and what becomes of the program's sockets.
    var explanation: String {
      switch self {
      case .goProgram(let version):
        Self.explanation(of: version)
      case .noLoader:
        "is statically linked: no library can be put between it and the kernel. It uses TCP, and "
          + "what it starts is switched."
      case .otherMachine(let program, let library):
        "is a \(program.machineName) program, and the library that switches sockets is a "
          + "\(library.machineName) one. It uses TCP."
      case .privileged(let privilege):
        "gets rights by \(privilege.rawValue), so that the loader ignores libraries of its caller. "
          + "It uses TCP."
      }
    }

    private static func explanation(of version: GoVersion?) -> String {
      let setting = "GODEBUG=multipathtcp=1"
      guard let version else {
        return
          "is a Go program, which calls the kernel by itself. \(setting) makes it use MPTCP, if "
          + "it was built with Go 1.21 or later and uses the package net."
      }
      let start = "is a Go program built with \(version.text), which calls the kernel by itself. "
      return switch version.knowsMPTCP {
      case true?: start + "\(setting) makes it use MPTCP, if it uses the package net."
      case false?: start + "That release does not know \(setting) (Go 1.21 does). It uses TCP."
      case nil:
        start
          + "\(setting) makes it use MPTCP, if that is Go 1.21 or later and it uses the package net."
      }
    }

    /// What to do about it, if there is something to do.
    var remedy: String? {
      switch self {
      case .goProgram(let version):
        version?.knowsMPTCP == false ? "Use a build of it by Go 1.21 or later." : nil
      case .noLoader:
        "Use a dynamically linked build of it, or let it open its sockets with protocol 262."
      case .otherMachine: "Use a build of the program, or of uapi, for the other machine."
      case .privileged:
        "Start uapi itself with the rights that the program needs (sudo uapi mptcp run -- ...), or "
          + "use a copy of the program without them."
      }
    }
  }

  extension RunObstacle.Privilege {
    /// The rights that a program would give to this process.
    fileprivate init?(path: String) {
      var status = stat()
      var system = statvfs()
      guard stat(path, &status) == 0, statvfs(path, &system) == 0,
        system.f_flag & UInt(ST_NOSUID) == 0, !Self.isRenounced
      else { return nil }
      if status.st_mode & S_ISUID != 0, status.st_uid != geteuid() {
        self = .user
      } else if status.st_mode & S_ISGID != 0, status.st_mode & S_IXGRP != 0,
        status.st_gid != getegid()
      {
        self = .group
      } else if getuid() != 0, uapi_has_file_capabilities(path) {
        self = .capabilities
      } else {
        return nil
      }
    }

    /// Whether this process gave up all additional rights, for its children too.
    private static var isRenounced: Bool {
      guard let file = fopen("/proc/self/status", "re") else { return false }
      defer { fclose(file) }
      var line: UnsafeMutablePointer<CChar>?
      var capacity = 0
      defer { free(line) }
      while getline(&line, &capacity, file) > 0 {
        if let line, String(cString: line) == "NoNewPrivs:\t1\n" { return true }
      }
      return false
    }
  }
#endif
