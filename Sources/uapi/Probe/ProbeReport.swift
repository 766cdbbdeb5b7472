/// What a probe found.
struct ProbeReport {
  /// What `uname -r` prints.
  var kernel: String
  /// One word for what is the case: `available`, `disabled` …
  var support: String
  /// The same in a sentence.
  var explanation: String
  /// What to do about it, if there is something to do.
  var cure: String?
  /// What the kernel answered; `nil` where nothing could be asked.
  var capture: CaptureRecord?
  /// What the installed header knows; `nil` where there is none.
  var header: InstalledHeader?

  /// The declaration of `struct mptcp_info` on this machine.
  struct InstalledHeader {
    var path: String
    /// The release that it is of.
    var release: String?
    /// The names of the fields, in C.
    var fields: [String]
  }

  /// Whether an answer was read.
  var isAvailable: Bool { capture != nil }
}
