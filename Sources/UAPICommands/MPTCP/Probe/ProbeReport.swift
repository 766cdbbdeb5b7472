internal import CaptureDecoding
internal import BTF
internal import MPTCP
internal import UAPIStructs

/// What a probe found.
struct ProbeReport {
  /// What `uname -r` prints.
  var kernel: String
  /// One word for what is the case: `available`, `disabled` …
  var support: String
  /// The same in a sentence.
  var explanation: String
  /// What to do about it, if there is something to do.
  var remedy: String?
  /// Why the connection did not answer, although MPTCP sockets can be opened.
  var failure: LoopbackFailure?
  /// What the kernel answered; `nil` where nothing could be asked.
  var capture: CaptureRecord?
  /// What the decoder is told about the kernel that answered.
  var choice = KernelChoice.record
  /// What is known of this machine's kernel; `nil` where the answer is that of another one.
  var evidence: KernelEvidence?
  /// The socket options that the connection answered; empty where none was asked.
  var answeredOptions: [MPTCPCapture.Option] = []
  /// What the installed header knows; `nil` where there is none.
  var header: InstalledHeader?
  /// What two bindings see in the answers of the connection; empty where none was asked.
  var bindings: [ProbeBindings] = []

  /// The declaration of `struct mptcp_info` on this machine.
  struct InstalledHeader {
    var path: String
    /// The release that it is of.
    var release: String?
    /// The names of the fields, in C.
    var fields: [String]
    /// The names of the constants of its enums, in C: commands, attributes and events of netlink.
    var enumerators: [String] = []
  }

  /// Whether an answer was read.
  var isAvailable: Bool { capture != nil }
}

extension ProbeReport {
  /// The answer, decoded.
  func decoded(by structs: KnownStructs) -> DecodedStruct? {
    guard let capture,
      let answer = try? AnswerDecoder(structs: structs, kernel: choice).decode(capture),
      case .structure(let decoded) = answer
    else { return nil }
    return decoded
  }
}

extension ProbeReport.InstalledHeader {
  /// The fields that a kernel reported and that the header does not declare.
  func missingFields(of decoded: DecodedStruct) -> [String] {
    decoded.history.fields.indices.filter { index in
      let field = decoded.history.fields[index]
      return !field.isReserved && decoded.presence(ofField: index) == .present
        && !fields.contains(field.name)
    }.map { decoded.history.fields[$0].name }
  }

  /// The path, and the release that the header is of.
  var title: String { path + (release.map { " (Linux \($0))" } ?? "") }
}
