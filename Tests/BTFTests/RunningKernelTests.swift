#if os(Linux)
  import BTF
  import Glibc
  import MPTCP
  import Testing
  import UAPIStructs

  /// The types of the kernel that the tests run on.
  struct RunningKernelTests {
    /// The kernel's types. A kernel that shows none is a printed skip.
    private func running() throws -> BTFTypes? {
      guard access("/sys/kernel/btf/vmlinux", F_OK) == 0 else {
        print("skipped: this kernel shows no types in /sys/kernel/btf")
        return nil
      }
      return try BTFTypes.running()
    }

    private func withSocket<Value>(
      protocol number: Int32, _ body: (Int32) throws -> Value
    ) throws -> Value? {
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), number)
      guard descriptor >= 0 else {
        // A kernel with MPTCP gives such a socket unless it is switched off.
        print("skipped: no socket of protocol \(number): errno \(errno)")
        return nil
      }
      defer { close(descriptor) }
      return try body(descriptor)
    }

    @Test
    func `The layouts of this kernel fit its answers`() throws {
      guard let types = try running() else { return }
      let tcp = try #require(try types.layout(of: "tcp_info"))
      let tcpLength = try withSocket(protocol: 0) { try TCPInfo(socket: $0).byteCount }
      #expect(tcp.size == tcpLength)
      guard let mptcp = try types.layout(of: "mptcp_info") else {
        #expect(access("/proc/sys/net/mptcp/enabled", F_OK) != 0)
        return
      }
      #expect(mptcp.fields.first?.name == "mptcpi_subflows" && mptcp.fields.first?.type == "__u8")
      let length = try withSocket(protocol: 262) { try MPTCPInfo(socket: $0).byteCount }
      if let length { #expect(mptcp.size == length) }
      // What the kernel's length proves, its types say too.
      for field in MPTCPInfo.Field.allCases {
        let found = mptcp.fields.first { $0.name == field.cName }
        if let found { #expect(found.offset + found.size <= mptcp.size) }
      }
    }

    /// A kernel of the mainline has the layouts that its release had.
    @Test
    func `The layouts of this kernel are among those of the history`() throws {
      guard let types = try running() else { return }
      var name = utsname()
      #expect(uname(&name) == 0)
      let text = withUnsafeBytes(of: &name.release) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard case .release(let release)? = KernelKnowledge(uname: text) else {
        print("skipped: \(text) may have layouts of its own")
        return
      }
      for history in [
        MPTCPInfo.history, TCPInfo.history, MPTCPFullInfo.history, MPTCPSubflowData.history,
        MPTCPSubflowInfo.history, MPTCPSubflowAddresses.history,
      ] where release <= history.knownThrough {
        guard let number = history.generation(of: release),
          let layout = history.layout(ofGeneration: number, abi: .native),
          let found = try types.layout(of: history.name)
        else { continue }
        #expect(found.name == layout.name && found.size == layout.size)
        // An attribute may ask for more than the members need, and leaves no trace.
        #expect(found.alignment <= layout.alignment)
        let spelled = layout.fields.map { field in
          // The name of this type is a macro, of which the kernel's types know the definition.
          StructLayout.Field(
            name: field.name, type: field.type == "__aligned_u64" ? "__u64" : field.type,
            offset: field.offset, size: field.size, bits: field.bits)
        }
        #expect(found.fields == spelled)
      }
    }

    @Test
    func `Every struct of this kernel has a layout`() throws {
      guard let types = try running() else { return }
      var count = 0
      for id in types.ids {
        guard let kind = types.kind(of: id), kind == .struct || kind == .union else { continue }
        let layout = try types.layout(ofType: id)
        let alignment = try types.alignment(of: id)
        #expect(alignment > 0 && alignment & (alignment - 1) == 0)
        #expect(layout.fields.allSatisfy { $0.offset + $0.size <= layout.size })
        count += 1
      }
      #expect(count > 1000)
      #expect(types.base == nil && types.pointerSize == MemoryLayout<Int>.size)
    }

    @Test
    func `Constants of this kernel are found by name and by prefix`() throws {
      guard let types = try running() else { return }
      #expect(try types.enumConstant(named: "IPPROTO_TCP")?.value == 6)
      let protocols = try types.enumConstants(withPrefix: "IPPROTO_")
      #expect(protocols.contains { $0.name == "IPPROTO_UDP" && $0.value == 17 })
      #expect(types.id(named: "vfs_read", kind: .function) != nil)
    }

    /// Mapped or read, a file is the same bytes.
    @Test
    func `A file and memory give the same types`() throws {
      guard let types = try running() else { return }
      let path = "/sys/kernel/btf/vmlinux"
      let descriptor = open(path, O_RDONLY | O_CLOEXEC)
      try #require(descriptor >= 0)
      defer { close(descriptor) }
      var bytes: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        let count = read(descriptor, &buffer, buffer.count)
        try #require(count >= 0)
        if count == 0 { break }
        bytes += buffer[..<count]
      }
      let copy = try BTFTypes(bytes: bytes)
      #expect(copy.ids == types.ids)
      #expect(try copy.layout(of: "task_struct") == types.layout(of: "task_struct"))
    }

    @Test
    func `Types of modules are read with those of the kernel`() throws {
      guard try running() != nil, let folder = opendir("/sys/kernel/btf") else { return }
      defer { closedir(folder) }
      while let entry = readdir(folder) {
        let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
          String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        if name.hasPrefix(".") || name == "vmlinux" { continue }
        let types = try BTFTypes.running(module: name)
        for id in types.ids where types.kind(of: id) == .struct {
          #expect(throws: Never.self) { try types.layout(ofType: id) }
        }
      }
      #expect(throws: BTFError.self) { try BTFTypes.running(module: "no such module") }
    }
  }
#endif
