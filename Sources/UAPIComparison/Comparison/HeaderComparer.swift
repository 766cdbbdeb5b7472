internal import UAPIGenerator
internal import UAPIHeaders
package import UAPIKnowledge
internal import UAPIStructs

/// Compares what two headers, or two releases of the history, say.
package struct HeaderComparer {
  /// The histories.
  package var knowledge: Knowledge
  /// Headers that no history describes, whose structs and constants are compared too.
  package var headers: [String]

  /// A comparer.
  package init(knowledge: Knowledge = .embedded, headers: [String] = []) {
    self.knowledge = knowledge
    self.headers = headers
  }

  /// Reads headers in a folder.
  static func read(_ headers: [String], root: String) throws(GeneratorError) -> HeaderModel {
    do throws(HeaderError) {
      return try HeaderParser(includeRoot: root).parse(headers: headers)
    } catch {
      throw GeneratorError(
        .header, path: error.path ?? root, line: error.line, column: error.column, error.message,
        remedy: error.remedy)
    }
  }

  /// Compares one struct with the constants of its header, or everything if `name` is `nil`.
  package func compare(
    _ name: String?, _ first: ComparisonSource, _ second: ComparisonSource
  ) throws(GeneratorError) -> HeaderComparison {
    var histories: [KnownStruct] = []
    for known in knowledge.structNames where name == nil || name == known {
      if let history = try knowledge.history(of: known) { histories.append(history) }
    }
    // Two kernels tell of structs that no header declares.
    let areKernels = first.kernel != nil && second.kernel != nil
    if let name, histories.isEmpty, headers.isEmpty, !areKernels {
      throw GeneratorError(
        .unknownName, path: "", "there is no history of a struct '\(name)'",
        remedy: NearestWord.find(name, in: knowledge.structNames).map { "did you mean '\($0)'?" }
          ?? "name the header that declares it by --header")
    }
    var wanted = headers
    for history in histories where !wanted.contains(history.header) {
      wanted.append(history.header)
    }
    let constants = try knowledge.allConstants().filter { known in
      known.headers.contains { wanted.contains($0) }
    }
    var request = KernelRequest(histories: histories, constants: constants)
    if let name, areKernels { request.add(name) }
    // A kernel is asked for what the other side has.
    var sides: [SideContents] = []
    for source in [first, second] where source.kernel == nil {
      let side = try contents(of: source, headers: wanted)
      request.add(side)
      sides.append(side)
    }
    for case let source? in [first.kernel, second.kernel] {
      sides.append(try contents(of: source, request))
    }
    if first.kernel != nil, second.kernel == nil { sides.swapAt(0, 1) }
    let (before, after) = (sides[0], sides[1])
    let names = self.names(name, histories: histories, before, after)
    if let name, histories.isEmpty, before.model == nil || after.model == nil {
      throw GeneratorError(
        .unknownName, path: "", "there is no history of a struct '\(name)'",
        remedy: "name two folders of headers to compare")
    }
    if let name, !names.contains(name) {
      throw GeneratorError(
        .unknownName, path: "", "neither side knows a struct '\(name)'",
        remedy: NearestWord.remedy(name, in: before.recordNames + after.recordNames))
    }
    var comparison = HeaderComparison(
      titles: .init(before: before.title, after: after.title),
      names: Self.shortNames(before, after),
      remarks: before.remarks + after.remarks.filter { !before.remarks.contains($0) })
    let all = name == nil
    for name in names {
      let known = histories.first { $0.name == name }
      let sides = try Self.sides(of: name, known, before, after)
      if sides.0 == nil, sides.1 == nil { continue }
      if let silent = [(before, sides.0), (after, sides.1)].first(where: {
        $0.0.source.kernel != nil && $0.1 == nil
      }) {
        let reason = "it does not know it, a module has it, or no code uses it"
        guard all else {
          throw GeneratorError(
            .unknownName, path: "", "\(silent.0.title) has no struct \(name)", remedy: reason)
        }
        comparison.remarks.append("\(silent.0.title) has no struct \(name): \(reason)")
        continue
      }
      let header =
        known?.header ?? before.model?.record(named: name)?.header
        ?? after.model?.record(named: name)?.header ?? ""
      var found = StructComparison(
        name, header: header, zeroFilled: known?.zeroFilled, before: sides.0, after: sides.1)
      if let known, let from = before.release, let to = after.release, from < to {
        found.addGhosts(between: from, and: to, in: known)
      }
      comparison.structs.append(found)
    }
    var old = before.constants(constants)
    var new = after.constants(constants)
    switch (before.source.kernel, after.source.kernel) {
    case (_?, nil):
      if !before.isBigEndian { old = old.inOrder(of: new) }
      new = new.told(by: old)
    case (nil, _?):
      if !after.isBigEndian { new = new.inOrder(of: old) }
      old = old.told(by: new)
    default: break
    }
    let compared = ConstantComparison(before: old, after: new)
    comparison.constants = compared.changes
    comparison.undecided = compared.undecided
    return comparison
  }

  /// A struct on both sides.
  private static func sides(
    of name: String, _ known: KnownStruct?, _ before: SideContents, _ after: SideContents
  ) throws(GeneratorError) -> (StructComparison.Side?, StructComparison.Side?) {
    switch (before.source.kernel, after.source.kernel) {
    case (nil, nil), (_?, _?):
      return (try before.side(of: name, known), try after.side(of: name, known))
    case (nil, _?):
      let side = try before.side(of: name, known)
      return (side, try after.side(of: name, known, like: side))
    case (_?, nil):
      let side = try after.side(of: name, known)
      return (try before.side(of: name, known, like: side), side)
    }
  }

  /// The structs to compare: what the histories know, and of headers what no history can be held against.
  private func names(
    _ name: String?, histories: [KnownStruct], _ before: SideContents, _ after: SideContents
  ) -> [String] {
    let known = histories.map(\.name)
    // Where one side is a release, a struct without a history would only seem to be new.
    guard before.model != nil, after.model != nil else { return known }
    let all = known + (before.recordNames + after.recordNames).filter { !known.contains($0) }
    var seen: Set<String> = []
    return all.filter { (name == nil || name == $0) && seen.insert($0).inserted }
  }

  private func contents(
    of source: ComparisonSource, headers: [String]
  ) throws(GeneratorError) -> SideContents {
    switch source {
    case .kernel(let image): return try contents(of: image, KernelRequest())
    case .release(let release):
      return SideContents(source: source, release: release, model: nil, remarks: [])
    case .headers(let root), .installed(let root):
      let present = headers.filter { FilePaths.hasHeader($0, in: root) }
      let missing = headers.filter { !present.contains($0) }
      guard !present.isEmpty else {
        throw GeneratorError(
          .header, path: root, "there is no \(WordList.joined(missing)) here",
          remedy: "name a folder of kernel headers that has it")
      }
      let model = try HeaderComparer.read(present, root: root)
      return SideContents(
        source: source, release: model.release, model: model,
        remarks: missing.isEmpty ? [] : ["\(root) has no \(WordList.joined(missing))"])
    }
  }

  private func contents(
    of image: KernelImage, _ request: KernelRequest
  ) throws(GeneratorError) -> SideContents {
    let kernel = try KernelModel(image)
    let model = try kernel.model(of: request.structs, enumerators: request.enumerators)
    return SideContents(
      source: .kernel(image), release: image.release, model: model,
      isBigEndian: kernel.isBigEndian,
      remarks: [
        "BTF tells no macros and no second names of fields: of constants only enums are compared"
      ])
  }

  private static func shortNames(
    _ before: SideContents, _ after: SideContents
  ) -> HeaderComparison.Pair {
    if let first = before.release, let second = after.release, first != second {
      return .init(before: "Linux \(first)", after: "Linux \(second)")
    }
    // Of a release and its own headers, the words tell which is which.
    if case .release = before.source, after.model != nil {
      return .init(before: before.title, after: after.source.word)
    }
    if case .release = after.source, before.model != nil {
      return .init(before: before.source.word, after: after.title)
    }
    return .init(before: before.shortTitle, after: after.shortTitle)
  }
}
