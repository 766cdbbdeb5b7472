/// How the in-kernel path manager of a network namespace is set up: which subflows it opens, which
/// addresses it announces, and how many it allows.
///
/// It decides for connections that were opened while ``MPTCPSettings/pathManager`` was `kernel`.
public struct MPTCPPathManager: Hashable, Sendable {
  /// What it allows each connection.
  public struct Limits: Hashable, Sendable {
    /// How many subflows a connection may have in addition to its first one, those included that
    /// the peer opens. With 0 every connection stays on one path.
    public let additionalSubflows: UInt32
    /// How many addresses that the peer announces are answered with a subflow.
    public let acceptedAddresses: UInt32

    /// Limits.
    public init(additionalSubflows: UInt32, acceptedAddresses: UInt32) {
      self.additionalSubflows = additionalSubflows
      self.acceptedAddresses = acceptedAddresses
    }
  }

  /// What it allows each connection.
  public let limits: Limits
  /// The addresses that it uses, in the order in which it does.
  public let endpoints: [MPTCPEndpoint]

  /// A path manager that is set up in this way.
  public init(limits: Limits, endpoints: [MPTCPEndpoint]) {
    self.limits = limits
    self.endpoints = endpoints
  }
}
