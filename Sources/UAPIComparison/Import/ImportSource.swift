package import UAPIKnowledge

/// What the folder `headers` is brought up to date from.
package enum ImportSource: Sendable {
  /// A folder of headers.
  case headers(HeaderImport)
  /// The types of a kernel.
  case kernel(KernelImport)

  /// What an import did, in lines.
  package struct Report: Sendable {
    /// For standard output: what the headers change, and what was written.
    package var output: String
    /// For standard error: why nothing was written; empty where all is well.
    package var errors: String
  }

  /// Imports, and says what happened.
  package func run() throws(GeneratorError) -> Report {
    let outcome: HeaderImport.Outcome
    let folder: String
    switch self {
    case .headers(let headers): (outcome, folder) = (try headers.outcome(), headers.folder)
    case .kernel(let kernel): (outcome, folder) = (try kernel.outcome(), kernel.folder)
    }
    var report = Report(output: outcome.text, errors: "")
    for remark in outcome.remarks { report.output += "remark: \(remark)\n" }
    for contradiction in outcome.contradictions { report.errors += "error: \(contradiction)\n" }
    let written = try outcome.write(into: folder)
    for path in written { report.output += "wrote \(path)\n" }
    if written.isEmpty, outcome.contradictions.isEmpty {
      report.output += "nothing changed in \(folder)\n"
    }
    return report
  }
}
