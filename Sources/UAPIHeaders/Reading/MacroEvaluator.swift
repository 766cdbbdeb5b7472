internal import CLibClang

/// Asks the compiler for the values of macros, by a second parse in memory.
///
/// Each macro becomes the initializer of a variable on a line of its own, so that an error belongs
/// to one macro and the others keep their values.
struct MacroEvaluator {
  /// Parses a main file with the given text after the headers.
  let parse: @Sendable (_ text: String) throws(HeaderError) -> TranslationUnit
  /// The lines that come before that text.
  let preceding: String

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
  ///
  /// - Parameter known: What the compiler said already; it counts where that is of all of them.
  func evaluate(
    _ macros: [MacroDefinition], known: [String: Finding] = [:]
  ) throws(HeaderError) -> [Finding?] {
    var findings = macros.map { known[$0.name] }
    var pending = findings.contains { $0 == nil } ? Array(macros.indices) : []
    for index in pending { findings[index] = nil }
    // A macro that hides others with a piece of syntax costs one more turn; many such are not to
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
    let probes = Probes(initializers, after: preceding)
    return probes.findings(in: try parse(probes.text))
  }

  /// Variables with initializers, after the headers in a main file.
  struct Probes {
    /// The lines for the main file.
    let text: String
    /// The lines of the main file that the variables are on.
    let lines: Range<Int>

    init(_ initializers: [String], after preceding: String) {
      let support = MacroEvaluator.support
      let first = (preceding + support).utf8.count { $0 == UInt8(ascii: "\n") } + 1
      lines = first..<first + initializers.count
      var text = support
      for (index, initializer) in initializers.enumerated() {
        text += "const __auto_type uapi_value_\(index) = \(initializer);\n"
      }
      self.text = text
    }

    /// What the compiler says of each, where it read them.
    func findings(in unit: TranslationUnit) -> [Finding?] {
      var findings = [Finding?](repeating: nil, count: lines.count)
      for error in unit.errors where isOfOne(error) {
        let index = error.location.line - lines.lowerBound
        if findings[index] == nil { findings[index] = .error(error.message) }
      }
      for variable in unit.root.children([CXCursor_VarDecl]) where variable.isInMainFile {
        let index = variable.place.line - lines.lowerBound
        guard findings.indices.contains(index), findings[index] == nil else { continue }
        findings[index] = MacroEvaluator.finding(of: variable)
      }
      return findings
    }

    /// Whether an error is one of an initializer, and not one of the headers before.
    func isOfOne(_ error: Diagnostic) -> Bool {
      error.isInMainFile && lines.contains(error.location.line)
    }
  }

  fileprivate static func finding(of variable: Cursor) -> Finding {
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
  fileprivate static let support: String = {
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
