internal import Synchronization

internal import LibC

/// Tells the process that watches this one which headers the parser is busy with.
///
/// A header can make libclang crash, run forever, or take all memory. Then only what was told before
/// says which one it was.
enum ParserSteps {
  /// What takes the messages; negative where nothing watches.
  ///
  /// It is set once, before there are threads.
  nonisolated(unsafe) static var descriptor: Int32 = -1

  /// Whether headers that are read together are read one by one first: the last attempt failed, and
  /// the one that is to blame has to be found.
  nonisolated(unsafe) static var isolates = false

  private static let count = Atomic<UInt32>(0)

  /// Does something with headers.
  ///
  /// - Parameters:
  ///   - headers: How the headers are to be named.
  ///   - alone: Reads one of them, by its index, without the others.
  static func step<Result, Failure: Error>(
    _ headers: @autoclosure () -> [String], alone: (Int) -> Void = { _ in },
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // Only a main program sets them, before it has threads.
    guard unsafe descriptor >= 0 else { return try body() }
    let headers = headers()
    if unsafe isolates, headers.count > 1 {
      for index in headers.indices {
        let number = begin([headers[index]])
        alone(index)
        end(number)
      }
    }
    let number = begin(headers)
    defer { end(number) }
    return try body()
  }

  private static func begin(_ headers: [String]) -> UInt32 {
    let number = count.wrappingAdd(1, ordering: .relaxed).newValue
    send(StepMessage.begin(number, headers).line)
    return number
  }

  private static func end(_ number: UInt32) { send(StepMessage.end(number).line) }

  /// Sends a message in one piece: pipes keep those together that are as short as ours.
  private static func send(_ line: [UInt8]) {
    // The buffer is valid during the call. Where the other process has ended, this one ends as well.
    _ = unsafe line.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
  }
}

/// A message about a step.
enum StepMessage: Equatable {
  /// The parser reads headers; of very many only the first are named.
  case begin(UInt32, [String])
  /// It is done with them.
  case end(UInt32)

  /// Shorter than what a pipe keeps together.
  private static let longest = 3500

  /// The line that stands for it. No name of a header has control characters.
  var line: [UInt8] {
    switch self {
    case .begin(let number, let headers):
      var line = Array("+\(number)".utf8)
      for header in headers {
        guard line.count + header.utf8.count < Self.longest else {
          line += Array("\t…".utf8)
          break
        }
        line.append(0x09)
        line += header.utf8.map { $0 < 0x20 ? 0x3F : $0 }
      }
      return line + [0x0A]
    case .end(let number): return Array("-\(number)\n".utf8)
    }
  }

  /// Reads a line, without its end.
  init?(_ line: some Collection<UInt8>) {
    let parts = line.dropFirst().split(separator: 0x09, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    guard let number = parts.first.flatMap({ UInt32($0) }) else { return nil }
    switch line.first {
    case UInt8(ascii: "+"): self = .begin(number, Array(parts.dropFirst()))
    case UInt8(ascii: "-"): self = .end(number)
    default: return nil
    }
  }
}
