internal import MPTCP
internal import UAPIText

/// Takes the records out of an input of any kind, one by one.
struct InputReader: ~Copyable {
  /// What an input gives.
  enum Item {
    case record(CaptureRecord, line: Int?)
    /// Something that could not be read. The rest goes on.
    case failure(InputFailure)
    /// Something that is to be known about the next record.
    case remark(InputFailure)
  }

  /// How many bytes may go by before the kind of an input is known.
  private static let beginningLimit = 1 << 22
  /// Up to how many bytes each piece is looked at as it comes.
  private static let oftenJudgedLimit = 1 << 16

  private var source: ByteSource
  private let description: BytesDescription
  /// What the input turned out to be; `nil` before the first record.
  private(set) var kind: InputKind?
  private var line = 0
  /// How many lines were left out before the kind of the input was known.
  private var lostLines = 0
  private var isDone = false
  private var strace: StraceReader
  private var elements = JSONElements()
  /// What a line gave besides the first item, the last one first.
  private var waiting: [Item] = []
  /// The answers of a text that were not given yet.
  private var answers: ArraySlice<TextAnswer>?

  /// Reads an input.
  ///
  /// - Parameters:
  ///   - source: the bytes.
  ///   - description: what is said about bytes that do not say it themselves.
  init(_ source: consuming ByteSource, description: BytesDescription = BytesDescription()) {
    self.source = source
    self.description = description
    strace = StraceReader(machine: description.machine)
  }

  /// The next record, or `nil` at the end. A thrown error ends the input.
  mutating func next() throws(InputFailure) -> Item? {
    if let item = waiting.popLast() { return item }
    guard !isDone else { return nil }
    switch try recognize() {
    case .jsonLines: return try nextLine()
    case .jsonDocument: return try nextElement()
    case .strace: return nextCall()
    case .byteText:
      if answers == nil {
        let text = try source.takeAll(limit: ByteText.limit)
        answers = try ByteText.answers(text, words: description.words)[...]
      }
      return try nextAnswer()
    case .raw:
      isDone = true
      return try bare(try source.takeAll(limit: TextAnswer.byteLimit))
    case .empty:
      isDone = true
      // An answer can be empty, if somebody says that the input is one.
      return description.subject == nil ? nil : try bare([])
    }
  }

  // MARK: - Kinds

  private mutating func recognize() throws(InputFailure) -> InputKind {
    if let kind { return kind }
    var judged = 0
    while true {
      if source.available.isEmpty { try source.fill() }
      // A long beginning is not judged anew for each piece of a pipe.
      while source.available.count > Self.oftenJudgedLimit, source.available.count < judged * 2,
        source.available.count < Self.beginningLimit, try source.fill()
      {}
      judged = source.available.count
      let isLong = source.available.count >= Self.beginningLimit
      if InputKind.isUTF16(source.available) {
        throw InputFailure(
          line: 1, reason: "this is UTF-16 text: convert it with iconv -f UTF-16 -t UTF-8")
      }
      var found = InputKind(beginning: source.available, isWhole: source.isAtEnd)
      if found == nil, isLong { found = try kindOfLongBeginning() }
      if let found {
        // What is not made of lines would go on without a part of itself.
        guard line == 0 || found == .jsonLines || found == .strace else { throw lost(line: 1) }
        kind = found
        if source.available.starts(with: ByteSource.byteOrderMark), found != .raw { source.drop(3) }
        return found
      }
      if !isLong { try source.fill() }
    }
  }

  /// The kind of an input of which much was seen that does not tell it.
  ///
  /// A line without an end, which is not a record, is left out: others may follow.
  private mutating func kindOfLongBeginning() throws(InputFailure) -> InputKind? {
    let lines = source.available.split(separator: Ascii.newline, maxSplits: 4096)
    if lines.contains(where: InputKind.beginsRecord) { return .jsonLines }
    if source.available.contains(Ascii.newline) {
      return InputKind(beginning: source.available, isWhole: true)
    }
    try source.skipLine()
    line += 1
    lostLines += 1
    if !source.available.isEmpty || !source.isAtEnd { try source.fill() }
    if source.available.isEmpty { throw lost(line: 1) }
    return nil
  }

  private func lost(line: Int) -> InputFailure {
    InputFailure(
      line: line,
      reason: "this line is longer than \(Self.beginningLimit) bytes, and not a record")
  }

  // MARK: - Bare bytes

  private mutating func nextAnswer() throws(InputFailure) -> Item? {
    guard let answer = answers?.popFirst() else {
      isDone = true
      return nil
    }
    let record: Item
    do throws(InputFailure) {
      record = try bare(answer.bytes, line: answer.line)
    } catch {
      // Without a subject all answers would fail alike.
      if description.subject == nil { isDone = true }
      return .failure(error)
    }
    guard let remark = answer.remark else { return record }
    waiting.append(record)
    return .remark(InputFailure(line: answer.line, reason: remark))
  }

  private func bare(_ bytes: [UInt8], line: Int = 1) throws(InputFailure) -> Item {
    guard let subject = description.subject else {
      throw InputFailure(
        line: line,
        reason: "these \(bytes.count) bytes do not say what they are: "
          + "add --sockopt (\(MPTCPCapture.Option.allCases.map(\.name).joined(separator: ", "))) "
          + "or --struct")
    }
    var record = CaptureRecord(subject: subject, answer: .bytes(bytes))
    if let capacity = description.capacity {
      guard bytes.count <= capacity else {
        throw InputFailure(
          line: line, reason: "there are \(bytes.count) bytes, more than --capacity \(capacity)")
      }
      record.capacity = .bytes(capacity)
    }
    return .record(record, line: line)
  }

  // MARK: - Records and calls

  /// The next line that is not blank, or what became of it.
  private mutating func takeLine() throws(InputFailure) -> Result<[UInt8], InputFailure>? {
    if lostLines > 0 {
      lostLines -= 1
      return .failure(lost(line: line - lostLines))
    }
    while let text = try source.nextLine(limit: TextAnswer.byteLimit) {
      line += 1
      switch text {
      case .tooLong:
        return .failure(
          InputFailure(line: line, reason: "this line is longer than \(TextAnswer.byteLimit) bytes")
        )
      case .text(let text):
        if text.allSatisfy(Ascii.isSpace) { continue }
        // Files with a mark at their beginning, one after the other.
        if text.first == 0xEF, text.starts(with: ByteSource.byteOrderMark) {
          return .success(Array(text.dropFirst(3)))
        }
        return .success(text)
      }
    }
    return nil
  }

  private mutating func nextLine() throws(InputFailure) -> Item? {
    switch try takeLine() {
    case .success(let text): return item(text, line: line)
    case .failure(let failure): return .failure(failure)
    case nil:
      isDone = true
      return nil
    }
  }

  private mutating func nextElement() throws(InputFailure) -> Item? {
    switch try elements.next(from: &source, limit: TextAnswer.byteLimit) {
    case .text(let text, let line): return item(text, line: line)
    case .failure(let failure): return .failure(failure)
    case nil:
      isDone = true
      return nil
    }
  }

  private func item(_ text: [UInt8], line: Int) -> Item {
    do {
      return .record(
        try CaptureRecord(json: text, line: line, description: description), line: line)
    } catch {
      return .failure(error)
    }
  }

  private mutating func nextCall() -> Item? {
    while waiting.isEmpty, !isDone {
      do throws(InputFailure) {
        switch try takeLine() {
        case .success(let text):
          wait(for: strace.take(line: text, number: line))
          continue
        case .failure(let failure):
          waiting.append(.failure(failure))
          continue
        case nil: wait(for: strace.finish())
        }
      } catch {
        // Calls that wait for their end are named here too.
        wait(for: strace.finish())
        waiting.append(.failure(error))
      }
      isDone = true
    }
    return waiting.popLast()
  }

  private mutating func wait(for findings: [StraceReader.Finding]) {
    for (line, outcome) in findings.reversed() {
      switch outcome {
      case .failure(let reason): waiting.append(.failure(InputFailure(line: line, reason: reason)))
      case .remark(let reason): waiting.append(.remark(InputFailure(line: line, reason: reason)))
      case .record(let record, let remark):
        waiting.append(.record(record, line: line))
        if let remark { waiting.append(.remark(InputFailure(line: line, reason: remark))) }
      }
    }
  }
}
