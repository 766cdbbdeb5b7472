internal import UAPIKnowledge

/// Finds the group that selects a constant, without asking each group.
struct GroupSelection {
  private var tags: [String: [Int]] = [:]
  private var prefixes: [String: [Int]] = [:]
  private var prefixLengths: [Int] = []
  private var patterns: NamePatterns
  private var patternOwners: [String: [Int]] = [:]
  private let except: [NamePatterns]

  init(_ groups: [BindingSpec.Group]) {
    for (index, group) in groups.enumerated() {
      if let tag = group.enumeration { tags[tag, default: []].append(index) }
      for prefix in group.prefixes { prefixes[prefix, default: []].append(index) }
      for name in group.names where NamePattern.isPattern(name) {
        patternOwners[name, default: []].append(index)
      }
    }
    prefixLengths = Set(prefixes.keys.map(\.utf8.count)).sorted()
    patterns = NamePatterns(Array(patternOwners.keys))
    except = groups.map { NamePatterns($0.except) }
  }

  /// The first group that selects a constant by a tag, a pattern or a prefix.
  func group(of constant: KnownConstant) -> Int? {
    var found: Set<Int> = []
    if let tag = constant.enumeration { found.formUnion(tags[tag] ?? []) }
    for pattern in patterns.patterns(matching: constant.name) {
      found.formUnion(patternOwners[pattern] ?? [])
    }
    for length in prefixLengths {
      guard let prefix = constant.name.prefix(bytes: length) else { break }
      found.formUnion(prefixes[prefix] ?? [])
    }
    return found.sorted().first { !except[$0].contains(constant.name) }
  }
}

/// Which of some prefixes names have.
struct GivenPrefixes {
  private(set) var found: Set<String> = []

  init(_ prefixes: [String], of names: some Sequence<String>) {
    let wanted = Set(prefixes)
    let lengths = Set(prefixes.map(\.utf8.count)).sorted()
    if lengths.isEmpty { return }
    for name in names {
      for length in lengths {
        guard let prefix = name.prefix(bytes: length) else { break }
        if wanted.contains(prefix) { found.insert(prefix) }
      }
    }
  }
}

extension String {
  /// The first bytes, where there are as many and no character is cut.
  fileprivate func prefix(bytes count: Int) -> String? {
    guard let end = utf8.index(startIndex, offsetBy: count, limitedBy: utf8.endIndex) else {
      return nil
    }
    return String(utf8[..<end])
  }
}
