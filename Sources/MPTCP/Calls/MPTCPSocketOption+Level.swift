extension MPTCPSocketOption {
  /// SOL_MPTCP: the level of these options, for `getsockopt`.
  public static let level: Int32 = 284
}
