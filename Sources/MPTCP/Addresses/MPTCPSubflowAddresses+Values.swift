internal import UAPIStructs

extension MPTCPSubflowAddresses {
  /// The address of this end, or `nil` where the answer does not reach it.
  public var local: MPTCPAddress? { address(.local) }

  /// The address of the other end, or `nil` where the answer does not reach it.
  public var remote: MPTCPAddress? { address(.remote) }

  private func address(_ end: SubflowEnd) -> MPTCPAddress? {
    let (length, abi) = (_decoded.reading.length, _decoded.reading.abi)
    return _decoded.withBytes { bytes in
      // As far as the answer reaches.
      end.address(in: bytes.extracting(0..<Swift.min(length, bytes.byteCount)), abi: abi)
    }
  }
}

extension MPTCPSubflowInfo {
  /// One of the addresses inside, as ``addrs`` has it, or `nil` where the answer does not reach it.
  func address(_ end: SubflowEnd) -> MPTCPAddress? {
    let abi = _decoded.reading.abi
    let address = _decoded.withBytes(of: Field.addrs) { bytes, _ in
      end.address(in: bytes, abi: abi)
    }
    return address ?? nil
  }
}

/// The ends of a subflow: the addresses of `struct mptcp_subflow_addrs`, one after the other.
enum SubflowEnd {
  case local, remote

  /// The kernel keeps room for any address: two times `sockaddr_storage`.
  private static let sizeOfAddress = 128

  /// The address in the bytes of the struct, as far as there are any.
  func address(in addresses: RawSpan, abi: ABI) -> MPTCPAddress? {
    let start = self == .local ? 0 : Self.sizeOfAddress
    let end = Swift.min(start + Self.sizeOfAddress, addresses.byteCount)
    return MPTCPAddress(addresses.extracting(Swift.min(start, end)..<end), abi: abi)
  }
}
