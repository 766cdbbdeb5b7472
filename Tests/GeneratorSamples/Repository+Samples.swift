package import TestSupport

extension Repository {
  /// The spec of the bindings of MPTCP.
  package static var mptcpSpec: String {
    get throws { try text("Sources/MPTCP/uapi-bindings.json5") }
  }

  /// What the sample of the tests becomes: files of the target GoldenBindings, which compiles them.
  package static func golden(_ name: String) throws -> String {
    try text("Tests/GoldenBindings/\(name)")
  }
}
