internal import UAPIKnowledge
internal import UAPIStructs

/// The mainline releases of a struct's layouts, as conditions of the preprocessor.
struct ReleaseRanges {
  private let layouts: [KnownGeneration]

  init(_ known: KnownStruct) { layouts = Array(known.mainline) }

  /// Every field that is not reserved at each of its places, with the indices of the layouts that have it there.
  var places: [(field: PlacedField, span: ClosedRange<Int>)] {
    var places: [(field: PlacedField, span: ClosedRange<Int>)] = []
    var latest: [String: Int] = [:]
    for (index, layout) in layouts.enumerated() {
      for field in layout.fields where !field.isReserved {
        if let known = latest[field.name], places[known].span.upperBound == index - 1,
          places[known].field.isSamePlace(as: field)
        {
          places[known].span = places[known].span.lowerBound...index
        } else {
          latest[field.name] = places.count
          places.append((field, index...index))
        }
      }
    }
    return places
  }

  /// The condition under which headers have one of some layouts; `nil` if all have.
  func condition(_ span: ClosedRange<Int>) -> String? {
    var parts: [String] = []
    let first = layouts[span.lowerBound]
    if !first.orEarlier { parts.append("UAPI_CHECK_RELEASE >= \(Self.version(first.since))") }
    if layouts.indices.contains(span.upperBound + 1) {
      parts.append("UAPI_CHECK_RELEASE < \(Self.version(layouts[span.upperBound + 1].since))")
    }
    return parts.isEmpty ? nil : parts.joined(separator: " && ")
  }

  /// Lines that count under a condition.
  static func conditional(_ condition: String?, _ lines: [String]) -> String {
    let body = lines.map { $0 + "\n" }.joined()
    return condition.map { "#if \($0)\n\(body)#endif\n" } ?? body
  }

  /// The condition that a header is younger than a release.
  static func isYounger(than release: KernelRelease) -> String {
    "UAPI_CHECK_RELEASE >= \(version(KernelRelease(release.major, release.minor &+ 1)))"
  }

  private static func version(_ release: KernelRelease) -> String {
    "KERNEL_VERSION(\(release.major), \(release.minor), 0)"
  }
}
