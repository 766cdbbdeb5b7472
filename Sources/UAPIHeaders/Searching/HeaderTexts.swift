/// Looks into the texts of headers, whatever machine they are for.
extension HeaderParser {
  /// Whether headers say the same without others, as far as their texts tell: they mention no name
  /// that one of the others defines, under any condition.
  ///
  /// What depends on the machine as a whole, like the headers of `asm/`, tells nothing.
  package func isIndependent(_ headers: [String], of others: [String]) -> Bool {
    var defined: Set<String> = []
    for header in others {
      guard let text = commonText(of: header) else { return false }
      defined.formUnion(DefinitionScanner.names(in: text))
    }
    return headers.allSatisfy { header in
      guard let text = commonText(of: header) else { return false }
      return text.utf8.split(whereSeparator: { !DefinitionScanner.isWordByte($0) }).allSatisfy {
        !defined.contains(String(Substring($0)))
      }
    }
  }

  /// The text of a header that is the same for all machines.
  private func commonText(of header: String) -> String? {
    let path = folders.path(of: header)
    return path == "\(root)/\(header)" ? path.flatMap(Files.text) : nil
  }
}
