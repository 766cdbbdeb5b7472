internal import UAPIKnowledge

/// Hands out names in one scope, each of them once.
struct NameScope {
  private var taken: Set<String>
  /// The names that are given out already.
  private var given: [String: String] = [:]
  /// The next number to try after a name.
  private var numbers: [String: Int] = [:]
  /// The names that had to change: C name, wanted name, given name.
  private(set) var renamed: [(cName: String, wanted: String, given: String)] = []

  init(reserved: Set<String>) { taken = reserved }

  /// Gives a name that the spec says, before the others; `false` where it is taken.
  mutating func give(_ name: String, to cName: String) -> Bool {
    guard taken.insert(name).inserted else { return false }
    given[cName] = name
    return true
  }

  /// The wanted name, or the first of `name2`, `name3` … that is free.
  mutating func take(_ wanted: String, for cName: String) -> String {
    if let name = given.removeValue(forKey: cName) { return name }
    var given = wanted
    var number = numbers[wanted] ?? 2
    while !taken.insert(given).inserted {
      given = "\(wanted)\(number)"
      number += 1
    }
    numbers[wanted] = number
    if given != wanted { renamed.append((cName, wanted, given)) }
    return given
  }
}
