internal import CLibClang

/// Tells, by their tokens alone, which macros can stand for a constant.
struct MacroSorter {
  /// The macros whose value the compiler has to be asked for.
  private(set) var candidates: [MacroDefinition] = []
  /// The macros that are second names of fields.
  private(set) var aliases: [AliasMacro] = []
  /// The macros that stand for no constant.
  private(set) var unsupported: [Unsupported] = []

  /// The bodies of records by their files, those that begin first before others.
  private var bodies: [String: [Body]] = [:]
  /// The names of the fields of records, as far as they were asked for.
  private var fieldNames: [Int: Set<String>] = [:]
  /// The fields that aliases stand for, by their records and names.
  private var targets: [Int: [String: String]] = [:]

  /// The body of a record, and which body it is in.
  private struct Body {
    let record: Int
    let offsets: ClosedRange<Int>
    var outer: Int?
  }

  init(_ macros: [MacroDefinition], records: [Record], bodies: [(record: Int, extent: FileRange)]) {
    sort(bodies)
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
        let alias = alias(macro, of: first.text, records: records)
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

  private mutating func sort(_ bodies: [(record: Int, extent: FileRange)]) {
    for (record, extent) in bodies {
      self.bodies[extent.path, default: []].append(Body(record: record, offsets: extent.offsets))
    }
    for path in self.bodies.keys {
      var sorted = (self.bodies[path] ?? []).sorted {
        ($0.offsets.lowerBound, $1.offsets.upperBound) < (
          $1.offsets.lowerBound, $0.offsets.upperBound
        )
      }
      var open: [Int] = []
      for index in sorted.indices {
        while let last = open.last,
          sorted[last].offsets.upperBound < sorted[index].offsets.lowerBound
        {
          open.removeLast()
        }
        sorted[index].outer = open.last
        open.append(index)
      }
      self.bodies[path] = sorted
    }
  }

  /// The alias that a macro makes where it is in the body of a record and is replaced by one of
  /// its fields.
  private mutating func alias(
    _ macro: MacroDefinition, of target: String, records: [Record]
  ) -> AliasMacro? {
    let bodies = bodies[macro.place.path] ?? []
    // The last body that begins before it is the innermost one, or lies in a body that it is in.
    var (low, high) = (0, bodies.count)
    while low < high {
      let middle = (low + high) / 2
      if bodies[middle].offsets.lowerBound <= macro.place.offset {
        low = middle + 1
      } else {
        high = middle
      }
    }
    var next = low > 0 ? low - 1 : nil
    while let index = next {
      let body = bodies[index]
      next = body.outer
      guard body.offsets.contains(macro.place.offset) else { continue }
      let record = records[body.record]
      // An alias may be made of another one.
      let field = targets[body.record]?[target] ?? target
      let names = fieldNames[body.record] ?? Set(record.fields.map(\.name))
      fieldNames[body.record] = names
      guard names.contains(field) else { continue }
      if targets[body.record, default: [:]][macro.name] == nil {
        targets[body.record, default: [:]][macro.name] = field
      }
      return AliasMacro(
        name: macro.name, target: field, record: record.name, location: macro.location)
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
