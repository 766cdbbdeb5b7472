internal import UAPIHeaders

/// What is reported.
extension BindingPlanner {
  mutating func reportUnsupported() {
    for entry in model?.unsupported ?? [] where !spec.ignore.contains(entry.name) {
      let kind: ReportEntry.Kind = entry.cause == .empty ? .omitted : .unsupported
      report.append(
        ReportEntry(kind, entry.name, entry.reason, file: headerName(entry.file), line: entry.line))
    }
    for macro in model?.macros ?? [] where !spec.ignore.contains(macro.name) {
      guard case .floating = macro.value else { continue }
      report.append(
        ReportEntry(
          .unsupported, macro.name, "it is a floating-point number", file: macro.header,
          line: macro.location.line))
    }
    for name in spec.ignore.texts {
      report.append(ReportEntry(.omitted, name, "the spec ignores it"))
    }
  }

  /// The path of a header without the folder of this machine.
  func headerName(_ path: String) -> String {
    guard let model, path.hasPrefix(model.root) else {
      return path.split(separator: "/").suffix(2).joined(separator: "/")
    }
    return String(path.dropFirst(model.root.count).drop { $0 == "/" })
  }

  mutating func reportRenamed(_ scope: NameScope) {
    for (cName, wanted, given) in scope.renamed {
      report.append(
        ReportEntry(.renamed, cName, "'\(wanted)' is taken: it is called '\(given)'"))
    }
  }
}
