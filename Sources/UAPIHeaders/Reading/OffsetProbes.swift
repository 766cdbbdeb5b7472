internal import CLibClang

/// Asks the compiler for the offsets of very many fields by one more parse.
///
/// libclang looks at all fields of a struct each time it is asked for the offset of one. Where there are
/// tens of thousands that takes minutes; as constants of an enum they take no time.
struct OffsetProbes {
  /// From how many fields on it pays.
  static let fewest = 1000

  /// Parses the headers with a text after them.
  let parse: (_ text: String) -> TranslationUnit?

  /// The offsets of fields, in bits, as far as the compiler tells them.
  func offsets(of names: [String], in type: String) -> [String: Int] {
    var text = "enum {\n"
    for (index, name) in names.enumerated() {
      text += "uapi_offset_\(index) = __builtin_offsetof(\(type), \(name)),\n"
    }
    // An error in one of them would leave others with numbers that follow on it.
    guard let unit = parse(text + "};\n"), unit.errors.isEmpty,
      let constants = unit.root.children([CXCursor_EnumDecl]).last(where: \.isInMainFile)?
        .children([CXCursor_EnumConstantDecl]), constants.count == names.count
    else { return [:] }
    var offsets: [String: Int] = [:]
    for (name, constant) in zip(names, constants) {
      let (bits, overflow) = constant.signedEnumValue.multipliedReportingOverflow(by: 8)
      if !overflow { offsets[name] = Int(bits) }
    }
    return offsets
  }
}
