/// The prefix that C puts before the names of a struct's fields, such as `tcpi_`.
package enum FieldPrefix {
  /// What all names begin with, up to an underscore; nothing where a name would be none without it.
  ///
  /// Padding has no say: `__ifi_pad` is named as it is because it is not to be used.
  package static func find(_ names: [String]) -> String {
    let names = names.filter { !isPadding($0) }
    guard names.count > 1 else { return "" }
    let common = CommonPrefix.find(names)
    guard let end = common.lastIndex(of: "_") else { return "" }
    let prefix = common[...end]
    let leavesNames = names.allSatisfy { name in
      name.dropFirst(prefix.count).first.map { $0.isLetter } ?? false
    }
    return leavesNames ? String(prefix) : ""
  }

  /// A name without the prefix, where something is left; padding has underscores before it.
  package static func drop(_ prefix: String, from name: String) -> Substring {
    if prefix.isEmpty { return Substring(name) }
    let inner = name.hasPrefix("__") ? name.drop { $0 == "_" } : Substring(name)
    guard inner.hasPrefix(prefix), inner.count > prefix.count else { return Substring(name) }
    return inner.dropFirst(prefix.count)
  }

  /// Whether the name says that the field keeps bytes free: `__ifi_pad`, `tcm__pad1`, `__unused4`.
  private static func isPadding(_ name: String) -> Bool {
    if name.hasPrefix("__") || name.contains("__") && !name.hasSuffix("__") { return true }
    let last = name.split(separator: "_").last ?? ""
    let word = last.prefix { !$0.isNumber }.lowercased()
    return ["pad", "padding", "reserved", "resv", "spare", "unused"].contains(word)
  }
}
