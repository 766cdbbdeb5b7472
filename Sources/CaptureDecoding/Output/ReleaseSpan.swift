package import UAPIStructs

/// Generations as a person names them: by the releases that have them.
package enum ReleaseSpan {
  /// The releases of some generations: `Linux 5.14 to 6.4`.
  package static func text(_ generations: GenerationSet, in history: StructHistory) -> String {
    guard !generations.isEmpty else { return "no known release" }
    // Generations that do not follow each other are named one by one.
    var spans: [(first: Int, last: Int)] = []
    for number in generations {
      if let last = spans.last, last.last == number - 1 {
        spans[spans.count - 1].last = number
      } else {
        spans.append((number, number))
      }
    }
    return "Linux "
      + spans.map { span(from: $0.first, to: $0.last, in: history) }.joined(separator: ", ")
  }

  /// The releases from one generation to another.
  static func span(from first: Int, to last: Int, in history: StructHistory) -> String {
    guard let generation = history.generation(first) else { return "" }
    if let vendor = generation.vendor { return vendor }
    let start = generation.orEarlier ? "up to" : "\(generation.since)"
    guard let next = history.generation(last + 1), next.vendor == nil else {
      return generation.orEarlier ? "of any release" : "\(start) and later"
    }
    let end = before(next.since)
    if generation.orEarlier { return "up to \(end)" }
    return end == generation.since ? start : "\(start) to \(end)"
  }

  /// The release before another one.
  package static func before(_ release: KernelRelease) -> KernelRelease {
    if release.minor > 0 { return KernelRelease(release.major, release.minor - 1) }
    // The last minor release of each major one.
    let last = [2: 6, 3: 19, 4: 20, 5: 19, 6: 19]
    return KernelRelease(release.major - 1, last[release.major - 1] ?? 19)
  }
}
