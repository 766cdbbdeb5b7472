internal import MPTCP
internal import UAPIKnowledge
package import UAPIText

/// What somebody says about bytes that do not say it themselves.
package struct BytesDescription {
  package var subject: CaptureRecord.Subject?
  package var capacity: Int?
  /// The machine that gave them, as `uname -m` names it.
  package var machine: String?
  /// How groups of several bytes are to be read, where they may be numbers.
  package var words: WordOrder?

  package init(
    subject: CaptureRecord.Subject? = nil, capacity: Int? = nil, machine: String? = nil,
    words: WordOrder? = nil
  ) {
    self.subject = subject
    self.capacity = capacity
    self.machine = machine
    self.words = words
  }
}

extension CaptureRecord {
  /// Reads a record from the text of a JSON object.
  ///
  /// - Parameters:
  ///   - text: the object, without what is around it.
  ///   - line: the line on which it starts.
  ///   - description: what holds for records that do not say it themselves.
  package init(json text: [UInt8], line: Int, description: BytesDescription) throws(InputFailure) {
    var members = try Members(text, line: line)
    let subject = try Self.subject(&members) ?? description.subject
    guard let subject else {
      throw members.failure("the record has neither 'sockopt' nor 'struct'")
    }
    let source = try members.carriedString("source")
    let kernel = try members.carriedString("kernel")
    let machine = try members.carriedString("machine")
    let errno = try members.integer("errno")
    let optlen = try members.integer("optlen")
    var capacity = try members.integer("capacity")
    if capacity == nil, source != "inet_diag" { capacity = description.capacity }
    var bytes = try members.hex("bytes")
    if bytes == nil, errno == nil { bytes = try members.listedBytes() }
    _ = try members.hex("request")
    let subflowInfo = try members.hex("subflow_info")
    let tcpInfo = try members.hex("tcp_info")
    let answer = try Self.answer(
      errno: errno, optlen: optlen, bytes: bytes, capacity: capacity, members: members)
    if case .bytes = answer, let capacity, capacity < 0, subject != .option(.info) {
      throw members.failure("'capacity' is \(capacity), which only MPTCP_INFO answers")
    }
    self.init(
      subject: subject, answer: answer,
      capacity: capacity.map { $0 < 0 ? .unlimited : .bytes($0) } ?? .unknown,
      source: source, kernel: kernel, machine: machine, subflowInfo: subflowInfo,
      tcpInfo: tcpInfo, carried: members.carried)
  }

  private static func subject(_ members: inout Members) throws(InputFailure) -> Subject? {
    let option = try members.string("sockopt")
    let structure = try members.string("struct")
    switch (option, structure) {
    case (nil, nil): return nil
    case (.some, .some):
      throw members.failure("'sockopt' and 'struct' exclude each other")
    case (let name?, nil):
      guard let option = MPTCPCapture.Option(rawValue: name) else {
        throw members.failure(
          "the socket option '\(name)' is not known; "
            + NearestWord.remedy(name, in: MPTCPCapture.Option.allCases.map(\.name)))
      }
      return .option(option)
    case (nil, let name?): return .structure(name)
    }
  }

  private static func answer(
    errno: Int?, optlen: Int?, bytes: [UInt8]?, capacity: Int?, members: Members
  ) throws(InputFailure) -> Answer {
    if let errno {
      guard bytes == nil, optlen == nil else {
        throw members.failure("the record has 'errno' and an answer")
      }
      guard (1...4095).contains(errno) else {
        throw members.failure("'errno' is \(errno), which is not an error")
      }
      return .refused(errno: errno)
    }
    guard let bytes else { throw members.failure("the record has neither 'bytes' nor 'errno'") }
    if let optlen {
      guard optlen >= 0 else { throw members.failure("'optlen' is \(optlen)") }
      guard optlen == bytes.count else {
        throw members.failure("'optlen' is \(optlen), but 'bytes' holds \(bytes.count) bytes")
      }
    }
    if let capacity {
      guard capacity >= -1 else { throw members.failure("'capacity' is \(capacity)") }
      guard capacity == -1 || bytes.count <= capacity else {
        throw members.failure(
          "'optlen' is \(bytes.count), larger than the 'capacity' of \(capacity)")
      }
    }
    return .bytes(bytes)
  }
}

/// The members of a record, taken one by one. What is not taken is carried through.
private struct Members {
  private let text: [UInt8]
  private let line: Int
  private var members: [JSONMember]
  /// The members that stay in the record although they were read.
  private var consumed: [Bool]

  init(_ text: [UInt8], line: Int) throws(InputFailure) {
    self.text = text
    self.line = line
    do {
      members = try JSONScanner.object(text)
    } catch {
      let before = text[..<min(error.offset, text.count)]
      let lineStart = before.lastIndex(of: Ascii.newline).map { $0 + 1 } ?? 0
      throw InputFailure(
        line: line + before.count { $0 == Ascii.newline },
        reason: "byte \(error.offset - lineStart + 1): \(error.reason)")
    }
    consumed = Array(repeating: false, count: members.count)
  }

  func failure(_ reason: String) -> InputFailure { InputFailure(line: line, reason: reason) }

  /// The members that were not taken, white space around their parts removed.
  var carried: [CaptureRecord.Carried] {
    members.indices.compactMap { index in
      if consumed[index] { return nil }
      let member = members[index]
      var part = Array(text[member.nameRange])
      part.append(Ascii.colon)
      switch member.kind {
      case .object, .array: part += JSONText.compact(text[member.valueRange])
      default: part += text[member.valueRange]
      }
      return CaptureRecord.Carried(name: member.name, text: part)
    }
  }

  private mutating func take(_ name: String) -> JSONMember? {
    guard let index = members.firstIndex(where: { $0.name == name }) else { return nil }
    consumed[index] = true
    return members[index]
  }

  /// The text of a member that belongs to the record's data.
  mutating func string(_ name: String) throws(InputFailure) -> String? {
    try take(name).map { member throws(InputFailure) in try string(member) }
  }

  /// The text of a member that is carried through all the same.
  func carriedString(_ name: String) throws(InputFailure) -> String? {
    guard let member = members.first(where: { $0.name == name }) else { return nil }
    // A tool that does not know writes null.
    if member.kind == .literal, text[member.valueRange].first == UInt8(ascii: "n") { return nil }
    return try string(member)
  }

  private func string(_ member: JSONMember) throws(InputFailure) -> String {
    guard member.kind == .string else { throw failure("'\(member.name)' is not a string") }
    do {
      return try JSONScanner.string(text, in: member.valueRange)
    } catch {
      throw failure(error.reason)
    }
  }

  mutating func integer(_ name: String) throws(InputFailure) -> Int? {
    guard let member = take(name) else { return nil }
    let digits = String(decoding: text[member.valueRange], as: UTF8.self)
    guard member.kind == .number, let value = Int(digits) else {
      throw failure("'\(name)' is not an integer: \(digits.prefix(24))")
    }
    return value
  }

  mutating func hex(_ name: String) throws(InputFailure) -> [UInt8]? {
    guard let member = take(name) else { return nil }
    if member.kind == .array { return try list(member) }
    guard member.kind == .string else { throw failure("'\(name)' is not a string") }
    let digits = text[member.valueRange].dropFirst().dropLast()
    guard digits.count.isMultiple(of: 2) else {
      throw failure("'\(name)' has an odd number of digits: \(digits.count)")
    }
    guard let bytes = Hex.bytes(digits) else {
      let bad = digits.firstIndex { Ascii.hexValue($0) == nil } ?? digits.startIndex
      throw failure(
        "'\(name)' has a character that is not a digit at \(bad - digits.startIndex + 1)")
    }
    return bytes
  }

  /// The bytes of what other tools write of them: the value in a map of bpftool, a Buffer of Node.
  mutating func listedBytes() throws(InputFailure) -> [UInt8]? {
    for (name, other) in [("value", "key"), ("data", "type")] {
      guard members.contains(where: { $0.name == other }),
        members.contains(where: { $0.name == name && $0.kind == .array }), let member = take(name)
      else { continue }
      if name == "data" { _ = take(other) }
      return try list(member)
    }
    return nil
  }

  /// The bytes of an array of numbers, or of strings such as `"0x01"`.
  private func list(_ member: JSONMember) throws(InputFailure) -> [UInt8] {
    do throws(InputFailure) {
      let array = Array(text[member.valueRange])
      let isText = array.contains(Ascii.quote)
      if let bytes = try ByteList.bytes(array, base: isText ? .unknown : .decimal) { return bytes }
    } catch {
      throw failure("'\(member.name)': \(error.reason)")
    }
    throw failure("'\(member.name)' is not a list of bytes")
  }
}
