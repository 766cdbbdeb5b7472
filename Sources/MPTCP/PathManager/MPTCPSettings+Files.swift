#if os(Linux) || os(Android)
  internal import LibC

  extension MPTCPSettings {
    /// Reads the files, in the network namespace of the calling thread.
    ///
    /// - Throws: ``MPTCPSocketError`` where the folder cannot be read. A kernel without MPTCP does not
    ///   have it, which is not an error: then there are no files.
    public static func current() throws(MPTCPSocketError) -> MPTCPSettings {
      try MPTCPSettings(folder: "/proc/sys/net/mptcp")
    }

    /// Reads all files of a folder.
    package init(folder: String) throws(MPTCPSocketError) {
      var texts: [String: String] = [:]
      var unreadable: [String: MPTCPSocketError] = [:]
      for name in try Self.names(in: folder) {
        do throws(MPTCPSocketError) {
          texts[name] = try Self.text(ofFile: folder + "/" + name)
        } catch {
          unreadable[name] = error
        }
      }
      self.init(texts: texts, unreadable: unreadable)
    }

    /// The names of the entries of a folder; none where it does not exist.
    private static func names(in folder: String) throws(MPTCPSocketError) -> [String] {
      // The stream is closed once, below, and not used after that.
      guard let stream = unsafe opendir(folder) else {
        if errno == ENOENT { return [] }
        throw MPTCPSocketError(call: "opendir(\(folder))", errno: errno)
      }
      defer { _ = unsafe closedir(stream) }
      var names: [String] = []
      while true {
        // Whether it is the end or an error shows in errno only.
        errno = 0
        guard let entry = unsafe readdir(stream) else {
          if errno != 0 { throw MPTCPSocketError(call: "readdir(\(folder))", errno: errno) }
          return names
        }
        // The entry is valid until the next call; its name ends with a zero byte inside the array.
        let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
          unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        if name != "." && name != ".." { names.append(name) }
      }
    }

    /// The text of a file without the white space at its end.
    private static func text(ofFile path: String) throws(MPTCPSocketError) -> String {
      var bytes = try KernelFile.bytes(path)
      while let last = bytes.last, last == 0x0A || last == 0x20 { bytes.removeLast() }
      return String(decoding: bytes, as: UTF8.self)
    }
  }
#endif
