package import BTF
package import UAPIKnowledge

extension ComparisonSource {
  /// Whether it is the types of a kernel or module.
  package var isKernel: Bool { kernel != nil }

  /// The source with the types of its kernel, if it is one, opened by a closure.
  ///
  /// - Parameter open: opens what an argument names after `btf:`.
  package func opened(
    by open: (String) throws(GeneratorError) -> BTFTypes
  ) throws(GeneratorError) -> ComparisonSource {
    guard let kernel else { return self }
    return .kernel(KernelImage(kernel.name, types: try open(kernel.name)))
  }
}
