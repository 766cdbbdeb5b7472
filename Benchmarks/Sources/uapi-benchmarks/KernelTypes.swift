#if os(Linux)
  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif
  import BTF
  import UAPIStructs

  /// Finding one struct among the types of the running kernel: whole processes, ours and the programs
  /// that people use for it, and the library inside this process.
  enum KernelTypes {
    private static let file = "/sys/kernel/btf/vmlinux"
    private static let name = "tcp_info"
    private static let rounds = 15

    /// Prints a line for each comparison, or why it cannot.
    static func run() throws {
      guard access(file, R_OK) == 0 else {
        print("kernel types: skipped, for this kernel shows none in /sys/kernel/btf")
        return
      }
      if let uapi = Process.neighbour("uapi") {
        let comparison = ProcessComparison(nameWidth: 46)
        comparison.printTitle("struct \(name) in \(file)")
        let ours = [uapi, "layout", name, "--btf", "running"]
        comparison.compare(
          "bpftool btf dump -j", ["bpftool", "btf", "dump", "-j", "file", file], ours)
        comparison.compare("pahole -C", ["pahole", "-C", name, file], ours)
      }
      try measureMemory()
      try measureLibrary()
    }

    /// What stays in memory once a struct was found, compared with the size of the file.
    private static func measureMemory() throws {
      let before = residentPages()
      let types = try BTFTypes(contentsOf: file)
      let size = try types.layout(of: name)?.size ?? 0
      let pages = residentPages() - before
      precondition(size > 0 && types.count > 0, "the kernel has no \(name)")
      var status = stat()
      stat(file, &status)
      let megabytes = Double(pages * sysconf(Int32(_SC_PAGESIZE))) / 1e6
      print(
        Columns.left("in the library, memory, MB", 46)
          + Columns.right(Columns.decimal(megabytes), 17)
          + "  for a file of \(Columns.decimal(Double(status.st_size) / 1e6))")
    }

    /// The pages of this process that are in memory, those of mapped files too.
    private static func residentPages() -> Int {
      guard let stream = fopen("/proc/self/statm", "r") else { return 0 }
      defer { fclose(stream) }
      var line = [CChar](repeating: 0, count: 128)
      guard fgets(&line, Int32(line.count), stream) != nil else { return 0 }
      let words = String(
        decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self
      )
      .split(separator: " ")
      return words.count > 1 ? Int(words[1]) ?? 0 : 0
    }

    /// Opening the file and finding a struct in it, and finding it again.
    private static func measureLibrary() throws {
      let clock = ContinuousClock()
      var first: [Double] = []
      var next: [Double] = []
      for _ in 0..<rounds {
        var found = 0
        var types: BTFTypes?
        first.append(
          try clock.measure {
            types = try BTFTypes(contentsOf: file)
            found += try types?.layout(of: name)?.size ?? 0
          }.milliseconds)
        let again = 1000
        next.append(
          try clock.measure {
            for _ in 0..<again { found += try types?.layout(of: name)?.size ?? 0 }
          }.milliseconds / Double(again))
        precondition(found > 0, "the kernel has no \(name)")
      }
      print(
        Columns.left("in the library, the first time, ms", 46)
          + Columns.right(Columns.decimal(median(first)), 17))
      print(
        Columns.left("in the library, every other time, µs", 46)
          + Columns.right(Columns.decimal(median(next) * 1000), 17))
    }
  }

  extension Duration {
    fileprivate var milliseconds: Double {
      Double(components.seconds) * 1e3 + Double(components.attoseconds) / 1e15
    }
  }
#endif
