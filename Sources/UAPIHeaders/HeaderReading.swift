/// What a header declares when a program includes it first, or right after the headers that it needs.
package struct HeaderReading: Sendable {
  /// The header, relative to the root: `linux/openat2.h`.
  package let header: String
  /// What it declares; `nil` where no compiler could read it.
  package let model: HeaderModel?
  /// What the compiler says where it is included alone; `nil` where it compiles.
  package let error: HeaderError?
  /// The headers that have to come before it, in that order; none where it compiles alone, or never.
  package let needs: [String]

  init(header: String, model: HeaderModel?, error: HeaderError?, needs: [String]) {
    self.header = header
    self.model = model
    self.error = error
    self.needs = needs
  }

  /// The reading of a header that could not be read.
  package init(header: String, error: HeaderError) {
    self.init(header: header, model: nil, error: error, needs: [])
  }
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
  ///   is not an error: the reading tells it.
  package func read(
    _ header: String, index: HeaderIndex
  ) throws(HeaderError) -> HeaderReading {
    try check(header)
    return try ParserSteps.step(names(of: [header])) { () throws(HeaderError) in
      try readUnwatched(header, index: index)
    }
  }

  private func readUnwatched(
    _ header: String, index: HeaderIndex
  ) throws(HeaderError) -> HeaderReading {
    // The bodies of functions count: the header has to compile, not only be read.
    var (unit, includes) = try unit(including: routes.routed([header]), skipsBodies: false)
    if !unit.errors.isEmpty, routes.route(to: header) != nil {
      (unit, includes) = try self.unit(including: [header], skipsBodies: false)
    }
    let errors = unit.errors
    let error = errors.isEmpty ? nil : error(for: errors.first, headers: [header])
    var needs: [String] = []
    if error != nil {
      guard let found = try prerequisites(of: header, errors: errors, index: index) else {
        return HeaderReading(header: header, model: nil, error: error, needs: [])
      }
      needs = found
      (unit, includes) = try self.unit(including: found + [header], skipsBodies: false)
    }
    let model = try model(
      of: unit, includes: includes, requested: [header], takesCompanions: false)
    return HeaderReading(header: header, model: model, error: error, needs: needs)
  }

  /// The headers that have to come before one that does not compile alone; `nil` where none help.
  private func prerequisites(
    of header: String, errors: [Diagnostic], index: HeaderIndex
  ) throws(HeaderError) -> [String]? {
    try PrerequisiteSearch(index: index, header: header) { headers throws(HeaderError) in
      try unit(including: headers, skipsBodies: false).unit.errors
    }.run(errors)
  }

  /// Some headers, each after those that it needs.
  func completed(_ headers: [String]) throws(HeaderError) -> [String] {
    let index = HeaderIndex(self)
    var all: [String] = []
    for header in headers {
      let errors = try unit(including: [header], skipsBodies: false).unit.errors
      let needs =
        errors.isEmpty ? [] : try prerequisites(of: header, errors: errors, index: index) ?? []
      for name in needs + [header] where !all.contains(name) { all.append(name) }
    }
    return all
  }
}
