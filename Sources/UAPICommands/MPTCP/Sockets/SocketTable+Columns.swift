#if os(Linux)
  internal import UAPIText

  extension SocketTable {
    /// The columns in their order.
    enum Column: Int, CaseIterable {
      case state, local, remote, subflows, roundTripTime
      case sent, received, retransmits
      case rateOut, rateIn
      case owner

      var title: String {
        switch self {
        case .state: "STATE"
        case .local: "LOCAL"
        case .remote: "REMOTE"
        case .subflows: "SUBFLOWS"
        case .roundTripTime: "RTT ms"
        case .sent: "SENT"
        case .received: "RECEIVED"
        case .retransmits: "RETRANS"
        case .rateOut: "OUT/s"
        case .rateIn: "IN/s"
        case .owner: "OWNER"
        }
      }

      var alignment: TextGrid.Alignment {
        switch self {
        case .state, .local, .remote, .owner: .left
        default: .right
        }
      }

      /// What a narrow terminal can do without, the least important first.
      static func unimportant(besideRates: Bool) -> [Column] {
        besideRates ? [.received, .sent, .retransmits, .owner] : [.retransmits, .owner, .received]
      }
    }
  }
#endif
