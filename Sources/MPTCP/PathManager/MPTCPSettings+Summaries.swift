extension MPTCPSettings {
  /// What a file is about, in a few words, or `nil` for one that is not known here.
  public static func summary(of name: String) -> String? { summaries[name] }

  private static let summaries = [
    "enabled": "whether MPTCP sockets can be opened",
    "add_addr_timeout": "seconds until an announced address is announced again",
    "add_addr_v6_port_drop_ts": "whether IPv6 announcements may displace timestamps",
    "allow_join_initial_addr_port": "whether peers may join at the address of the first subflow",
    "available_path_managers": "what path_manager can be",
    "available_schedulers": "what scheduler can be",
    "blackhole_timeout": "seconds without MPTCP after a network dropped its handshake",
    "checksum_enabled": "whether this end asks for checksums over all data",
    "close_timeout": "seconds that a connection outlives its last subflow",
    "path_manager": "who opens subflows and announces addresses",
    "pm_type": "who opens subflows: 0 the kernel, 1 a daemon",
    "scheduler": "what chooses the subflow for each piece of data",
    "stale_loss_cnt": "retransmissions until a subflow is left alone",
    "syn_retrans_before_tcp_fallback": "repeated handshakes until a connection goes on as TCP",
  ]
}
