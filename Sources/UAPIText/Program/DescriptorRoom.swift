internal import LibC

/// Whether this process can open as many files as a command needs.
package enum DescriptorRoom {
  /// How many files a command has open at once at most, those that come with it aside.
  package static let needed = 16

  /// Makes sure that there is enough room.
  ///
  /// With less a command would find much to be missing that is there, and the threads of Dispatch trap
  /// where they cannot open what they wait with.
  package static func check() throws(CommandFailure) {
    var opened: [Int32] = []
    defer { for descriptor in opened { close(descriptor) } }
    while opened.count < needed {
      let descriptor = fcntl(2, F_DUPFD_CLOEXEC, 3)
      guard descriptor >= 0 else {
        throw CommandFailure(
          "only \(opened.count) more files can be open, and \(needed) are needed: "
            + "\(String(cString: strerror(errno))); raise the limit (ulimit -n)")
      }
      opened.append(descriptor)
    }
  }
}
