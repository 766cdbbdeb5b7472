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
  /// What to do about it, if there is something to do.
  var cure: String?

  init(_ severity: Severity, _ topic: Topic, _ text: String, cure: String? = nil) {
    self.severity = severity
    self.topic = topic
    self.text = text
    self.cure = cure
  }
}
