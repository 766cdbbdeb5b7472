/// The switches of MPTCP in a network namespace: the files of `/proc/sys/net/mptcp`, which
/// `sysctl net.mptcp` shows.
///
/// Kernels have different ones. What a kernel lacks is `nil` here; what is not known here is kept by
/// its name and text.
public struct MPTCPSettings: Hashable, Sendable {
  /// The text of each file without the line end, by its name. Empty where the kernel has no MPTCP.
  public let texts: [String: String]
  /// The files that could not be read, and why.
  public let unreadable: [String: MPTCPSocketError]

  /// Settings as they were read somewhere.
  public init(texts: [String: String], unreadable: [String: MPTCPSocketError] = [:]) {
    self.texts = texts
    self.unreadable = unreadable
  }

  /// The number that a file holds, or `nil` where there is no such file or no number in it.
  public func number(_ name: String) -> Int? { texts[name].flatMap { Int($0) } }

  /// The words that a file holds.
  private func words(_ name: String) -> [String]? {
    texts[name].map { $0.split(whereSeparator: \.isWhitespace).map(String.init) }
  }

  private func flag(_ name: String) -> Bool? { number(name).map { $0 != 0 } }
}

// MARK: - What is known of them

extension MPTCPSettings {
  /// `enabled`: whether new MPTCP sockets can be opened. Since Linux 5.6; 1 by default.
  public var isEnabled: Bool? { flag("enabled") }

  /// `add_addr_timeout`: after how many seconds an announcement that the peer did not acknowledge is
  /// repeated; 0: never. Newer kernels repeat earlier, and take this for the longest wait. Since
  /// Linux 5.11; 120 by default.
  public var addAddressTimeout: Int? { number("add_addr_timeout") }

  /// `add_addr_v6_port_drop_ts`: whether the announcement of an IPv6 address with a port may push
  /// the TCP timestamps out of its packet, since both do not fit. Since Linux 7.2; 1 by default.
  public var dropsTimestampsForAddress: Bool? { flag("add_addr_v6_port_drop_ts") }

  /// `allow_join_initial_addr_port`: whether peers may open further subflows to the address and port
  /// of the first one. Addresses that are announced are not affected. Since Linux 5.14; 1 by
  /// default.
  public var allowsJoinToInitialAddress: Bool? { flag("allow_join_initial_addr_port") }

  /// `available_path_managers`: the names that ``pathManager`` can have. Since Linux 6.15.
  public var availablePathManagers: [String]? { words("available_path_managers") }

  /// `available_schedulers`: the names that ``scheduler`` can have. Since Linux 6.10.
  public var availableSchedulers: [String]? { words("available_schedulers") }

  /// `blackhole_timeout`: for how many seconds new connections of this machine go without MPTCP
  /// after a network dropped the handshake of one; 0: they never do. Doubles each time. Since Linux
  /// 6.12; 3600 by default.
  public var blackholeTimeout: Int? { number("blackhole_timeout") }

  /// `checksum_enabled`: whether this end asks for a checksum over all data of new connections. It
  /// is used where either end asks. Since Linux 5.14; 0 by default.
  public var isChecksumEnabled: Bool? { flag("checksum_enabled") }

  /// `close_timeout`: for how many seconds a connection stays that has lost its last subflow. Since
  /// Linux 6.7; 60 by default.
  public var closeTimeout: Int? { number("close_timeout") }

  /// Who decides about subflows and announcements of new connections: `kernel`, as
  /// ``MPTCPPathManager`` is set up; `userspace`, a daemon; or another name.
  ///
  /// `path_manager` since Linux 6.15, before that `pm_type`, of which 0 is the kernel and 1 user
  /// space. Kernels before 5.19 have neither, and no other than their own.
  public var pathManager: String? {
    if let name = texts["path_manager"], !name.isEmpty { return name }
    switch number("pm_type") {
    case 0: return "kernel"
    case 1: return "userspace"
    default: return nil
    }
  }

  /// `scheduler`: what chooses the subflow for each piece of data of new connections. Since Linux
  /// 6.6; "default" by default.
  public var scheduler: String? { texts["scheduler"] }

  /// `stale_loss_cnt`: after how many retransmission intervals without any progress a subflow is left
  /// alone while others work; 0: never. Since Linux 5.15; 4 by default.
  public var staleLossCount: Int? { number("stale_loss_cnt") }

  /// `syn_retrans_before_tcp_fallback`: how often the first packet of a connection is repeated with
  /// MPTCP before it is repeated without; 0: never. Since Linux 6.14; 2 by default.
  public var handshakeRetransmissions: Int? { number("syn_retrans_before_tcp_fallback") }
}
