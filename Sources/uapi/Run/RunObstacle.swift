#if os(Linux)
  #if canImport(Glibc)
    internal import Glibc
  #elseif canImport(Musl)
    internal import Musl
  #endif
  internal import CMPTCPPreload

  /// Why a program's sockets are out of reach of a library in front of it.
  enum RunObstacle: Hashable {
    /// A Go program calls the kernel by itself, and has a switch of its own.
    case goProgram
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

    /// What stands between a library and a program, if anything does.
    init?(_ program: ProgramFile, library: ELFProgram?) {
      guard let elf = program.elf else { return nil }
      if elf.isGo {
        self = .goProgram
      } else if !elf.hasLoader {
        self = .noLoader
      } else if let library, elf.isWide != library.isWide || elf.machine != library.machine {
        self = .otherMachine(program: elf, library: library)
      } else if let privilege = Privilege(path: program.path) {
        self = .privileged(privilege)
      } else {
        return nil
      }
    }

    /// What is the case, and what becomes of the program's sockets.
    var explanation: String {
      switch self {
      case .goProgram:
        "is a Go program, which calls the kernel by itself. GODEBUG=multipathtcp=1 makes it use "
          + "MPTCP, if it was built with Go 1.21 or later and uses the package net."
      case .noLoader:
        "is statically linked: no library can stand between it and the kernel. It uses TCP."
      case .otherMachine(let program, let library):
        "is a \(program.machineName) program, and the library that switches sockets is a "
          + "\(library.machineName) one. It uses TCP."
      case .privileged(let privilege):
        "gets rights by \(privilege.rawValue), so that the loader ignores libraries of its caller. "
          + "It uses TCP."
      }
    }

    /// What to do about it, if there is something to do.
    var cure: String? {
      switch self {
      case .goProgram: nil
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
