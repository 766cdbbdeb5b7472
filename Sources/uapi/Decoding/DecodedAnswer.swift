internal import MPTCP
internal import UAPIStructs

/// What a record says, once it is decoded.
enum DecodedAnswer {
  /// The answer is one struct.
  case structure(DecodedStruct)
  /// `MPTCP_TCPINFO`: a struct for each subflow that fitted.
  case subflowStructs(subflowCount: Int, elements: [DecodedStruct])
  /// `MPTCP_SUBFLOW_ADDRS`: the addresses of each subflow that fitted.
  case addresses(subflowCount: Int, elements: [SubflowAddresses])
  /// `MPTCP_FULL_INFO`.
  case full(FullAnswer)
  /// The call failed.
  case refused(errno: Int, name: String?)

  /// The two ends of a subflow, as far as the answer reaches.
  struct SubflowAddresses {
    var local: MPTCPAddress?
    var remote: MPTCPAddress?
  }

  /// The connection and its subflows.
  struct FullAnswer {
    var info: DecodedStruct
    var subflowCount: Int
    var subflows: [Subflow]
  }

  /// One subflow, as far as the answer reaches.
  struct Subflow {
    var id: UInt32?
    var addresses: SubflowAddresses
    var tcpInfo: DecodedStruct?
  }
}
