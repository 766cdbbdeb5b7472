internal import UAPIKnowledge

/// Groups of constants.
extension BindingPlanner {
  /// What is bound where the spec does not say: tagged enums as types, everything else in a namespace for each header.
  mutating func defaultGroups(
    for constants: [KnownConstants], avoiding structNames: [String: String]
  ) -> [BindingSpec.Group] {
    var scope = NameScope(reserved: SwiftNames.reservedTypes.union(structNames.values))
    var groups: [BindingSpec.Group] = []
    for known in constants {
      for tag in known.enumerations {
        groups.append(
          BindingSpec.Group(
            kind: .enum, name: scope.take(names.type(tag), for: tag), enumeration: tag,
            path: [.key("headers")]))
      }
      let header = known.headers.first ?? ""
      let file = header.split(separator: "/").last ?? "header"
      let base = file.hasSuffix(".h") ? file.dropLast(2) : file
      groups.append(
        BindingSpec.Group(
          kind: .namespace, name: scope.take(names.type(base) + "Constants", for: header),
          names: known.constants.filter { $0.enumeration == nil }.map(\.name),
          path: [.key("headers")]))
    }
    reportRenamed(scope)
    return groups
  }

  /// Gives a group its raw type, and checks that its members fit.
  func finish(_ group: inout BoundGroup, path: [JSONStep]) throws(GeneratorError) {
    let integers = group.members.filter {
      if case .integer = $0.constant.value { true } else { false }
    }
    switch group.kind {
    case .namespace:
      for index in group.members.indices {
        guard case .integer = group.members[index].constant.value else { continue }
        group.members[index].type =
          group.type
          ?? (group.members[index].constant.isBigEndian
            ? IntegerType(isSigned: false, bits: 32) : nil)
          ?? IntegerType.all.first { group.members[index].constant.value.fits($0) }
      }
    case .flags, .enum:
      let prefers: [IntegerType] =
        group.kind == .flags
        ? [IntegerType(isSigned: false, bits: 32), IntegerType(isSigned: false, bits: 64)]
        : [
          IntegerType(isSigned: false, bits: 32), IntegerType(isSigned: true, bits: 32),
          IntegerType(isSigned: false, bits: 64), IntegerType(isSigned: true, bits: 64),
        ]
      group.type =
        group.type
        ?? prefers.first { type in integers.allSatisfy { $0.constant.value.fits(type) } }
        ?? IntegerType(isSigned: false, bits: 64)
      for index in group.members.indices { group.members[index].type = group.type }
    }
    for member in group.members {
      guard let type = member.type else {
        if group.kind == .namespace { continue }
        throw document.error(
          .content, at: path, "\(member.constant.name) is a string and cannot be in \(group.name)",
          remedy: "put it into a namespace, or name it in 'except'")
      }
      if case .string = member.constant.value { continue }
      guard member.constant.value.fits(type) else {
        throw document.error(
          .content, at: path,
          "\(member.constant.name) is \(member.constant.value), which is not a \(type) of \(group.name)",
          remedy: "give the group another 'type', or name the constant in 'except'")
      }
    }
  }
}
