package import UAPIStructs

/// Any key of an object.
struct AnyKey: CodingKey {
  var stringValue: String
  var intValue: Int?

  init(stringValue: String) { self.stringValue = stringValue }
  init(intValue: Int) {
    self.stringValue = String(intValue)
    self.intValue = intValue
  }
}

extension CodingUserInfoKey {
  /// Whether the text is known to be right: a `Bool`.
  package static let isTrusted = CodingUserInfoKey(rawValue: "isTrusted")
}

extension Decoder {
  /// The container of an object that has no other keys than `Keys`. A trusted text is not checked.
  package func container<Keys: CodingKey & CaseIterable>(
    only keys: Keys.Type
  ) throws -> KeyedDecodingContainer<Keys> {
    if let key = CodingUserInfoKey.isTrusted, userInfo[key] as? Bool == true {
      return try container(keyedBy: keys)
    }
    let known = keys.allCases.map(\.stringValue)
    for key in try container(keyedBy: AnyKey.self).allKeys where !known.contains(key.stringValue) {
      throw ContentError(
        path: codingPath.map(JSONStep.init) + [.key(key.stringValue)], isKey: true,
        message: "unknown key '\(key.stringValue)'",
        remedy: NearestWord.remedy(key.stringValue, in: known))
    }
    return try container(keyedBy: keys)
  }
}

extension KeyedDecodingContainer {
  /// The way to the value of `key`.
  package func path(of key: Key) -> [JSONStep] { codingPath.map(JSONStep.init) + [JSONStep(key)] }

  /// A mistake in the value of `key`.
  package func mistake(in key: Key, _ message: String, remedy: String = "") -> ContentError {
    ContentError(path: path(of: key), message: message, remedy: remedy)
  }

  /// A release, written "6.1".
  package func release(_ key: Key) throws -> KernelRelease {
    let text = try decode(String.self, forKey: key)
    guard let release = KernelRelease(text) else {
      throw mistake(in: key, "'\(text)' is not a kernel release", remedy: "write it like \"6.1\"")
    }
    return release
  }

  /// A release, if the key is there.
  package func releaseIfPresent(_ key: Key) throws -> KernelRelease? {
    contains(key) ? try release(key) : nil
  }

  /// A list of releases; empty if the key is missing.
  package func releases(_ key: Key) throws -> [KernelRelease] {
    guard let texts = try decodeIfPresent([String].self, forKey: key) else { return [] }
    return try texts.enumerated().map { index, text in
      guard let release = KernelRelease(text) else {
        throw ContentError(
          path: path(of: key) + [.index(index)], message: "'\(text)' is not a kernel release",
          remedy: "write it like \"6.1\"")
      }
      return release
    }
  }

  /// A count of bytes or bits in the given range.
  package func count(_ key: Key, in range: ClosedRange<Int>) throws -> Int {
    let value = try decode(Int.self, forKey: key)
    guard range.contains(value) else {
      throw mistake(
        in: key, "'\(key.stringValue)' is \(value)",
        remedy: "write a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  /// A count, if the key is there.
  package func countIfPresent(_ key: Key, in range: ClosedRange<Int>) throws -> Int? {
    contains(key) ? try count(key, in: range) : nil
  }
}
