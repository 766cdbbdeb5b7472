extension BTFTypes {
  /// What `sizeof` says of a type, in bytes; 0 for an array without a length.
  ///
  /// - Throws: ``BTFError`` for `void`, functions, and structs of which only the name is known; for
  ///   arrays that nest in a circle or exceed an `Int`.
  public func size(of id: ID) throws(BTFError) -> Int { try size(of: id, namedAt: nil) }

  /// The same for a type whose number is at an offset of these bytes.
  func size(of id: ID, namedAt offset: Int?) throws(BTFError) -> Int {
    var id = id
    var place = offset.map { (owner: self, offset: $0) }
    var product = 1
    for _ in 0..<Self.greatestDepth {
      guard let (owner, header, found) = try target(of: id) else {
        throw error(.wrongKind, at: place, "void has no size")
      }
      let size: Int
      switch header.kind {
      case .integer, .struct, .union, .enumeration, .enumeration64, .float, .dataSection:
        size = Int(clamping: header.word)
      case .pointer: size = pointerSize
      case .array: size = Int(clamping: owner.blob.word(at: header.body + 8))
      case .variable:
        id = try owner.reference(at: header.offset + 8)
        place = (owner, header.offset + 8)
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
      id = try owner.reference(at: header.body)
      place = (owner, header.body)
    }
    throw error(.cyclic, at: place, "type \(id) is nested in too many arrays")
  }

  /// An error at an offset of these bytes or of their base, if there is one to name.
  func error(
    _ code: BTFError.Code, at place: (owner: BTFTypes, offset: Int)?, _ reason: String
  ) -> BTFError {
    place.map { $0.owner.blob.store.error(code, at: $0.offset, reason) }
      ?? BTFError(code, file: blob.store.file, reason: reason)
  }
}

extension TypeHeader {
  /// The kind in words.
  var kindText: String { kind?.description ?? "type of kind \(kindNumber)" }
}
