#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// A JSON5 text with its name: decodes it, and says where in it a mistake is.
package struct SourceDocument {
  /// The name of the file, as errors name it.
  package let path: String
  /// The text of the file.
  package let text: String
  /// Whether the text is known to be right, because it travels inside the tool and tests have read it.
  private let isTrusted: Bool
  /// Where its values are; of a trusted text, read only if a mistake is found after all.
  private let read: JSON5Locator?

  /// Reads the structure of `text`.
  package init(path: String, text: String, isTrusted: Bool = false) throws(GeneratorError) {
    self.path = path
    self.text = text
    self.isTrusted = isTrusted
    do {
      read = isTrusted ? nil : try JSON5Locator(text)
    } catch {
      let place = Self.place(of: error.offset, in: text)
      throw GeneratorError(
        .syntax, path: path, line: place.line, column: place.column, error.message,
        remedy: error.remedy
      )
    }
  }

  private var locator: JSON5Locator? { read ?? (try? JSON5Locator(text)) }

  /// Decodes the whole document.
  package func decode<T: Decodable>(_ type: T.Type) throws(GeneratorError) -> T {
    let decoder = JSONDecoder()
    // Only a text that is trusted comes here as JSON5, if its name does not say that it is plain JSON.
    decoder.allowsJSON5 = read == nil && !path.hasSuffix(".json")
    if let key = CodingUserInfoKey.isTrusted { decoder.userInfo[key] = isTrusted }
    do {
      return try decoder.decode(type, from: read.map { Data($0.json) } ?? Data(text.utf8))
    } catch let error as ContentError {
      throw self.error(
        .content, at: error.path, onKey: error.isKey, error.message, remedy: error.remedy)
    } catch let error as DecodingError {
      throw self.error(for: error)
    } catch {
      throw GeneratorError(.content, path: path, line: 1, column: 1, "cannot be read: \(error)")
    }
  }

  /// The keys of the object at `path`, in the order in which they are written.
  package func keys(at path: [JSONStep]) -> [String] {
    locator?.keys(at: path) ?? []
  }

  /// An error that points at a value, or at its key.
  package func error(
    _ code: GeneratorError.Code, at path: [JSONStep], onKey: Bool = false, _ message: String,
    remedy: String = ""
  ) -> GeneratorError {
    let locator = self.locator
    let offset = (onKey ? locator?.keyOffset(at: path) : locator?.node(at: path).offset) ?? 0
    let place = Self.place(of: offset, in: text)
    return GeneratorError(
      code, path: self.path, line: place.line, column: place.column, message, remedy: remedy)
  }

  private func error(for error: DecodingError) -> GeneratorError {
    switch error {
    case .typeMismatch(let type, let context):
      return self.error(
        .content, at: steps(context.codingPath),
        "\(subject(context.codingPath)) must be \(Self.word(for: type))",
        remedy: "write \(Self.word(for: type))")
    case .valueNotFound(let type, let context):
      return self.error(
        .content, at: steps(context.codingPath),
        "\(subject(context.codingPath)) is null and must be \(Self.word(for: type))",
        remedy: "write \(Self.word(for: type))")
    case .keyNotFound(let key, let context):
      return self.error(
        .content, at: steps(context.codingPath), "the key '\(key.stringValue)' is missing",
        remedy: "add '\(key.stringValue)'")
    case .dataCorrupted(let context):
      return self.error(
        .content, at: steps(context.codingPath),
        "\(subject(context.codingPath)) cannot be read: \(context.debugDescription)")
    @unknown default:
      return GeneratorError(.content, path: path, line: 1, column: 1, "cannot be read: \(error)")
    }
  }

  private func steps(_ path: [any CodingKey]) -> [JSONStep] { path.map(JSONStep.init) }

  private func subject(_ path: [any CodingKey]) -> String {
    guard let last = path.last else { return "the document" }
    if let index = last.intValue { return "element \(index + 1)" }
    return "'\(last.stringValue)'"
  }

  private static func word(for type: any Any.Type) -> String {
    switch type {
    case is String.Type: "a string"
    case is Bool.Type: "true or false"
    case is Int.Type, is Int64.Type, is UInt64.Type: "a whole number"
    case is any ArrayLike.Type: "an array"
    default: "an object"
    }
  }

  /// Line and column of a byte, both counted from 1; columns count characters.
  private static func place(of offset: Int, in text: String) -> (line: Int, column: Int) {
    var line = 1
    var column = 1
    var last: UInt8 = 0
    for byte in text.utf8.prefix(offset) {
      defer { last = byte }
      if byte == UInt8(ascii: "\n"), last == UInt8(ascii: "\r") { continue }
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    return (line, column)
  }
}

/// What all arrays have in common.
private protocol ArrayLike {}
extension Array: ArrayLike {}

/// A mistake that a decoder found, with the way to it.
package struct ContentError: Error {
  package var path: [JSONStep]
  package var isKey = false
  package var message: String
  package var remedy: String

  /// A mistake at the end of a way.
  package init(path: [JSONStep], isKey: Bool = false, message: String, remedy: String) {
    self.path = path
    self.isKey = isKey
    self.message = message
    self.remedy = remedy
  }
}

extension JSONStep {
  /// The step that a coding key makes.
  package init(_ key: any CodingKey) {
    if let index = key.intValue { self = .index(index) } else { self = .key(key.stringValue) }
  }
}
