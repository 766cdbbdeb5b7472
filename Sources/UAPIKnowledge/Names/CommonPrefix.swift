/// What names have in common.
package enum CommonPrefix {
  /// What all of the names begin with.
  package static func find(_ names: [String]) -> Substring {
    guard let first = names.first else { return "" }
    var end = first.utf8.endIndex
    for name in names.dropFirst() {
      var index = first.utf8.startIndex
      for byte in name.utf8 {
        guard index < end, first.utf8[index] == byte else { break }
        index = first.utf8.index(after: index)
      }
      end = index
    }
    // Names in C have ASCII characters only: none is cut.
    return first[..<end]
  }
}
