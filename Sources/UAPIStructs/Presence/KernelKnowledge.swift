/// What a decoder is told about the kernel that wrote the bytes.
public enum KernelKnowledge: Sendable {
  /// Nothing: the bytes and their length decide.
  case unknown

  /// A mainline release. It selects one generation among those that the bytes allow.
  case release(KernelRelease)

  /// A release of a distribution that backports features. It selects nothing.
  case backportingRelease(KernelRelease)

  /// The layouts that this kernel really has, from its own type information. They decide alone about
  /// the structs that they name, and say nothing about others.
  case exact(KernelLayouts)

  /// Whether nothing is known.
  @inlinable
  package var isUnknown: Bool {
    if case .unknown = self { true } else { false }
  }

  /// Reads what `uname -r` printed on the kernel in question.
  ///
  /// A text that carries the mark of a distribution that backports (`.el8`, `.amzn2` …) becomes
  /// ``backportingRelease(_:)``. Returns `nil` where the text does not begin with a release.
  public init?(uname text: some StringProtocol) {
    guard let release = KernelRelease(text) else { return nil }
    self = Self.marksBackports(text) ? .backportingRelease(release) : .release(release)
  }

  /// Whether a `uname -r` text names a distribution whose kernels take features from later releases.
  ///
  /// A mark is a component of its own: `el` counts in `5.14.0-427.el9_4.x86_64`, not in `1.panel9`.
  private static func marksBackports(_ text: some StringProtocol) -> Bool {
    let components = text.utf8.split { byte in
      byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
        || byte == UInt8(ascii: "+")
    }
    return components.contains { component in
      backportWords.contains { component.elementsEqual($0.utf8) }
        || numberedBackportMarks.contains { mark in
          guard component.starts(with: mark.utf8),
            let next = component.dropFirst(mark.utf8.count).first
          else { return false }
          return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next)
        }
    }
  }
}

/// Marks that a version number follows: Enterprise Linux and its rebuilds, Amazon Linux, Alibaba
/// Cloud Linux, Anolis, openEuler, TencentOS.
private let numberedBackportMarks = ["el", "amzn", "al", "an", "oe", "tl"]

/// Marks without a number: SUSE's default flavour, Oracle's own kernel.
private let backportWords = ["default", "uek"]
