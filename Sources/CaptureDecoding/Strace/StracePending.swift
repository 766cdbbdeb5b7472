/// Calls that strace began to print, and has not ended yet.
struct StracePending {
  /// The beginning of one call.
  struct Call {
    var line: Int
    var text: [UInt8]
    var subject: StraceCall.Subject
    var name: String
  }

  private var calls: [String: Call] = [:]
  private var byteCount = 0
  private let byteLimit: Int

  init(byteLimit: Int) { self.byteLimit = byteLimit }

  /// Keeps a beginning. Returns the calls that are given up for it: a process makes one at a time.
  mutating func begin(_ call: Call, process: String?) -> [Call] {
    var lost: [Call] = []
    if let before = calls.removeValue(forKey: process ?? "") { lost.append(before) }
    byteCount -= lost.first?.text.count ?? 0
    guard byteCount + call.text.count <= byteLimit, calls.count < byteLimit >> 8 else {
      return lost + [call]
    }
    byteCount += call.text.count
    calls[process ?? ""] = call
    return lost
  }

  /// Takes the beginning of the call that a process ends.
  ///
  /// strace names processes only as long as there are several: one that is left, or that was there
  /// first, has no number.
  mutating func resume(_ process: String?) -> Call? {
    let isOnly = calls.count == 1
    let key: String? =
      if calls[process ?? ""] != nil {
        process ?? ""
      } else if process == nil {
        isOnly ? calls.keys.first : nil
      } else {
        ""
      }
    guard let key, let call = calls.removeValue(forKey: key) else { return nil }
    byteCount -= call.text.count
    return call
  }

  /// Takes what is left, in the order of the trace.
  mutating func takeAll() -> [Call] {
    defer { calls.removeAll() }
    return calls.values.sorted { $0.line < $1.line }
  }
}
