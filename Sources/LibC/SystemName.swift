/// What the running system calls itself: the call `uname`.
package struct SystemName: Sendable {
  /// What `uname -r` prints; empty where the system does not say.
  package let release: String
  /// What `uname -m` prints; empty where the system does not say.
  package let machine: String

  /// Asks the system.
  package static func current() -> SystemName {
    var name = utsname()
    guard unsafe uname(&name) == 0 else { return SystemName(release: "", machine: "") }
    return SystemName(release: text(name.release), machine: text(name.machine))
  }

  /// The characters of a C array before its first zero.
  private static func text<Characters: BitwiseCopyable>(_ characters: Characters) -> String {
    // An array of characters, as long as its type says, with no padding.
    unsafe withUnsafeBytes(of: characters) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}
