/// Names in C.
package enum CIdentifier {
  /// Whether `name` is letters, digits and underscores, and no digit first.
  package static func isValid(_ name: String) -> Bool {
    guard let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
    else {
      return false
    }
    return name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
  }

  /// Whether `name` is an identifier, or several with dots between them: `outer.field` is the name of
  /// a struct that has none of its own.
  package static func isPath(_ name: String) -> Bool {
    isValid(name)
      || name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy {
        isValid(String($0))
      }
  }
}
