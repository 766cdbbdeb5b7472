#if os(Linux)
  extension NetworkNamespace {
    /// Adds a rule for packets that the namespace receives.
    ///
    /// - Parameter rule: as `nft` writes it: `tcp option mptcp exists drop`.
    /// - Returns: whether this machine has nftables; where not, it prints why.
    package func addInputRule(_ rule: String) throws -> Bool {
      let tables = try outcome(of: ["nft", "list", "ruleset"])
      guard tables.status == 0 else {
        print("skipped: no nftables, install nftables (\(tables.status) \(tables.errors))")
        return false
      }
      try run(["nft", "-f", "-"], input: Self.chain + "add rule inet tests input \(rule)\n")
      return true
    }

    /// Takes the rules of tests away again.
    package func deleteInputRules() throws {
      try run(["nft", "delete", "table", "inet", "tests"])
    }

    private static let chain = """
      add table inet tests
      add chain inet tests input { type filter hook input priority 0; }

      """
  }
#endif
