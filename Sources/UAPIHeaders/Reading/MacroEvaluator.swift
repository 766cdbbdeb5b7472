internal import CLibClang

/// Asks the compiler for the values of macros, by a second parse in memory.
///
/// Each macro becomes the initializer of a variable on a line of its own, so that an error belongs
/// to one macro and the others keep their values.
struct MacroEvaluator {
  /// Parses a main file with the given text after the headers.
  let parse: @Sendable (_ text: String) throws(HeaderError) -> TranslationUnit
  /// The number of lines that come before that text.
  let precedingLineCount: Int

  /// What the compiler says of an initializer.
  enum Finding {
    /// It is a constant.
    case value(Macro.Value, type: String)
    /// It points to characters, which the compiler tells only of a string without parentheses.
    case characters
    /// It is of a type that is neither a number nor a string.
    case type(String)
    /// It is a number that is not known before the program runs, or that is not defined.
    case unknown
    /// It does not compile.
    case error(String)
  }

  /// What the compiler says of each macro, in their order; `nil` for one that stands for a piece of
  /// syntax.
  func evaluate(_ macros: [MacroDefinition]) throws(HeaderError) -> [Finding?] {
    var findings = [Finding?](repeating: nil, count: macros.count)
    var pending = Array(macros.indices)
    // A macro that hides others behind a piece of syntax costs one more turn; many such are not to
    // be expected.
    for _ in 0..<8 where !pending.isEmpty {
      let turn = try evaluate(pending.map { macros[$0].name })
      for (index, finding) in zip(pending, turn) { findings[index] = finding }
      let left = pending.filter { findings[$0] == nil }
      guard left.count < pending.count else { break }
      pending = left
    }
    let strings = macros.indices.filter { index in
      if case .characters = findings[index] { true } else { false }
    }
    if !strings.isEmpty {
      let turn = try evaluate(strings.map { macros[$0].textWithoutParentheses })
      for (index, finding) in zip(strings, turn) {
        if case .value = finding { findings[index] = finding }
      }
    }
    return findings
  }

  /// One parse; an initializer of which nothing is found is hidden by another one.
  private func evaluate(_ initializers: [String]) throws(HeaderError) -> [Finding?] {
    let supportLines = Self.support.utf8.count { $0 == UInt8(ascii: "\n") }
    let firstLine = precedingLineCount + supportLines + 1
    var text = Self.support
    for (index, initializer) in initializers.enumerated() {
      text += "const __auto_type uapi_value_\(index) = \(initializer);\n"
    }
    let unit = try parse(text)
    var findings = [Finding?](repeating: nil, count: initializers.count)
    for error in unit.errors where error.isInMainFile {
      let index = error.location.line - firstLine
      guard findings.indices.contains(index), findings[index] == nil else { continue }
      findings[index] = .error(error.message)
    }
    for variable in unit.root.children([CXCursor_VarDecl]) where variable.isInMainFile {
      let index = variable.place.line - firstLine
      guard findings.indices.contains(index), findings[index] == nil else { continue }
      findings[index] = Self.finding(of: variable)
    }
    return findings
  }

  private static func finding(of variable: Cursor) -> Finding {
    let type = variable.type.canonical
    if let signedness = type.integerSignedness {
      guard let size = type.size, size <= 8, case .integer(let bits) = variable.evaluate() else {
        return .unknown
      }
      return .value(
        .integer(
          signedness == .signed
            ? IntegerValue(Int64(bitPattern: bits), bitWidth: size * 8)
            : IntegerValue(unsigned: bits, bitWidth: size * 8)),
        type: type.unqualifiedSpelling)
    }
    if type.isFloating {
      guard case .floating(let number) = variable.evaluate() else { return .unknown }
      return .value(.floating(number), type: type.unqualifiedSpelling)
    }
    guard type.kind == CXType_Pointer, type.pointee.canonical.isCharacter else {
      return .type(type.spelling)
    }
    if case .string(let text) = variable.evaluate() {
      return .value(.string(text), type: type.unqualifiedSpelling)
    }
    return .characters
  }

  /// What headers use without including the header that defines it, and what user space defines
  /// nowhere.
  ///
  /// `BIT(n)` has bit `n` set; `GENMASK(high, low)` has the bits from `low` to `high` set.
  private static let support: String = {
    let headers = [
      "stddef.h", "asm/bitsperlong.h", "linux/const.h", "linux/bits.h", "linux/ioctl.h",
    ].map { header in
      "#if __has_include(<\(header)>)\n#include <\(header)>\n#endif\n"
    }
    // Each divides by 1, or by 0 where its arguments are out of bounds, which the compiler does not
    // evaluate.
    let bit = { (one: String, width: String) in
      "((\(one) << (n)) / ((n) >= 0 && (n) < \(width)))"
    }
    let mask = { (ones: String, width: String) in
      "(((\(ones) >> (\(width) - 1 - (high))) & (\(ones) << (low)))"
        + " / ((low) >= 0 && (low) <= (high) && (high) < \(width)))"
    }
    let longWidth = "(int)sizeof(long) * 8"
    let functions = [
      ("BIT(n)", bit("1UL", longWidth)), ("BIT_ULL(n)", bit("1ULL", "64")),
      ("GENMASK(high, low)", mask("~0UL", longWidth)),
      ("GENMASK_ULL(high, low)", mask("~0ULL", "64")),
      ("__GENMASK(high, low)", mask("~0UL", longWidth)),
      ("__GENMASK_ULL(high, low)", mask("~0ULL", "64")),
    ].map { function, body in
      let name = function.prefix { $0 != "(" }
      return "#ifndef \(name)\n#define \(function) \(body)\n#endif\n"
    }
    return (headers + functions).joined()
  }()
}
