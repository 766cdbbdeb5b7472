package import MPTCP

/// One answer of a kernel as it was recorded, not decoded yet.
package struct CaptureRecord {
  /// What was asked for.
  package enum Subject: Hashable {
    case option(MPTCPCapture.Option)
    /// Bare bytes of a struct, by its C name.
    case structure(String)
  }

  /// How much the caller offered.
  package enum Capacity: Hashable {
    case unknown
    case bytes(Int)
    /// A length of -1, which the kernel takes for a large number.
    case unlimited
  }

  /// What came back.
  package enum Answer: Hashable {
    case bytes([UInt8])
    /// Only the first bytes were recorded.
    case cut([UInt8], of: Int)
    /// The call failed.
    case refused(errno: Int)
  }

  /// A member of the record that decoding does not use, as it is in the text.
  package struct Carried: Hashable {
    package var name: String
    /// The name in quotation marks, a colon, and the value.
    package var text: [UInt8]

    package init(name: String, text: [UInt8]) {
      self.name = name
      self.text = text
    }
  }

  package var subject: Subject
  package var answer: Answer
  package var capacity: Capacity
  /// `getsockopt` or `inet_diag`.
  package var source: String?
  /// What `uname -r` printed.
  package var kernel: String?
  /// What `uname -m` printed.
  package var machine: String?
  /// For `MPTCP_FULL_INFO` what its two pointers led to; `nil` where it was not recorded.
  package var subflowInfo: [UInt8]?
  package var tcpInfo: [UInt8]?
  /// Everything else, in the order of the record.
  package var carried: [Carried]

  package init(
    subject: Subject, answer: Answer, capacity: Capacity = .unknown, source: String? = nil,
    kernel: String? = nil, machine: String? = nil, subflowInfo: [UInt8]? = nil,
    tcpInfo: [UInt8]? = nil, carried: [Carried] = []
  ) {
    self.subject = subject
    self.answer = answer
    self.capacity = capacity
    self.source = source
    self.kernel = kernel
    self.machine = machine
    self.subflowInfo = subflowInfo
    self.tcpInfo = tcpInfo
    self.carried = carried
  }
}

extension CaptureRecord.Subject {
  /// The name that a person gives to the subject.
  package var name: String {
    switch self {
    case .option(let option): option.name
    case .structure(let name): name
    }
  }
}
