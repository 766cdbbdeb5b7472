internal import UAPIText
internal import BTF
internal import UAPIComparison
internal import UAPIKnowledge

/// The kernels and modules of a comparison, and what the types of modules continue.
struct ComparedKernels {
  /// None, one for each side that needs one, or one for each of the two sides.
  let bases: [String]

  /// The two sides with their types open.
  ///
  /// - Throws: ``UAPIKnowledge/GeneratorError`` where types cannot be read, or a base is not used.
  func opened(_ sources: [ComparisonSource]) throws(GeneratorError) -> [ComparisonSource] {
    var opened: [ComparisonSource] = []
    var isUsed = false
    for (index, source) in sources.enumerated() {
      let own = bases.count == 2 ? bases[index] : nil
      if own != nil, !source.isKernel {
        throw Self.usage("--base is given twice, and \(index == 0 ? "A" : "B") is not btf:FILE")
      }
      opened.append(
        try source.opened { (name) throws(GeneratorError) in
          do throws(CommandFailure) {
            if let own { return try BTFSource.open(name, base: own) }
            guard let shared = bases.first else { return try BTFSource.open(name) }
            let (types, usesBase) = try BTFSource.open(name, ifNeededOver: shared)
            isUsed = isUsed || usesBase
            return types
          } catch {
            throw GeneratorError(.header, path: "", "\(error)")
          }
        })
    }
    if bases.count == 1, !isUsed {
      throw Self.usage("neither A nor B is a module whose types continue those of --base")
    }
    return opened
  }

  private static func usage(_ text: String) -> GeneratorError {
    GeneratorError(.usage, path: "", text, remedy: "leave out --base")
  }
}
