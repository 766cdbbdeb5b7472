#if os(Linux)
  internal import LibC
  internal import UAPIText

  /// The arguments of a program as this process got them: bytes, which need not be text.
  struct RawArguments {
    /// The arguments and the null that ends them.
    let pointers: [UnsafeMutablePointer<CChar>?]

    /// The arguments at the end of this process's command line that a program was read from.
    ///
    /// They, and copies where there are other ones, live as long as the process.
    init(_ command: [String]) {
      let tail = ProgramArguments.pointers.suffix(command.count)
      let isSame = tail.elementsEqual(command) { String(cString: $0) == $1 }
      pointers = (isSame ? Array(tail) : command.map { strdup($0) }) + [nil]
    }

    /// The arguments of a shell that runs a program with these.
    func afterShell(_ program: String) -> [UnsafeMutablePointer<CChar>?] {
      [strdup(RunEnvironment.shell), strdup(program)] + pointers.dropFirst()
    }
  }
#endif
