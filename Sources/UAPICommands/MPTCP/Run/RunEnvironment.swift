/// The values of environment variables that put a program over MPTCP.
enum RunEnvironment {
  /// What runs a file that has neither a format nor a first line which names its interpreter.
  static let shell = "/bin/sh"

  /// `LD_PRELOAD` with a library before what is there, and nowhere else.
  static func preload(_ library: String, before existing: String?) -> String {
    let others = (existing ?? "").split { $0 == ":" || $0 == " " }.filter { $0 != library }
    return ([Substring(library)] + others).joined(separator: ":")
  }

  /// `GODEBUG` with MPTCP for clients and servers of Go, instead of what it says about that.
  static func goDebug(_ existing: String?) -> String {
    let others = (existing ?? "").split(separator: ",").filter { setting in
      setting.split(separator: "=", maxSplits: 1).first != "multipathtcp"
    }
    return (others + ["multipathtcp=1"]).joined(separator: ",")
  }
}
