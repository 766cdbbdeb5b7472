/// The presence rule, step 5: from the generations that remain to one field.
extension StructHistory {
  /// What an answer says about a field, and the place where its bytes stand, if any are there.
  ///
  /// For an indeterminate field the place is that of the newest generation in question; in an answer
  /// that was rearranged, that of the newest generation of all.
  @usableFromInline
  func judge(field index: Int, in reading: Reading) -> (presence: Presence, place: FieldPlace?) {
    if let own = other(on: reading.abi) { return own.judge(field: index, in: reading) }
    guard fields.indices.contains(index) else { return (.absent, nil) }
    let field = fields[index]
    if let exact = reading.exactPlaces {
      let (presence, place) = Self.judge(
        exact.indices.contains(index) ? exact[index] : nil, by: reading)
      return (presence, place != nil && reading.isRearranged ? home(ofField: index) : place)
    }
    if reading.remarks.contains(.vendorLayout) { return judgeInVendorLayout(field, reading) }
    let remaining = reading.generations
    // Most fields stand at one place: then the generations that have it decide.
    var common: FieldPlace?
    var agrees = true
    var covered = GenerationSet(bits: 0)
    var newestInside: FieldPlace?
    for place in field.places where !place.generations.intersection(remaining).isEmpty {
      covered = covered.union(place.generations.intersection(remaining))
      if let known = common { agrees = agrees && isSamePlace(known, place, of: field) }
      common = common.map { $0.size > place.size ? $0 : place } ?? place
      if place.offset(in: reading.abi) < reading.length { newestInside = place }
    }
    guard let common, let newestInside else { return (.absent, nil) }
    if agrees && covered == remaining { return Self.judge(common, by: reading) }
    return (.indeterminate, newestInside)
  }

  /// A nested struct that grew stands where it stood; its own history says how far it reaches.
  private func isSamePlace(_ a: FieldPlace, _ b: FieldPlace, of field: FieldHistory) -> Bool {
    if case .nested = field.kind {
      return a.offset == b.offset && a.offsetOnI386 == b.offsetOnI386
    }
    return a.isSamePlace(as: b)
  }

  /// What the newest generation of smaller size has is there; younger fields may be.
  private func judgeInVendorLayout(
    _ field: FieldHistory, _ reading: Reading
  ) -> (presence: Presence, place: FieldPlace?) {
    let base = reading.generations.newest ?? 0
    if let place = field.place(inGeneration: base) { return Self.judge(place, by: reading) }
    let younger = field.places.last { place in
      (place.generations.newest ?? 0) > base && place.offset(in: reading.abi) < reading.length
    }
    return younger.map { (.indeterminate, $0) } ?? (.absent, nil)
  }

  /// Of a place that is known, the length of the answer alone decides.
  static func judge(
    _ place: FieldPlace?, by reading: Reading
  ) -> (presence: Presence, place: FieldPlace?) {
    guard let place else { return (.absent, nil) }
    let offset = place.offset(in: reading.abi)
    if offset + place.size <= reading.length { return (.present, place) }
    return offset < reading.length ? (.truncated, place) : (.absent, nil)
  }

  /// What an answer says about a field.
  public func presence(ofField index: Int, in reading: Reading) -> Presence {
    quickPlaces.presence(ofField: index, in: reading)
      ?? judge(field: index, in: reading).presence
  }
}
