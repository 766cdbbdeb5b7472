extension AnswerRoom {
  /// The header as the caller fills it in: what the kernel sets and both pointers are 0.
  var request: [UInt8] {
    let size =
      switch option {
      case .info, .tcpInfo: 0
      case .subflowTCPInfo, .subflowAddresses: SubflowArraySizes.header
      case .fullInfo: FullInfoSizes.header
      }
    var bytes = [UInt8](repeating: 0, count: size)
    // The bytes have the size of the header.
    unsafe bytes.withUnsafeMutableBytes { unsafe writeRequest(to: $0) }
    return bytes
  }

  /// Writes what is not 0 of the header to memory that is, and has room for it.
  @unsafe
  @inline(__always)
  func writeRequest(to memory: UnsafeMutableRawBufferPointer) {
    func store(_ value: Int, at offset: Int) {
      unsafe memory.storeBytes(
        of: UInt32(truncatingIfNeeded: value), toByteOffset: offset, as: UInt32.self)
    }
    switch option {
    case .info, .tcpInfo: break
    case .subflowTCPInfo, .subflowAddresses:
      // size_subflow_data and size_user.
      store(SubflowArraySizes.header, at: 0)
      store(element, at: 12)
    case .fullInfo:
      // size_tcpinfo_user, size_sfinfo_user and size_arrays_user.
      store(element, at: 4)
      store(element, at: 12)
      store(slots, at: 20)
    }
  }
}
