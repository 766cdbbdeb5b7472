/// How the kernel that wrote some bytes lays out integers.
///
/// Two things differ between the machines that Linux runs on: the order of bytes (and with it the
/// order in which bit-fields fill their storage), and whether 64-bit integers are aligned to eight
/// bytes (everywhere but on i386, where structs can be shorter for it).
public struct ABI: Hashable, Sendable, BitwiseCopyable {
  /// Most significant byte first.
  public let isBigEndian: Bool
  /// 64-bit integers aligned to four bytes, as on i386.
  public let alignsLongIntegersToFour: Bool

  @inlinable
  init(isBigEndian: Bool, alignsLongIntegersToFour: Bool) {
    self.isBigEndian = isBigEndian
    self.alignsLongIntegersToFour = alignsLongIntegersToFour
  }

  /// x86_64, aarch64, armv7, riscv64, ppc64le and their like.
  public static let littleEndian = ABI(isBigEndian: false, alignsLongIntegersToFour: false)
  /// s390x, big-endian aarch64 and ppc64 and their like.
  public static let bigEndian = ABI(isBigEndian: true, alignsLongIntegersToFour: false)
  /// 32-bit x86 kernels.
  public static let i386 = ABI(isBigEndian: false, alignsLongIntegersToFour: true)

  /// The ABI of the machine that this code runs on.
  @inlinable
  public static var native: ABI {
    #if _endian(big)
      ABI(isBigEndian: true, alignsLongIntegersToFour: false)
    #elseif arch(i386)
      ABI(isBigEndian: false, alignsLongIntegersToFour: true)
    #else
      ABI(isBigEndian: false, alignsLongIntegersToFour: false)
    #endif
  }

  /// The ABI of a machine as `uname -m` names it, or `nil` for a name that is not known.
  public init?(machine name: some StringProtocol) {
    switch String(name) {
    case "i386", "i486", "i586", "i686":
      self = .i386
    case "s390", "s390x", "ppc", "ppc64", "aarch64_be", "armv7b", "armv8b", "mips", "mips64",
      "sparc", "sparc64", "parisc", "parisc64":
      self = .bigEndian
    case "x86_64", "amd64", "aarch64", "arm64", "armv5tel", "armv6l", "armv7l", "armv8l",
      "riscv32", "riscv64", "ppcle", "ppc64le", "mipsel", "mips64el", "loongarch64", "ia64",
      "alpha":
      self = .littleEndian
    default:
      return nil
    }
  }
}
