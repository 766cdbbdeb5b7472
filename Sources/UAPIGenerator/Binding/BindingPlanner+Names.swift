internal import UAPIKnowledge

/// The names of types.
extension BindingPlanner {
  mutating func swiftNames(
    of structs: [KnownStruct]
  ) throws(GeneratorError) -> [String: String] {
    var swiftNames: [String: String] = [:]
    var owners: [String: String] = [:]
    for (index, known) in structs.enumerated() where !spec.structs[index].isFound {
      let wanted = spec.structs[index]
      let name = wanted.name ?? names.type(known.name)
      guard !SwiftNames.reservedTypes.contains(name) else {
        throw document.error(
          .naming, at: wanted.path, onKey: true,
          "'\(known.name)' cannot be called \(name), which generated code uses itself",
          remedy: "give it another name")
      }
      guard swiftNames[known.name] == nil else {
        throw document.error(
          .naming, at: wanted.path, onKey: true, "'\(known.name)' is bound twice",
          remedy: "remove one of them")
      }
      if let other = owners[name] {
        throw document.error(
          .naming, at: wanted.path, onKey: true,
          "'\(known.name)' and '\(other)' would both be called \(name)",
          remedy: "give one of them another name")
      }
      owners[name] = known.name
      swiftNames[known.name] = name
    }
    // Those that were not named take what is left: users cannot be asked to name them.
    var scope = NameScope(
      reserved: SwiftNames.reservedTypes.union(owners.keys).union(spec.types.keys)
        .union((spec.constants ?? []).map(\.name)))
    for (index, known) in structs.enumerated() where spec.structs[index].isFound {
      swiftNames[known.name] = scope.take(names.type(known.name), for: known.name)
    }
    reportRenamed(scope)
    return swiftNames
  }

  /// No two types may have the same name, and a nested one needs the struct that it is nested in.
  func checkTypeNames(
    _ structs: [BoundStruct], _ groups: [BoundGroup]
  ) throws(GeneratorError) {
    var taken = Set(structs.map(\.name)).union(spec.types.keys)
    let hosts = Set(structs.map(\.name) + groups.map(\.name))
    let positions = Dictionary(
      structs.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    for (index, group) in groups.enumerated() {
      let path: [JSONStep] =
        spec.constants == nil ? [.key("headers")] : [.key("constants"), .index(index)]
      guard taken.insert(group.name).inserted else {
        throw document.error(
          .naming, at: path, "two types would be called \(group.name)",
          remedy: "give one of them another name")
      }
      let parts = group.name.split(separator: ".")
      guard parts.count == 2 else { continue }
      guard hosts.contains(String(parts[0])) else {
        throw document.error(
          .unknownName, at: path, "\(group.name) is nested in '\(parts[0])', which is not bound",
          remedy: NearestWord.remedy(String(parts[0]), in: hosts))
      }
      let members = positions[String(parts[0])].map { structs[$0].visible.map(\.name) } ?? []
      guard parts[1] != "Field", parts[1] != "_Storage", !members.contains(String(parts[1])) else {
        throw document.error(
          .naming, at: path, "\(group.name) is taken by the generated struct",
          remedy: "choose another name")
      }
    }
  }
}
