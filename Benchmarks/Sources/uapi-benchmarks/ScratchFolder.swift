#if os(Linux)
  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif

  /// A folder that goes away with this value.
  struct ScratchFolder: ~Copyable {
    let path: String

    init?() {
      var template = Array("/tmp/uapi-benchmarks-XXXXXX".utf8CString)
      guard mkdtemp(&template) != nil else { return nil }
      path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { Process.run(["/bin/rm", "-rf", path]) }

    /// Writes a file, and tells whether that worked.
    func write(_ text: String, to file: String) -> Bool {
      guard let stream = fopen(file, "w") else { return false }
      let isWritten = fputs(text, stream) >= 0
      return fclose(stream) == 0 && isWritten
    }
  }
#endif
