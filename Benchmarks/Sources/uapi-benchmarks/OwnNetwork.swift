#if os(Linux)
  import COwnNetwork

  /// A network namespace of this process alone.
  enum OwnNetwork {
    /// Enters a new one, in which loopback is up; says why where that cannot be.
    static func enter() -> String? {
      guard enter_own_network() == 0 else {
        return "it needs a network namespace of its own, which takes root"
      }
      return ip("link", "set", "lo", "up") ? nil : "ip is not there or does not work"
    }

    /// Runs `ip` in it, and tells whether that went well.
    static func ip(_ words: String...) -> Bool {
      Process.find("ip").map { Process.run([$0] + words) == 0 } ?? false
    }
  }
#endif
