import TestSupport
import Testing
import UAPIHeaders

extension ScratchFolder {
  /// Parses headers that are in it.
  func parse(_ headers: String..., target: String? = nil) throws -> HeaderModel {
    try HeaderParser(includeRoot: path, target: target).parse(headers: headers)
  }
}

/// What one header is parsed to.
enum Sample {
  static func model(_ text: String, target: String? = nil) throws -> HeaderModel {
    let root = try ScratchFolder(["linux/sample.h": text])
    if target != nil { try root.write("", to: "asm/types.h") }
    return try root.parse("linux/sample.h", target: target)
  }

  /// Its record `sample`.
  static func record(_ text: String, target: String? = nil) throws -> Record {
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
