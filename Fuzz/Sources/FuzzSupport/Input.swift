/// Bytes of which a target takes small figures and pieces, one after the other.
///
/// Behind the end every figure is 0 and every piece empty.
public struct FuzzInput {
  private let bytes: [UInt8]
  private var position = 0

  /// The bytes that libFuzzer hands over.
  public init(_ start: UnsafePointer<UInt8>?, _ count: Int) {
    bytes = Array(UnsafeBufferPointer(start: start, count: start == nil ? 0 : count))
  }

  /// The next byte.
  public mutating func byte() -> UInt8 {
    guard position < bytes.count else { return 0 }
    defer { position += 1 }
    return bytes[position]
  }

  /// A number below a bound.
  public mutating func number(below bound: Int) -> Int { Int(byte()) % bound }

  /// A piece whose length stands in front of it in two bytes; the rest where it is shorter.
  public mutating func piece() -> [UInt8] {
    let length = Int(byte()) | Int(byte()) << 8
    let end = min(position + length, bytes.count)
    defer { position = end }
    return Array(bytes[position..<end])
  }

  /// Everything that is left.
  public mutating func rest() -> [UInt8] {
    defer { position = bytes.count }
    return Array(bytes[position...])
  }

  /// Whether nothing is left.
  public var isAtEnd: Bool { position == bytes.count }
}
