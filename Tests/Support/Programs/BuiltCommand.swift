#if os(Linux)
  internal import Foundation

  /// What the build put next to the tests.
  package enum BuiltCommand {
    package static func folder() throws -> String {
      let path = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
      return URL(filePath: path).deletingLastPathComponent().path
    }

    /// The command itself.
    package static func path() throws -> String {
      let path = try folder() + "/uapi"
      guard FileManager.default.isExecutableFile(atPath: path) else {
        throw FixtureError("\(path) is not built")
      }
      return path
    }

    /// Runs any program.
    ///
    /// - Parameter mptcp: whether it is switched on in a namespace of its own; `nil` where the network does
    ///   not matter, and the kernel need not have it. Then many programs share one.
    package static func outcome(
      of words: [String], mptcp: Bool? = nil, environment: [String: String] = [:]
    ) throws -> Program.Outcome {
      guard let mptcp else {
        return try NetworkNamespace.shared().outcome(of: words, environment: environment)
      }
      return try NetworkNamespace.with { namespace in
        try namespace.setSysctl("net.mptcp.enabled", to: mptcp ? "1" : "0")
        return try namespace.outcome(of: words, environment: environment)
      }
    }
  }
#endif
