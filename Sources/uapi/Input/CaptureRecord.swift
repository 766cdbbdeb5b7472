internal import MPTCP

/// One answer of a kernel as it was recorded, not decoded yet.
struct CaptureRecord {
  /// What was asked for.
  enum Subject: Hashable {
    case option(MPTCPCapture.Option)
    /// Bare bytes of a struct, by its C name.
    case structure(String)
  }

  /// How much the caller offered.
  enum Capacity: Hashable {
    case unknown
    case bytes(Int)
    /// A length of -1, which the kernel takes for a large number.
    case unlimited
  }

  /// What came back.
  enum Answer: Hashable {
    case bytes([UInt8])
    /// Only the first bytes were recorded.
    case cut([UInt8], of: Int)
    /// The call failed.
    case refused(errno: Int)
  }

  /// A member of the record that decoding does not use, as it stands in the text.
  struct Carried: Hashable {
    var name: String
    /// The name in quotation marks, a colon, and the value.
    var text: [UInt8]
  }

  var subject: Subject
  var answer: Answer
  var capacity = Capacity.unknown
  /// `getsockopt` or `inet_diag`.
  var source: String?
  /// What `uname -r` printed.
  var kernel: String?
  /// What `uname -m` printed.
  var machine: String?
  /// For `MPTCP_FULL_INFO` what its two pointers led to; `nil` where nobody recorded it.
  var subflowInfo: [UInt8]?
  var tcpInfo: [UInt8]?
  /// Everything else, in the order of the record.
  var carried: [Carried] = []
}

extension CaptureRecord.Subject {
  /// The name that a person gives to the subject.
  var name: String {
    switch self {
    case .option(let option): option.name
    case .structure(let name): name
    }
  }
}
