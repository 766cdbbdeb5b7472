package import UAPIHeaders
package import UAPIKnowledge

/// What is read instead of headers: a kernel, by its own types.
package protocol ModelSource: Sendable {
  /// How it is called.
  var title: String { get }

  /// Reads what a spec wants, and gives the spec the headers that go with it.
  ///
  /// - Parameters:
  ///   - spec: The spec.
  ///   - knowledge: What is known without it.
  ///   - document: The spec as it is written, for errors.
  func model(
    for spec: inout BindingSpec, knowledge: Knowledge, document: SourceDocument
  ) throws(GeneratorError) -> HeaderModel
}
