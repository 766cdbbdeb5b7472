import Foundation
import Testing
import UAPIHeaders

/// A folder of headers that a test writes; it is gone when the test is.
final class TemporaryRoot {
  let path: String

  init(_ headers: [String: String] = [:]) throws {
    path = FileManager.default.temporaryDirectory.path + "/uapi-headers-" + UUID().uuidString
    try FileManager.default.createDirectory(
      atPath: path + "/linux", withIntermediateDirectories: true)
    for (name, text) in headers { try write(text, to: name) }
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func write(_ text: String, to name: String) throws {
    let file = URL(fileURLWithPath: path + "/" + name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  func parse(_ headers: String..., target: String? = nil) throws -> HeaderModel {
    try HeaderParser(includeRoot: path, target: target).parse(headers: headers)
  }

  /// Parses one header with the given text.
  static func model(_ text: String, target: String? = nil) throws -> HeaderModel {
    let root = try TemporaryRoot(["linux/sample.h": text])
    if target != nil { try root.write("", to: "asm/types.h") }
    return try root.parse("linux/sample.h", target: target)
  }

  /// The record `sample` of one header with the given text.
  static func sample(_ text: String, target: String? = nil) throws -> Record {
    let model = try model(text, target: target)
    return try #require(model.record(named: "sample"))
  }
}

extension HeaderModel {
  func macro(_ name: String) -> Macro.Value? {
    macros.first { $0.name == name }?.value
  }

  /// The value of an integer macro in decimal.
  func integer(_ name: String) -> String? {
    if case .integer(let value) = macro(name) { value.description } else { nil }
  }

  func constant(_ name: String) -> EnumConstant? {
    enums.lazy.flatMap(\.constants).first { $0.name == name }
  }

  func unsupported(_ name: String) -> Unsupported? {
    unsupported.first { $0.name == name }
  }
}
