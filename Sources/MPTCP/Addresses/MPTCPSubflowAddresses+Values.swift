internal import UAPIStructs

extension MPTCPSubflowAddresses {
  /// The address of this end, or `nil` where the answer does not reach it.
  public var local: SocketAddress? { address(at: 0) }

  /// The address of the other end, or `nil` where the answer does not reach it.
  public var remote: SocketAddress? { address(at: Self.sizeOfAddress) }

  /// The kernel keeps room for any address: two times `sockaddr_storage`.
  private static let sizeOfAddress = 128

  private func address(at offset: Int) -> SocketAddress? {
    let bytes = decoded.bytes(in: offset..<(offset + Self.sizeOfAddress))
    // Integers have no padding: all their bytes can be read.
    return unsafe SocketAddress(bytes.span.bytes, abi: decoded.reading.abi)
  }
}
