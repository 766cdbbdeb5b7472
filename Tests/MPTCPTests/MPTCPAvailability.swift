#if os(Linux)
  import MPTCP
  import TestSupport
  import Testing

  /// Whether MPTCP sockets can be opened here. Where not, it is said why, and it is a failure unless
  /// the kernel has no MPTCP or it is switched off.
  func mptcpCanBeOpened() -> Bool {
    let support = MPTCPSupport.probe()
    if support == .available { return true }
    #expect(!NetworkNamespace.kernelHasMPTCP || support == .disabled)
    print("skipped: \(support.explanation)")
    return false
  }
#endif
