/// How the kernel that wrote some bytes lays out integers.
///
/// Three things differ between the machines that Linux runs on: the order of bytes (and with it the
/// order in which bit-fields fill their storage), whether 64-bit integers are aligned to eight bytes
/// (everywhere but on i386, where structs can be shorter for it), and the size of pointers, to which
/// some structs are aligned.
///
/// A few structs are another one on each machine, by headers of its own: ``init(machine:)`` knows
/// which machine it is. The others here are those of many machines, and take such a struct as the most
/// common one of them has it.
public struct ABI: Hashable, Sendable, BitwiseCopyable {
  /// Most significant byte first.
  public let isBigEndian: Bool
  /// 64-bit integers aligned to four bytes, as on i386.
  public let alignsLongIntegersToFour: Bool
  /// Pointers of four bytes, as on all 32-bit machines.
  public let hasShortPointers: Bool
  /// The machine, where it is one that structs can have a layout of their own on.
  @usableFromInline let machine: Machine

  @inlinable
  init(
    isBigEndian: Bool, alignsLongIntegersToFour: Bool, hasShortPointers: Bool,
    machine: Machine = .unnamed
  ) {
    self.isBigEndian = isBigEndian
    self.alignsLongIntegersToFour = alignsLongIntegersToFour
    self.hasShortPointers = hasShortPointers
    self.machine = machine
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
      hasShortPointers: MemoryLayout<Int>.size == 4, machine: .native)
  }

  /// The ABI of a machine as `uname -m` names it, or `nil` for a name that is not known.
  public init?(machine name: some StringProtocol) {
    let name = String(name)
    let like: ABI
    switch name {
    case "i386", "i486", "i586", "i686":
      like = .i386
    case "s390x", "ppc64", "aarch64_be", "mips64", "sparc64", "parisc64":
      like = .bigEndian
    case "s390", "ppc", "armv7b", "armv8b", "mips", "sparc", "parisc":
      like = .bigEndian32
    case "x86_64", "amd64", "aarch64", "arm64", "riscv64", "ppc64le", "mips64el", "loongarch64",
      "ia64", "alpha":
      like = .littleEndian
    case "armv5tel", "armv6l", "armv7l", "armv8l", "riscv32", "ppcle", "mipsel":
      like = .littleEndian32
    default:
      return nil
    }
    self.init(
      isBigEndian: like.isBigEndian, alignsLongIntegersToFour: like.alignsLongIntegersToFour,
      hasShortPointers: like.hasShortPointers, machine: Machine(name))
  }
}
