internal import UAPIText

/// Names of headers.
package enum HeaderName {
  /// Whether it can be in an `#include` line, in a comment, and in a path.
  package static func isValid(_ name: String) -> Bool {
    !name.isEmpty && !name.contains("*/") && !name.contains("/*")
      && name.unicodeScalars.allSatisfy { scalar in
        !OneLine.isHarmful(scalar) && !["<", ">", "\"", "\\"].contains(scalar)
      }
  }

  /// The header of what no header declares for programs: tools that write a kernel's types as C call
  /// their output by this name.
  package static let ofKernels = "vmlinux.h"

  /// What to do about a name that cannot be one.
  package static let remedy = "name it as programs include it, such as linux/mptcp.h"
}
