/// What a header declares when a program includes it first, or right after the headers that it needs.
public struct HeaderReading: Sendable {
  /// The header, relative to the root: `linux/openat2.h`.
  public let header: String
  /// What it declares; `nil` where no compiler could read it.
  public let model: HeaderModel?
  /// What the compiler says where it is included alone; `nil` where it compiles.
  public let error: HeaderError?
  /// The headers that have to come before it, in that order; none where it compiles alone, or never.
  public let needs: [String]
}

extension HeaderParser {
  /// Reads one header for what it declares by itself.
  ///
  /// A header that does not compile alone is tried after those that define what it lacks.
  ///
  /// - Parameters:
  ///   - header: The header as programs include it, such as `linux/openat2.h`.
  ///   - index: Knows which headers define a name.
  /// - Throws: ``HeaderError`` where the root does not have the header. One that does not compile
  ///   is no error: the reading tells it.
  public func read(
    _ header: String, index: HeaderIndex
  ) throws(HeaderError) -> HeaderReading {
    try check(header)
    // The bodies of functions count: the header shall compile, not only be read.
    var (unit, includes) = try unit(including: [header], skipsBodies: false)
    let errors = unit.errors
    let error = errors.isEmpty ? nil : error(for: errors.first, headers: [header])
    var needs: [String] = []
    if error != nil {
      let search = PrerequisiteSearch(index: index, header: header) { headers throws(HeaderError) in
        try self.unit(including: headers, skipsBodies: false).unit.errors
      }
      guard let found = try search.run(errors) else {
        return HeaderReading(header: header, model: nil, error: error, needs: [])
      }
      needs = found
      (unit, includes) = try self.unit(including: found + [header], skipsBodies: false)
    }
    let model = try model(
      of: unit, includes: includes, requested: [header], takesCompanions: false)
    return HeaderReading(header: header, model: model, error: error, needs: needs)
  }
}
