extension MPTCPSocketList {
  /// Which processes hold which sockets, as far as /proc shows it.
  ///
  /// A process shows its descriptors to its own user and to root; the sockets of others have no owner
  /// here. A socket can have several: a child inherits its parent's.
  public struct Owners: Sendable {
    /// A descriptor of a process.
    public struct Owner: Hashable, Sendable {
      /// The process.
      public let pid: Int32
      /// The descriptor there.
      public let descriptor: Int32
      /// The name of the process, which it may have chosen by itself.
      public let processName: String

      /// An owner that was found by other means.
      package init(pid: Int32, descriptor: Int32, processName: String) {
        self.pid = pid
        self.descriptor = descriptor
        self.processName = processName
      }
    }

    private let owners: [UInt32: [Owner]]

    /// Who holds the socket with an inode, ordered by process.
    public func owners(ofInode inode: UInt32) -> [Owner] { owners[inode] ?? [] }

    /// Owners that were found by other means.
    package init(_ owners: [UInt32: [Owner]]) { self.owners = owners }

    /// The inode in the text of a link such as `socket:[4711]`.
    package static func inode(ofLink link: some Collection<UInt8>) -> UInt32? {
      let start = "socket:[".utf8
      guard link.starts(with: start) else { return nil }
      let rest = link.dropFirst(start.count)
      guard let end = rest.firstIndex(of: UInt8(ascii: "]")),
        rest.index(after: end) == rest.endIndex
      else { return nil }
      return decimal(rest[..<end])
    }

    /// The number of some decimal digits; `nil` for anything else, and for one that is too large.
    package static func decimal(_ digits: some Collection<UInt8>) -> UInt32? {
      if digits.isEmpty { return nil }
      var number: UInt32 = 0
      for digit in digits {
        guard (0x30...0x39).contains(digit) else { return nil }
        let (product, overflow) = number.multipliedReportingOverflow(by: 10)
        let (sum, carry) = product.addingReportingOverflow(UInt32(digit - 0x30))
        if overflow || carry { return nil }
        number = sum
      }
      return number
    }
  }
}

#if os(Linux) || os(Android)
  internal import LibC

  extension MPTCPSocketList.Owners {
    /// Looks through the descriptors of processes for some sockets.
    ///
    /// - Parameters:
    ///   - inodes: the sockets that are looked for.
    ///   - pid: the one process to look at, or `nil` for all.
    public static func current(
      ofInodes inodes: some Sequence<UInt32>, pid: Int32? = nil
    ) -> MPTCPSocketList.Owners {
      let wanted = Set(inodes)
      var owners: [UInt32: [Owner]] = [:]
      var pids = pid.map { [$0] } ?? []
      if pid == nil, !wanted.isEmpty {
        Self.forEachNumber(in: "/proc") { pid, _ in pids.append(pid) }
      }
      for pid in pids.sorted() {
        var found: [(descriptor: Int32, inode: UInt32)] = []
        Self.forEachNumber(in: "/proc/\(pid)/fd") { descriptor, link in
          if let inode = link(), wanted.contains(inode) { found.append((descriptor, inode)) }
        }
        if found.isEmpty { continue }
        let name = Self.name(ofProcess: pid)
        for (descriptor, inode) in found.sorted(by: { $0.descriptor < $1.descriptor }) {
          owners[inode, default: []].append(
            Owner(pid: pid, descriptor: descriptor, processName: name))
        }
      }
      return MPTCPSocketList.Owners(owners)
    }

    /// Hands over the entries of a folder that are numbers, each with a way to read the inode in the
    /// link that the entry is. A folder that cannot be read has none.
    private static func forEachNumber(
      in folder: String, _ body: (_ number: Int32, _ inode: () -> UInt32?) -> Void
    ) {
      guard let stream = unsafe opendir(folder) else { return }
      // Whatever closedir says, the stream is gone.
      defer { _ = unsafe closedir(stream) }
      let descriptor = unsafe dirfd(stream)
      while let entry = unsafe readdir(stream) {
        // The name ends with a zero byte inside the entry, which lives until the next call.
        unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
          let digits = unsafe bytes.prefix { $0 != 0 }
          guard let number = unsafe decimal(digits), let start = bytes.baseAddress else {
            return
          }
          body(Int32(clamping: number)) {
            unsafe inode(ofLink: start.assumingMemoryBound(to: CChar.self), in: descriptor)
          }
        }
      }
    }

    private static func inode(ofLink name: UnsafePointer<CChar>, in folder: Int32) -> UInt32? {
      var buffer = InlineArray<32, UInt8>(repeating: 0)
      return unsafe withUnsafeMutableBytes(of: &buffer) { buffer in
        guard let start = buffer.baseAddress else { return nil }
        // The kernel writes no more than the buffer has, and nothing after that.
        let count = unsafe readlinkat(
          folder, name, start.assumingMemoryBound(to: CChar.self), buffer.count)
        guard count > 0, count <= buffer.count else { return nil }
        return unsafe inode(ofLink: buffer[..<count])
      }
    }

    private static func name(ofProcess pid: Int32) -> String {
      // A process that ended in the meantime has no name.
      let bytes = (try? KernelFile.bytes("/proc/\(pid)/comm")) ?? []
      let line = bytes.prefix { $0 != 0x0A }
      return String(decoding: line, as: UTF8.self)
    }
  }
#endif
