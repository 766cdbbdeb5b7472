internal import UAPIStructs

/// What an answer has of a `sockaddr`, as far as those of IPv4 and IPv6 go.
///
/// Plain bytes, so that a subflow copies like an integer; ``SocketAddress`` is made where somebody
/// asks for it.
struct SocketAddressBytes: Sendable, BitwiseCopyable {
  /// `sizeof(struct sockaddr_in6)`, the larger one.
  static let capacity = 28

  private let words: InlineArray<4, UInt64>
  /// How many bytes there are.
  private let count: UInt8
  private let isBigEndian: Bool

  /// Whether addresses of a family lie whole inside these bytes.
  static func canHold(_ family: UInt16) -> Bool {
    family == SocketAddress.ipv4Family || family == SocketAddress.ipv6Family
  }

  /// No byte of an address.
  static var none: SocketAddressBytes { SocketAddressBytes(RawSpan(), abi: .native) }

  /// The address in front of the bytes.
  init(_ bytes: RawSpan, abi: ABI) {
    count = UInt8(Swift.min(bytes.byteCount, Self.capacity))
    isBigEndian = abi.isBigEndian
    words = InlineArray { index in
      UInt64(littleEndian: bytes.integer(at: 8 * index, size: 8, bigEndian: false))
    }
  }

  /// The address at an offset, from where at least 32 bytes are there.
  @unsafe
  @inline(__always)
  init(unchecked bytes: RawSpan, at offset: Int) {
    count = UInt8(Self.capacity)
    isBigEndian = ABI.native.isBigEndian
    words = InlineArray { index in
      unsafe bytes.unsafeLoadUnaligned(
        fromUncheckedByteOffset: offset &+ 8 &* index, as: UInt64.self)
    }
  }

  /// The address, or `nil` where the answer does not reach it.
  var address: SocketAddress? {
    // Integers have no padding: all their bytes can be read.
    let bytes = unsafe words.span.bytes.extracting(0..<Int(count))
    return SocketAddress(bytes, abi: isBigEndian ? .bigEndian : .littleEndian)
  }
}
