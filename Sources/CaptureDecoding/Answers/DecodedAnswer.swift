package import MPTCP
package import UAPIStructs

/// What a record says, once it is decoded.
package enum DecodedAnswer {
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
  package struct SubflowAddresses {
    package var local: MPTCPAddress?
    package var remote: MPTCPAddress?
  }

  /// The connection and its subflows.
  package struct FullAnswer {
    package var info: DecodedStruct
    package var subflowCount: Int
    package var subflows: [Subflow]
  }

  /// One subflow, as far as the answer reaches.
  package struct Subflow {
    package var id: UInt32?
    package var addresses: SubflowAddresses
    package var tcpInfo: DecodedStruct?
  }
}
