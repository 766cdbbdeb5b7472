#if os(Linux)
  import COwnNetwork

  /// A network namespace of this process alone.
  enum OwnNetwork {
    /// Enters a new one, in which loopback is up; says why where that cannot be.
    static func enter() -> String? {
      guard enter_own_network() == 0 else {
        return "it needs a network namespace of its own, which takes root"
      }
      return ip("link", "set", "lo", "up")
    }

    /// Runs `ip` in it; says why where that does not go well.
    static func ip(_ words: String...) -> String? {
      guard let program = Process.find("ip") else { return "ip is not in the folders of PATH" }
      return Process.failure(of: [program] + words)
    }
  }
#endif
