internal import UAPIKnowledge

/// A machine that structs are laid out for.
package struct TargetMachine: Hashable, Sendable {
  /// The name that `uname -m` prints.
  package var name: String
  /// The target triple for clang.
  package var triple: String
  /// The folder below the root of headers in which Debian keeps what depends on the machine.
  package var folder: String
  /// The folder below `/usr` of Debian's packages for cross compilers.
  package var crossFolder: String
  /// The condition for Swift.
  package var condition: String

  /// The machines whose layouts generated code knows.
  package static let all = [
    TargetMachine("x86_64", "arch(x86_64)"),
    TargetMachine("i386", "arch(i386)", crossFolder: "i686-linux-gnu"),
    TargetMachine("aarch64", "arch(arm64)"),
    TargetMachine(
      "armv7l", "arch(arm)", triple: "armv7-linux-gnueabihf", folder: "arm-linux-gnueabihf"),
    TargetMachine("riscv64", "arch(riscv64)"),
    TargetMachine("ppc64le", "arch(powerpc64le)", folder: "powerpc64le-linux-gnu"),
    TargetMachine("s390x", "arch(s390x)"),
  ]

  private init(
    _ name: String, _ condition: String, triple: String? = nil, folder: String? = nil,
    crossFolder: String? = nil
  ) {
    self.name = name
    self.condition = condition
    self.triple = triple ?? "\(name)-linux-gnu"
    self.folder = folder ?? "\(name)-linux-gnu"
    self.crossFolder = crossFolder ?? self.folder
  }

  /// The name of the machine that this program was built for.
  package static var host: String {
    #if arch(x86_64)
      "x86_64"
    #elseif arch(i386)
      "i386"
    #elseif arch(arm64)
      "aarch64"
    #elseif arch(arm)
      "armv7l"
    #elseif arch(riscv64)
      "riscv64"
    #elseif arch(powerpc64le)
      "ppc64le"
    #elseif arch(s390x)
      "s390x"
    #else
      "this machine"
    #endif
  }

  /// Machines as a condition of Swift's `#if`.
  package static func condition(_ names: [String]) -> String {
    let machines = all.filter { names.contains($0.name) }
    if Set(names) == ["i386", "armv7l"] { return "_pointerBitWidth(_32)" }
    return machines.map(\.condition).joined(separator: " || ")
  }
}
