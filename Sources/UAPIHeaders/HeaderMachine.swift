/// The machine that headers are read for, as far as folder names depend on it.
struct HeaderMachine: Equatable {
  /// The first part of the target triple, in the spelling of Debian's folders.
  let name: String
  /// Whether the triple asks for the ABI with floating-point registers.
  let isHardFloat: Bool

  /// The machine of a target triple such as `aarch64-unknown-linux-gnu`; without one, that of this
  /// program.
  init(target: String?) {
    guard let target else {
      self = .host
      return
    }
    let part = String(target.prefix { $0 != "-" })
    name =
      switch part {
      case "amd64": "x86_64"
      case "arm64": "aarch64"
      case "i386", "i486", "i586", "i686": "i386"
      case "ppc64le": "powerpc64le"
      case "ppc64": "powerpc64"
      case let part where part.hasPrefix("armv") || part == "arm": "arm"
      default: part
      }
    isHardFloat = target.hasSuffix("hf")
  }

  private init(name: String, isHardFloat: Bool = false) {
    self.name = name
    self.isHardFloat = isHardFloat
  }

  /// How the folder of this machine's headers begins, and that of a machine with the same headers.
  var folderPrefixes: [String] {
    switch name {
    case "i386": ["i386-linux-", "x86_64-linux-"]
    case "x86_64": ["x86_64-linux-", "i386-linux-"]
    default: [name + "-linux-"]
    }
  }

  /// Whether a folder with that beginning fits: on arm there are two of them.
  func accepts(folder: String) -> Bool {
    name != "arm" || folder.hasSuffix("hf") == isHardFloat
  }

  /// The machine that this program was built for.
  static let host: HeaderMachine = {
    #if arch(x86_64)
      HeaderMachine(name: "x86_64")
    #elseif arch(arm64)
      HeaderMachine(name: "aarch64")
    #elseif arch(arm)
      HeaderMachine(name: "arm", isHardFloat: true)
    #elseif arch(i386)
      HeaderMachine(name: "i386")
    #elseif arch(riscv64)
      HeaderMachine(name: "riscv64")
    #elseif arch(powerpc64le)
      HeaderMachine(name: "powerpc64le")
    #elseif arch(s390x)
      HeaderMachine(name: "s390x")
    #else
      HeaderMachine(name: "unknown")
    #endif
  }()
}
