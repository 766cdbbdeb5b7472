import ArgumentParser
internal import UAPIStructs

/// The name of a machine on the command line.
enum MachineArgument {
  /// Checks that the machine is known.
  static func check(_ name: String?) throws { _ = try abi(name) }

  /// The ABI of a machine; `nil` where none is named.
  static func abi(_ name: String?) throws -> ABI? {
    guard let name else { return nil }
    guard let abi = ABI(machine: name) else {
      throw ValidationError(
        "the machine '\(name)' is not known; name it as uname -m does: x86_64, i686, s390x …")
    }
    return abi
  }
}
