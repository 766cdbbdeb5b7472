/// One thing that a check has to say.
struct CheckFinding: Hashable {
  /// How much it matters.
  enum Severity: String {
    /// As it should be.
    case ok
    /// Worth knowing; right on some machines.
    case note
    /// Something does not work.
    case problem
  }

  /// What it is about.
  enum Topic: String {
    case support, connection, kernel, settings, limits, endpoints, header, diagnostics
    case pathManager = "path manager"
  }

  var severity: Severity
  var topic: Topic
  /// What is the case.
  var text: String
  /// One word for what is the case, which stays; `nil` where programs have other members to look at.
  var kind: String?
  /// The endpoint, interface and peer that it is about, if it is about one.
  var subject: Subject?
  /// What to do about it, if there is something to do.
  var remedy: String?

  /// What a finding on an endpoint names.
  struct Subject: Hashable {
    var endpoint: UInt8
    var interface: String?
    var peer: String?
  }

  init(
    _ severity: Severity, _ topic: Topic, _ text: String, kind: String? = nil,
    subject: Subject? = nil, remedy: String? = nil
  ) {
    self.severity = severity
    self.topic = topic
    self.text = text
    self.kind = kind
    self.subject = subject
    self.remedy = remedy
  }
}
