package import UAPIStructs

extension Knowledge {
  /// The history of a struct in the form that decodes answers, or `nil` if the struct is not known.
  ///
  /// Reads the file each time: keep what it returns.
  package func structHistory(named name: String) throws(GeneratorError) -> StructHistory? {
    let names = Set(structNames)
    return try history(of: name).map { known throws(GeneratorError) in
      StructHistory(known, isNested: names.contains)
    }
  }
}
