internal import BTF
internal import MPTCP
internal import Netlink

/// What a machine says about MPTCP: each part as it answered, or why it did not.
struct CheckFacts {
  /// What `uname -r` prints.
  var kernel: String
  /// Whether MPTCP sockets can be opened.
  var support: MPTCPSupport
  /// The switches of this network namespace.
  var settings: Result<MPTCPSettings, MPTCPSocketError>
  /// How the path manager of this network namespace is set up.
  var pathManager: Result<MPTCPPathManager, NetlinkError>
  /// What the kernel says of the addresses of endpoints and their ways, by the ids of the endpoints.
  /// Where one is missing, that was not asked.
  var reaches: [UInt8: EndpointReach] = [:]
  /// Why the kernel tells nothing of interfaces and routes; `nil` where it does.
  var routingError: NetlinkError?
  /// What came of a connection over loopback.
  var connection: Connection = .notTried
  /// The socket options that the connection answered; empty where none was asked.
  var answeredOptions: [MPTCPCapture.Option] = []
  /// What is known of the kernel; `nil` where it was not looked for.
  var evidence: KernelEvidence?
  /// What the installed header knows; `nil` where it was not compared.
  var header: Header?
  /// Why the kernel lists no MPTCP sockets; `nil` where it does.
  var listingError: NetlinkError?

  /// A connection of this machine to itself.
  enum Connection {
    /// There was nothing to try: MPTCP sockets cannot be opened.
    case notTried
    /// It was asked to open none.
    case leftOut
    /// It speaks MPTCP, and the kernel filled so many fields of `mptcp_info`.
    case mptcp(fieldCount: Int)
    /// It did not answer.
    case failed(LoopbackFailure)
  }

  /// A header compared with the kernel.
  struct Header {
    /// Its path and release.
    var title: String
    var path: String
    var release: String?
    /// The fields of `mptcp_info` that this kernel fills and the header does not declare.
    var missing: [String]
    /// The commands, attributes and events of netlink that this kernel knows and the header does not.
    var missingEnumerators: [String] = []
    /// Those that the header declares and this kernel does not know.
    var unknownEnumerators: [String] = []
  }
}
