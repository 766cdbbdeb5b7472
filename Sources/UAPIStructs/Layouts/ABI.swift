/// How the kernel that wrote some bytes lays out integers.
///
/// Three things differ between the machines that Linux runs on: the order of bytes (and with it the
/// order in which bit-fields fill their storage), whether 64-bit integers are aligned to eight bytes
/// (everywhere but on i386, where structs can be shorter for it), and the size of pointers, to which
/// some structs are aligned.
public struct ABI: Hashable, Sendable, BitwiseCopyable {
  /// Most significant byte first.
  public let isBigEndian: Bool
  /// 64-bit integers aligned to four bytes, as on i386.
  public let alignsLongIntegersToFour: Bool
  /// Pointers of four bytes, as on all 32-bit machines.
  public let hasShortPointers: Bool

  @inlinable
  init(isBigEndian: Bool, alignsLongIntegersToFour: Bool, hasShortPointers: Bool) {
    self.isBigEndian = isBigEndian
    self.alignsLongIntegersToFour = alignsLongIntegersToFour
    self.hasShortPointers = hasShortPointers
  }

  /// x86_64, aarch64, riscv64, ppc64le and their like.
  public static let littleEndian = ABI(
    isBigEndian: false, alignsLongIntegersToFour: false, hasShortPointers: false)
  /// s390x, big-endian aarch64 and ppc64 and their like.
  public static let bigEndian = ABI(
    isBigEndian: true, alignsLongIntegersToFour: false, hasShortPointers: false)
  /// 32-bit x86 kernels.
  public static let i386 = ABI(
    isBigEndian: false, alignsLongIntegersToFour: true, hasShortPointers: true)
  /// armv7, riscv32 and their like.
  public static let littleEndian32 = ABI(
    isBigEndian: false, alignsLongIntegersToFour: false, hasShortPointers: true)
  /// 32-bit kernels of ppc, mips, sparc and their like.
  public static let bigEndian32 = ABI(
    isBigEndian: true, alignsLongIntegersToFour: false, hasShortPointers: true)

  /// The ABI of the machine that this code runs on.
  @inlinable
  public static var native: ABI {
    #if _endian(big)
      let isBigEndian = true
    #else
      let isBigEndian = false
    #endif
    #if arch(i386)
      let alignsLongIntegersToFour = true
    #else
      let alignsLongIntegersToFour = false
    #endif
    return ABI(
      isBigEndian: isBigEndian, alignsLongIntegersToFour: alignsLongIntegersToFour,
      hasShortPointers: MemoryLayout<Int>.size == 4)
  }

  /// The ABI of a machine as `uname -m` names it, or `nil` for a name that is not known.
  public init?(machine name: some StringProtocol) {
    switch String(name) {
    case "i386", "i486", "i586", "i686":
      self = .i386
    case "s390x", "ppc64", "aarch64_be", "mips64", "sparc64", "parisc64":
      self = .bigEndian
    case "s390", "ppc", "armv7b", "armv8b", "mips", "sparc", "parisc":
      self = .bigEndian32
    case "x86_64", "amd64", "aarch64", "arm64", "riscv64", "ppc64le", "mips64el", "loongarch64",
      "ia64", "alpha":
      self = .littleEndian
    case "armv5tel", "armv6l", "armv7l", "armv8l", "riscv32", "ppcle", "mipsel":
      self = .littleEndian32
    default:
      return nil
    }
  }
}
