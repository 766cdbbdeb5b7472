internal import UAPIStructs

extension MPTCPSubflowAddresses {
  /// The address of this end, or `nil` where the answer does not reach it.
  public var local: SocketAddress? { address(at: 0) }

  /// The address of the other end, or `nil` where the answer does not reach it.
  public var remote: SocketAddress? { address(at: Self.sizeOfAddress) }

  /// The kernel keeps room for any address: two times `sockaddr_storage`.
  private static let sizeOfAddress = 128

  private func address(at offset: Int) -> SocketAddress? {
    let (length, abi) = (decoded.length, decoded.reading.abi)
    return decoded.withBytes { bytes in
      // As far as the answer reaches.
      let end = Swift.min(offset + Self.sizeOfAddress, length, bytes.byteCount)
      return SocketAddress(bytes.extracting(Swift.min(offset, end)..<end), abi: abi)
    }
  }
}
