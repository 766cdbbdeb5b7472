public import UAPIStructs

/// What the plugin binds for the spec of MPTCP when this package is built, from the headers that are installed.
public enum InstalledStructs {
  /// The histories of all of its structs.
  public static let histories: [StructHistory] = [
    MPTCPInfo.history, MPTCPFullInfo.history, MPTCPSubflowData.history, MPTCPSubflowInfo.history,
    MPTCPSubflowAddresses.history, TCPInfo.history,
  ]
}
