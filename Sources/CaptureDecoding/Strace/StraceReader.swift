internal import UAPIText
internal import UAPIStructs

/// Reads the `getsockopt` calls out of what `strace` prints.
///
/// A call is found by its own text, whatever is before it on its line. Calls that another thread
/// interrupts are put together again. Each call whose option can be decoded gives an outcome.
struct StraceReader {
  /// What a call gives.
  enum Outcome {
    /// A record. `remark` says what is to be known about it.
    case record(CaptureRecord, remark: String?)
    /// The call is one that could be decoded, but the trace does not say enough.
    case failure(String)
    /// The call is left out, for a reason that is not a fault.
    case remark(String)
  }

  /// An outcome and the line where the call begins; `nil` where the whole trace is meant.
  typealias Finding = (line: Int?, outcome: Outcome)

  /// More calls than any line has: one that is made of nothing else is not searched over and over.
  private static let callLimit = 32
  /// As much of calls without an end as is kept.
  private static let pendingLimit = 1 << 24

  private let isBigEndian: Bool
  private var pending = StracePending(byteLimit: Self.pendingLimit)
  private var findings: [Finding] = []
  private var line = 0
  /// Calls whose option can be decoded, and those of them that failed.
  private var callCount = 0
  private var failureCount = 0

  /// - Parameter machine: the machine that was traced, as `uname -m` names it.
  init(machine: String? = nil) {
    isBigEndian = (machine.flatMap { ABI(machine: $0) } ?? .native).isBigEndian
  }

  /// Takes one line.
  ///
  /// - Parameter number: the line's number, counted from 1.
  mutating func take(line bytes: [UInt8], number: Int) -> [Finding] {
    line = number
    guard line == 1 || StraceSearch.mayHoldCall(bytes) else { return [] }
    findings.removeAll()
    let text = StraceLine.plain(bytes)
    if line == 1, StraceCall.isMissingBeginning(text) {
      add(.failure("the beginning of this getsockopt call is missing"))
      return findings
    }
    var search = StraceSearch(text)
    for _ in 0..<Self.callLimit {
      guard let found = search.next() else { return findings }
      switch found {
      case .socketcall:
        add(.failure("strace did not decode this socketcall(SYS_GETSOCKOPT)"))
      case .call(let start, let arguments):
        let prefix = StracePrefix(text[..<start])
        if let unquoted = StraceLine.unquoted(text, from: arguments) {
          _ = take(unquoted, at: 0, prefix: prefix)
        } else if let end = take(text, at: arguments, prefix: prefix) {
          search.position = end
        }
      case .resumption(let start, let rest):
        let prefix = StracePrefix(text[..<start])
        guard let beginning = pending.resume(prefix.process) else {
          add(.failure("the beginning of this getsockopt call is missing"))
          continue
        }
        let remainder = StraceLine.unquoted(text, from: rest) ?? Array(text[rest...])
        let joined = beginning.text + remainder
        if let end = take(joined, at: 0, prefix: prefix) {
          search.position = max(rest, text.count - (joined.count - end))
        }
      }
    }
    if search.next() != nil { add(.failure("this line has more than \(Self.callLimit) calls")) }
    return findings
  }

  /// What is left at the end: calls that never ended, and how much of the trace was read.
  mutating func finish() -> [Finding] {
    findings.removeAll()
    for call in pending.takeAll() { addUnfinished(call) }
    if callCount == 0, failureCount == 0 {
      findings.append(
        (
          nil,
          .failure(
            "this trace has no getsockopt call whose answer can be decoded: run strace -f -xx "
              + "-s 4096 -e trace=getsockopt")
        ))
    } else if failureCount > 0 {
      findings.append(
        (nil, .remark("\(failureCount) of \(callCount) calls could not be read")))
    }
    return findings
  }

  // MARK: - One call

  /// Takes the call whose arguments begin at a position.
  ///
  /// - Returns: where the call ends, or `nil` where that cannot be told.
  private mutating func take(_ text: [UInt8], at start: Int, prefix: StracePrefix) -> Int? {
    let call = StraceCall(text, argumentsAt: start)
    let result = StraceResult(text, at: call.arguments.position)
    if case .unfinished(let mark) = call.arguments.end, result.outcome == .unknown {
      let beginning = StracePending.Call(
        line: line, text: Array(text[start..<mark]), subject: call.subject, name: call.name)
      for lost in pending.begin(beginning, process: prefix.process) { addUnfinished(lost) }
      return call.arguments.position
    }
    guard call.subject != .other, !call.isSource || result.outcome != .unknown else {
      return call.arguments.end == .cut ? nil : result.position
    }
    var outcome = call.outcome(result: result, isBigEndian: isBigEndian)
    if case .record(var record, let remark) = outcome {
      record.source = "getsockopt"
      record.carried = Self.carried(prefix, fileDescriptor: call.fileDescriptor)
      outcome = .record(record, remark: remark)
    }
    add(outcome)
    if case .failure = outcome { return nil }
    return result.position
  }

  private mutating func add(_ outcome: Outcome, line: Int? = nil) {
    callCount += 1
    if case .failure = outcome { failureCount += 1 }
    findings.append((line ?? self.line, outcome))
  }

  private mutating func addUnfinished(_ call: StracePending.Call) {
    guard call.subject != .other else { return }
    add(.failure("the end of this \(call.name) call is missing: it is unfinished"), line: call.line)
  }

  private static func carried(
    _ prefix: StracePrefix, fileDescriptor: Int?
  ) -> [CaptureRecord.Carried] {
    var carried: [CaptureRecord.Carried] = []
    func add(_ name: String, _ append: (inout [UInt8]) -> Void) {
      var text = Array("\"\(name)\":".utf8)
      append(&text)
      carried.append(CaptureRecord.Carried(name: name, text: text))
    }
    add("source") { JSONText.append(string: "getsockopt", to: &$0) }
    if let process = prefix.process.flatMap(Int.init) {
      add("pid") { JSONText.append(process, to: &$0) }
    }
    if let command = prefix.command { add("comm") { JSONText.append(string: command, to: &$0) } }
    if let fileDescriptor { add("fd") { JSONText.append(fileDescriptor, to: &$0) } }
    if let time = prefix.time { add("time") { JSONText.append(string: time, to: &$0) } }
    return carried
  }
}
