/// A machine that structs are known to have layouts of their own on.
@usableFromInline
struct Machine: Hashable, Sendable, BitwiseCopyable {
  @usableFromInline let number: UInt8

  @inlinable
  init(number: UInt8) { self.number = number }

  /// Any other one, or it was not said.
  @inlinable static var unnamed: Machine { Machine(number: 0) }
  @inlinable static var amd64: Machine { Machine(number: 1) }
  @inlinable static var i386: Machine { Machine(number: 2) }
  @inlinable static var arm64: Machine { Machine(number: 3) }
  @inlinable static var arm: Machine { Machine(number: 4) }
  @inlinable static var riscv64: Machine { Machine(number: 5) }
  @inlinable static var ppc64le: Machine { Machine(number: 6) }
  @inlinable static var s390x: Machine { Machine(number: 7) }

  /// The machine that this code runs on.
  @inlinable static var native: Machine {
    #if arch(x86_64)
      .amd64
    #elseif arch(i386)
      .i386
    #elseif arch(arm64) && _endian(little)
      .arm64
    #elseif arch(arm) && _endian(little)
      .arm
    #elseif arch(riscv64)
      .riscv64
    #elseif arch(powerpc64le)
      .ppc64le
    #elseif arch(s390x)
      .s390x
    #else
      .unnamed
    #endif
  }

  /// The machine that `uname -m` calls so.
  init(_ name: String) {
    switch name {
    case "x86_64", "amd64": self = .amd64
    case "i386", "i486", "i586", "i686": self = .i386
    case "aarch64", "arm64": self = .arm64
    case "armv5tel", "armv6l", "armv7l", "armv8l": self = .arm
    case "riscv64": self = .riscv64
    case "ppc64le": self = .ppc64le
    case "s390x": self = .s390x
    default: self = .unnamed
    }
  }
}

extension ABI {
  /// The machine whose layouts count: where none was named, that with the least of its own.
  private var representative: Machine {
    if machine != .unnamed { return machine }
    if hasShortPointers { return alignsLongIntegersToFour && !isBigEndian ? .i386 : .arm }
    return isBigEndian ? .s390x : .arm64
  }

  /// The bit of that machine.
  var machineBit: UInt64 { 1 << UInt64(representative.number) }
}
