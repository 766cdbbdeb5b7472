extension BTFTypes {
  /// What `sizeof` says of a type, in bytes; 0 for an array without a length.
  ///
  /// - Throws: ``BTFError`` for `void`, functions, and structs of which only the name is known; for
  ///   arrays that nest in a circle or exceed an `Int`.
  public func size(of id: ID) throws(BTFError) -> Int {
    var id = id
    var product = 1
    for _ in 0..<Self.greatestDepth {
      guard let (owner, header, found) = try target(of: id) else {
        throw BTFError(.wrongKind, file: blob.store.file, reason: "void has no size")
      }
      let size: Int
      switch header.kind {
      case .integer, .struct, .union, .enumeration, .enumeration64, .float, .dataSection:
        size = Int(clamping: header.word)
      case .pointer: size = pointerSize
      case .array: size = Int(clamping: owner.blob.word(at: header.body + 8))
      case .variable:
        id = header.word
        continue
      default:
        throw owner.blob.store.error(
          .wrongKind, at: header.offset,
          "type \(found) is a \(header.kindText), which has no size")
      }
      let (result, overflow) = product.multipliedReportingOverflow(by: size)
      guard !overflow else {
        throw owner.blob.store.error(.tooLarge, at: header.offset, "its size exceeds 2^63 bytes")
      }
      product = result
      if header.kind != .array { return product }
      id = owner.blob.word(at: header.body)
    }
    throw BTFError(
      .cyclic, file: blob.store.file, reason: "type \(id) is nested in too many arrays")
  }
}

extension TypeHeader {
  /// The kind in words.
  var kindText: String { kind?.description ?? "type of kind \(kindNumber)" }
}
