/// The presence rule, step 5: from the generations that remain to one field.
extension LayoutHistory {
  /// What an answer says about a field, and the place where its bytes are, if there are any.
  ///
  /// For an indeterminate field the place is that of the newest generation in question; in an answer
  /// that was rearranged, that of the newest generation of all.
  func presenceAndPlace(
    ofField index: Int, in reading: Reading
  ) -> (presence: Presence, place: FieldPlace?) {
    guard fields.indices.contains(index) else { return (.absent, nil) }
    let field = fields[index]
    if let places = reading.ownPlaces {
      let (presence, place) = Self.presenceAndPlace(
        places.indices.contains(index) ? places[index] : nil, in: reading)
      return (presence, place != nil && reading.isRearranged ? home(ofField: index) : place)
    }
    if reading.remarks.contains(.vendorLayout) { return inVendorLayout(field, reading) }
    let remaining = reading.generations
    // Most fields have one place: then the generations that have it decide.
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
    if agrees && covered == remaining { return Self.presenceAndPlace(common, in: reading) }
    return (.indeterminate, newestInside)
  }

  /// A nested struct that grew is where it was; its own history says how far it reaches.
  private func isSamePlace(_ a: FieldPlace, _ b: FieldPlace, of field: FieldHistory) -> Bool {
    if case .nested = field.kind {
      return a.offset == b.offset && a.offsetOnI386 == b.offsetOnI386
    }
    return a.isSamePlace(as: b)
  }

  /// What the newest generation of smaller size has is there; younger fields may be.
  private func inVendorLayout(
    _ field: FieldHistory, _ reading: Reading
  ) -> (presence: Presence, place: FieldPlace?) {
    let base = reading.generations.newest ?? 0
    if let place = field.place(inGeneration: base) {
      return Self.presenceAndPlace(place, in: reading)
    }
    let younger = field.places.last { place in
      (place.generations.newest ?? 0) > base && place.offset(in: reading.abi) < reading.length
    }
    return younger.map { (.indeterminate, $0) } ?? (.absent, nil)
  }

  /// Of a place that is known, the length of the answer alone decides.
  static func presenceAndPlace(
    _ place: FieldPlace?, in reading: Reading
  ) -> (presence: Presence, place: FieldPlace?) {
    guard let place else { return (.absent, nil) }
    let offset = place.offset(in: reading.abi)
    if offset + place.size <= reading.length { return (.present, place) }
    return offset < reading.length ? (.truncated, place) : (.absent, nil)
  }
}
