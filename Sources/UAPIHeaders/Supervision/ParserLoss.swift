/// How a process was lost that read headers.
package enum ParserLoss: Hashable, Sendable {
  /// It crashed, by a signal.
  case crashed(Int32)
  /// It ended in the middle of its work.
  case gaveUp
  /// It took too long.
  case hung
  /// It wanted too much memory.
  case starved

  /// How long a header may take, in seconds.
  package static let longest = 20
  /// Whether a header has had its time.
  ///
  /// On a machine that is busy with other things a harmless header can take longer: one that
  /// has not had the processor for its time yet gets three times as long, unless it only waits.
  static func isOver(milliseconds: Int, ofProcessor: Int, longest: Int = longest) -> Bool {
    let limit = longest * 1000
    guard milliseconds > limit else { return false }
    return ofProcessor > limit * 3 / 4 || ofProcessor < limit / 40 || milliseconds > limit * 3
  }

  /// How many bytes of memory a header may take.
  package static let largest: UInt64 = 2 << 30

  /// What happened to the headers, in words.
  var words: String {
    switch self {
    case .crashed(let signal): "libclang crashes when it reads this (signal \(signal))"
    case .gaveUp: "libclang gives up when it reads this"
    case .hung: "libclang has not read this after \(Self.longest) seconds"
    case .starved: "libclang takes more than \(Self.largest >> 30) GiB of memory to read this"
    }
  }

  /// The error that says so of headers.
  package func error(in headers: [String]) -> HeaderError {
    let others = headers.dropFirst()
    let more = others.count > 2 ? "\(others.count) others" : others.joined(separator: " and ")
    return HeaderError(
      .parserFailed, path: headers.first,
      message: words + (others.isEmpty ? "" : " together with \(more)"),
      remedy: "leave the header out, or flatten what nests deeply in it: macros, brackets, structs")
  }
}
