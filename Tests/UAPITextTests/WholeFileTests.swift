#if os(Linux)
  import Foundation
  import TestSupport
  import Testing
  import UAPIText

  /// Files that are written whole, whatever is at their place.
  struct WholeFileTests {
    private static func status(_ path: String) throws -> stat {
      var status = stat()
      try #require(lstat(path, &status) == 0, "\(path)")
      return status
    }

    private static func text(_ path: String) -> String? {
      FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Whether some Python ends without an error.
    private static func python(_ script: String, _ path: String) throws -> Bool {
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = ["python3", "-c", "import os, sys; " + script, path]
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      return process.terminationStatus == 0
    }

    private static func write(_ text: String, to path: String) throws {
      try WholeFile.write(Array(text.utf8), to: path)
    }

    /// The error number of a writing that must fail.
    private static func failure(of path: String) -> Int32? {
      do { try write("text", to: path) } catch { return (error as? FileFailure)?.number }
      return nil
    }

    @Test func `A new file has what was written, and the folder nothing else`() throws {
      let folder = try ScratchFolder()
      try Self.write("a\n", to: folder.path + "/file")
      #expect(Self.text(folder.path + "/file") == "a\n")
      #expect(folder.names == ["file"])
      let mask = umask(0)
      umask(mask)
      #expect(try Self.status(folder.path + "/file").st_mode & 0o7777 == 0o666 & ~mask)
    }

    @Test(arguments: [0o600, 0o644, 0o755, 0o4755, 0o640] as [mode_t])
    func `A file that is replaced keeps its mode`(mode: mode_t) throws {
      let folder = try ScratchFolder()
      let path = folder.path + "/file"
      try Self.write("a long text", to: path)
      chmod(path, mode)
      try Self.write("b", to: path)
      #expect(Self.text(path) == "b")
      #expect(try Self.status(path).st_mode & 0o7777 == mode)
      #expect(folder.names == ["file"])
    }

    @Test func `A file that is replaced keeps its owner and its attributes`() throws {
      let folder = try ScratchFolder()
      let path = folder.path + "/file"
      try Self.write("a", to: path)
      let isRoot = chown(path, 12345, 12346) == 0
      let hasAttributes = try Self.python("os.setxattr(sys.argv[1], 'user.uapi', b'value')", path)
      if !isRoot { print("skipped: who is not root cannot give files away") }
      if !hasAttributes { print("skipped: this file system has no attributes of users") }
      try Self.write("b", to: path)
      let status = try Self.status(path)
      if isRoot { #expect(status.st_uid == 12345 && status.st_gid == 12346) }
      if hasAttributes {
        #expect(try Self.python("assert os.getxattr(sys.argv[1], 'user.uapi') == b'value'", path))
      }
    }

    @Test func `A symbolic link keeps pointing, and what it points to is written`() throws {
      let folder = try ScratchFolder()
      let (link, second, file) = (
        folder.path + "/link", folder.path + "/second", folder.path + "/sub/file"
      )
      mkdir(folder.path + "/sub", 0o755)
      symlink("second", link)
      symlink("sub/file", second)
      // At first the links lead to nothing.
      for text in ["a", "bb"] {
        try Self.write(text, to: link)
        #expect(Self.text(file) == text)
        #expect(try Self.status(link).st_mode & S_IFMT == S_IFLNK)
        #expect(try Self.status(second).st_mode & S_IFMT == S_IFLNK)
      }
      #expect(folder.names == ["link", "second", "sub"])
      symlink("loop", folder.path + "/loop")
      #expect(Self.failure(of: folder.path + "/loop") == ELOOP)
    }

    @Test func `A link that somebody else put into a shared folder is not followed`() throws {
      guard geteuid() == 0 else { return print("skipped: who is not root cannot give links away") }
      let folder = try ScratchFolder()
      try Self.write("mine", to: folder.path + "/file")
      mkdir(folder.path + "/shared", 0o755)
      chmod(folder.path + "/shared", 0o1777)
      let link = folder.path + "/shared/link"
      symlink("../file", link)
      lchown(link, 12345, 12345)
      #expect(Self.failure(of: link) == EACCES)
      #expect(Self.text(folder.path + "/file") == "mine")
    }

    @Test func `All names of a file see what is written`() throws {
      let folder = try ScratchFolder()
      let (path, other) = (folder.path + "/file", folder.path + "/other")
      try Self.write("a longer text", to: path)
      #expect(link(path, other) == 0)
      try Self.write("b", to: path)
      #expect(Self.text(path) == "b" && Self.text(other) == "b")
      #expect(try Self.status(path).st_ino == Self.status(other).st_ino)
      #expect(folder.names == ["file", "other"])
    }

    @Test func `A device stays one`() throws {
      let before = try Self.status("/dev/null")
      try Self.write("text", to: "/dev/null")
      let after = try Self.status("/dev/null")
      #expect(after.st_mode == before.st_mode && after.st_rdev == before.st_rdev)
      #expect(after.st_ino == before.st_ino)
      #expect(Self.failure(of: "/dev/full") == ENOSPC)
    }

    @Test func `A pipe is written to and stays one`() throws {
      let folder = try ScratchFolder()
      let path = folder.path + "/pipe"
      #expect(mkfifo(path, 0o644) == 0)
      let reader = open(path, O_RDONLY | O_NONBLOCK)
      defer { close(reader) }
      #expect(try WholeFile.update(Array("text".utf8), at: path))
      var buffer = [UInt8](repeating: 0, count: 16)
      #expect(read(reader, &buffer, buffer.count) == 4)
      #expect(Array(buffer[..<4]) == Array("text".utf8))
      #expect(try Self.status(path).st_mode & S_IFMT == S_IFIFO)
    }

    @Test func `Files that this process has open are written to where they are`() throws {
      let folder = try ScratchFolder()
      let path = folder.path + "/file"
      let descriptor = open(path, O_RDWR | O_CREAT, 0o644)
      defer { close(descriptor) }
      #expect(Glibc.write(descriptor, "a", 1) == 1)
      symlink("/proc/self/fd/\(descriptor)", folder.path + "/link")
      for name in ["/proc/self/fd/\(descriptor)", "/dev/fd/\(descriptor)", folder.path + "/link"] {
        try Self.write("b", to: name)
      }
      #expect(Glibc.write(descriptor, "c", 1) == 1)
      #expect(Self.text(path) == "abbbc")
    }

    @Test func `What cannot be written is told with the number of the system`() throws {
      let folder = try ScratchFolder()
      #expect(Self.failure(of: folder.path) == EISDIR)
      #expect(Self.failure(of: folder.path + "/") == EISDIR)
      #expect(Self.failure(of: folder.path + "/none/file") == ENOENT)
      #expect(Self.failure(of: "") == ENOENT)
      try Self.write("", to: folder.path + "/file")
      #expect(Self.failure(of: folder.path + "/file/file") == ENOTDIR)
      let long = String(repeating: "x", count: 256)
      #expect(Self.failure(of: folder.path + "/" + long) == ENAMETOOLONG)
      let longest = folder.path + "/" + String(repeating: "x", count: 255)
      for text in ["a", "b"] {
        try Self.write(text, to: longest)
        #expect(Self.text(longest) == text)
      }
    }

    @Test func `A draft that a killed run left does not stay`() throws {
      let folder = try ScratchFolder()
      let path = folder.path + "/file"
      try Self.write("a", to: path)
      // What the hidden name is, only the file itself tells: every name that it can be is taken.
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      for byte in "file".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
      let draft = folder.path + "/.uapi-\(String(hash, radix: 16)).part"
      #expect(FileManager.default.createFile(atPath: draft, contents: Data("half".utf8)))
      try Self.write("b", to: path)
      #expect(Self.text(path) == "b")
      #expect(folder.names == ["file"])
    }

    @Test func `Runs beside each other leave the whole text of one of them`() async throws {
      let folder = try ScratchFolder()
      let path = folder.path + "/file"
      let texts = (0..<8).map { String(repeating: "\($0)", count: 100_000) }
      await withTaskGroup(of: Void.self) { group in
        for text in texts {
          group.addTask { for _ in 0..<20 { try? Self.write(text, to: path) } }
        }
      }
      #expect(texts.contains(Self.text(path) ?? ""))
      #expect(folder.names == ["file"])
    }

    @Test func `A file is written only when its contents change`() throws {
      let folder = try ScratchFolder()
      let path = folder.path + "/file"
      #expect(try WholeFile.update([1, 2], at: path))
      let first = try Self.status(path)
      #expect(try !WholeFile.update([1, 2], at: path))
      #expect(try Self.status(path).st_ino == first.st_ino)
      #expect(try WholeFile.update([1, 3], at: path))
      #expect(try WholeFile.update([1], at: path))
      #expect(try WholeFile.update([], at: path))
      #expect(try !WholeFile.update([], at: path))
    }

    @Test func `Folders are created with those that they are in`() throws {
      let folder = try ScratchFolder()
      try WholeFile.createFolder(folder.path + "/a/b/c")
      try WholeFile.createFolder(folder.path + "/a/b/c")
      try WholeFile.createFolder(folder.path + "/a/d/")
      #expect(try Self.status(folder.path + "/a/b/c").st_mode & S_IFMT == S_IFDIR)
      try Self.write("", to: folder.path + "/file")
      let error = #expect(throws: FileFailure.self) {
        try WholeFile.createFolder(folder.path + "/file/a")
      }
      #expect(error?.number == ENOTDIR)
      #expect(throws: FileFailure.self) { try WholeFile.createFolder(folder.path + "/file") }
    }
  }
#endif
