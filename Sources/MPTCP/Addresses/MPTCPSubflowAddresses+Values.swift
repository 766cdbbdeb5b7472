internal import UAPIStructs

extension MPTCPSubflowAddresses {
  /// The address of this end, or `nil` where the answer does not reach it.
  public var local: SocketAddress? { address(at: 0) }

  /// The address of the other end, or `nil` where the answer does not reach it.
  public var remote: SocketAddress? { address(at: Self.sizeOfAddress) }

  var localBytes: SocketAddressBytes { bytes(at: 0) }

  var remoteBytes: SocketAddressBytes { bytes(at: Self.sizeOfAddress) }

  /// The kernel keeps room for any address: two times `sockaddr_storage`.
  static let sizeOfAddress = 128

  private func address(at offset: Int) -> SocketAddress? {
    withBytes(at: offset) { SocketAddress($0, abi: decoded.reading.abi) }
  }

  private func bytes(at offset: Int) -> SocketAddressBytes {
    withBytes(at: offset) { SocketAddressBytes($0, abi: decoded.reading.abi) }
  }

  /// Hands over an address as far as the answer reaches.
  private func withBytes<Result>(at offset: Int, _ body: (RawSpan) -> Result) -> Result {
    decoded.withBytes { bytes in
      let end = Swift.min(offset + Self.sizeOfAddress, decoded.length, bytes.byteCount)
      return body(bytes.extracting(Swift.min(offset, end)..<end))
    }
  }
}
