#if os(Linux)
  internal import Glibc

  extension NetworkNamespace {
    /// The descriptors of this process that lead to sockets of the namespace.
    ///
    /// What other tests open and close meanwhile does not matter: the kernel says of each socket to
    /// which namespace it belongs.
    package func openSockets() throws -> Set<Int32> {
      let inode = try inode
      return try Set(Self.openDescriptors().filter { Self.namespaceInode(of: $0) == inode })
    }

    private static func openDescriptors() throws -> [Int32] {
      guard let folder = opendir("/proc/self/fd") else {
        throw FixtureError(call: "opendir /proc/self/fd", errno: errno)
      }
      defer { closedir(folder) }
      var numbers: [Int32] = []
      while let entry = readdir(folder) {
        let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
          String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        if let number = Int32(name) { numbers.append(number) }
      }
      return numbers
    }

    /// The namespace of a socket, or `nil` where the descriptor is not a socket, or gone by now.
    private static func namespaceInode(of descriptor: Int32) -> UInt64? {
      var status = stat()
      guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return nil }
      // SIOCGSKNS opens the namespace of a socket.
      let namespace = ioctl(descriptor, 0x894C, 0)
      guard namespace >= 0 else { return nil }
      defer { close(namespace) }
      return fstat(namespace, &status) == 0 ? UInt64(status.st_ino) : nil
    }
  }
#endif
