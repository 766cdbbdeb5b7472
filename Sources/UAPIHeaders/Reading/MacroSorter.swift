internal import CLibClang

/// Tells, by their tokens alone, which macros can stand for a constant.
struct MacroSorter {
  /// The macros whose value the compiler has to be asked for.
  private(set) var candidates: [MacroDefinition] = []
  /// The macros that are second names of fields.
  private(set) var aliases: [FieldAlias] = []
  /// The macros that stand for no constant.
  private(set) var unsupported: [Unsupported] = []

  init(_ macros: [MacroDefinition], records: [Record], bodies: [(record: Int, extent: Extent)]) {
    for macro in macros {
      if macro.cursor.isFunctionLikeMacro {
        unsupported.append(macro.unsupported(.functionLike, "it takes arguments"))
        continue
      }
      let replacement = macro.cursor.unit.tokens(of: macro.cursor).dropFirst()
      guard let first = replacement.first else {
        unsupported.append(macro.unsupported(.empty, "it stands for nothing"))
        continue
      }
      if replacement.count == 1, first.isIdentifier,
        let alias = alias(macro, of: first.text, records: records, bodies: bodies)
      {
        aliases.append(alias)
      } else if Self.canBeExpression(replacement) {
        candidates.append(macro)
      } else {
        unsupported.append(
          macro.unsupported(.notAConstant, MacroDefinition.syntaxReason))
      }
    }
  }

  /// The alias that a macro makes where it stands in the body of a record and is replaced by one of
  /// its fields.
  private func alias(
    _ macro: MacroDefinition, of target: String, records: [Record],
    bodies: [(record: Int, extent: Extent)]
  ) -> FieldAlias? {
    // The innermost body comes last.
    for (index, extent) in bodies.reversed() where extent.contains(macro.place) {
      let record = records[index]
      // An alias may be made of another one.
      let field =
        aliases.first { $0.record == record.name && $0.name == target }?.target ?? target
      if record.field(named: field) != nil {
        return FieldAlias(
          name: macro.name, target: field, record: record.name, location: macro.location)
      }
    }
    return nil
  }

  /// Whether the tokens keep to themselves: written as an initializer, they cannot reach beyond it.
  private static func canBeExpression(_ tokens: ArraySlice<Token>) -> Bool {
    var open: [String] = []
    for token in tokens where token.kind == CXToken_Punctuation {
      switch token.text {
      case "(": open.append(")")
      case "[": open.append("]")
      case ")", "]": guard open.popLast() == token.text else { return false }
      case ";", "{", "}", "#", "##", "<%", "%>", "<:", ":>", "%:", "%:%:": return false
      default: break
      }
    }
    return open.isEmpty
  }
}
