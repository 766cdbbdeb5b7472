/// Makes texts of the names in one answer, no more of them than the bytes have.
///
/// Many members may share a name. Without a bound, a small file could ask for more memory than there
/// is.
struct NameReader {
  private let types: BTFTypes
  private var rest: Int

  init(_ types: BTFTypes) {
    self.types = types
    var rest = 0
    var owner: BTFTypes? = types
    while let each = owner {
      rest += each.blob.store.count
      owner = each.base
    }
    self.rest = rest
  }

  /// The name at an offset of the strings.
  ///
  /// - Parameter place: where the offset is.
  mutating func name(_ offset: UInt32, at place: Int) throws(BTFError) -> String {
    let (owner, range) = try types.string(offset, at: place)
    guard range.count <= rest else {
      throw types.blob.store.error(.tooLarge, at: place, "the names are longer than all bytes")
    }
    rest -= range.count
    return owner.blob.store.text(range)
  }
}
