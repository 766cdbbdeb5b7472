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

  /// The longest line, record or buffer that is taken.
  static let byteLimit = 1 << 26
  /// How many bytes may go by before the kind of an input is known.
  private static let beginningLimit = 1 << 22

  private var source: ByteSource
  private let description: BytesDescription
  /// What the input turned out to be; `nil` before the first record.
  private(set) var kind: InputKind?
  private var line = 0
  private var isDone = false
  private var strace: StraceReader
  private var elements = JSONElements()
  /// What a line gave besides the first item, the last one first.
  private var waiting: [Item] = []

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
    case .hexText:
      isDone = true
      return try bare(HexText.bytes(try source.takeAll(limit: Self.byteLimit)))
    case .raw:
      isDone = true
      return try bare(try source.takeAll(limit: Self.byteLimit))
    case .empty:
      isDone = true
      // An answer can be empty, if somebody says that the input is one.
      return description.subject == nil ? nil : try bare([])
    }
  }

  // MARK: - Kinds

  private mutating func recognize() throws(InputFailure) -> InputKind {
    if let kind { return kind }
    while true {
      if source.available.isEmpty { try source.fill() }
      if let found = InputKind(beginning: source.available, isWhole: source.isAtEnd) {
        kind = found
        if source.available.starts(with: [0xEF, 0xBB, 0xBF]), found != .raw { source.drop(3) }
        return found
      }
      guard !source.isAtEnd, source.available.count < Self.beginningLimit else {
        throw InputFailure(
          line: 1,
          reason: "this is neither a capture record, nor hexadecimal digits, nor raw bytes, "
            + "nor the output of strace")
      }
      try source.fill()
    }
  }

  private func bare(_ bytes: [UInt8]) throws(InputFailure) -> Item {
    guard let subject = description.subject else {
      throw InputFailure(
        line: 1,
        reason: "these \(bytes.count) bytes do not say what they are: "
          + "add --sockopt (\(SocketOption.allCases.map(\.name).joined(separator: ", "))) "
          + "or --struct")
    }
    var record = CaptureRecord(subject: subject, answer: .bytes(bytes))
    if let capacity = description.capacity {
      guard bytes.count <= capacity else {
        throw InputFailure(
          line: 1, reason: "there are \(bytes.count) bytes, more than --capacity \(capacity)")
      }
      record.capacity = .bytes(capacity)
    }
    return .record(record, line: 1)
  }

  private mutating func nextLine() throws(InputFailure) -> Item? {
    while let text = try source.nextLine(limit: Self.byteLimit) {
      line += 1
      if text.allSatisfy(Ascii.isSpace) { continue }
      return item(text, line: line)
    }
    isDone = true
    return nil
  }

  private mutating func nextElement() throws(InputFailure) -> Item? {
    while let (text, line) = try elements.next(from: &source, limit: Self.byteLimit) {
      return item(text, line: line)
    }
    isDone = true
    return nil
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
        if let text = try source.nextLine(limit: Self.byteLimit) {
          line += 1
          wait(for: strace.take(line: text, number: line))
          continue
        }
        wait(for: strace.finish())
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
