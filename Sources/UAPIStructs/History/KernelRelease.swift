/// A mainline kernel release such as 6.18.
///
/// A release is a hint about a kernel, never a proof: distributions backport out of order.
public struct KernelRelease: Hashable, Comparable, Sendable {
  /// The number before the first dot.
  public let major: Int
  /// The number after the first dot.
  public let minor: Int

  /// The release `major.minor`.
  @inlinable
  public init(_ major: Int, _ minor: Int) {
    self.major = major
    self.minor = minor
  }

  /// Reads the release at the start of a text: `6.18`, `v6.18`, or what `uname -r` prints.
  ///
  /// Returns `nil` where the text does not begin with two numbers joined by a dot.
  public init?(_ text: some StringProtocol) {
    // One type of text, for which the compiler has the fast way.
    var rest = Substring(text).utf8
    if rest.first == UInt8(ascii: "v") { rest.removeFirst() }
    guard let major = Self.takeNumber(from: &rest), rest.first == UInt8(ascii: ".") else {
      return nil
    }
    rest.removeFirst()
    guard let minor = Self.takeNumber(from: &rest) else { return nil }
    self.init(major, minor)
  }

  /// Whether a release came before another one.
  @inlinable
  public static func < (left: Self, right: Self) -> Bool {
    (left.major, left.minor) < (right.major, right.minor)
  }

  private static func takeNumber(from bytes: inout Substring.UTF8View) -> Int? {
    var value = 0
    var digits = 0
    while let byte = bytes.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
      digits += 1
      guard digits <= 6 else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
      bytes = bytes.dropFirst()
    }
    return digits == 0 ? nil : value
  }
}

extension KernelRelease: CustomStringConvertible {
  /// The release without a leading letter: `6.18`.
  public var description: String { "\(major).\(minor)" }
}
