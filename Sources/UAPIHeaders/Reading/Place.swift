/// A place in a file, with its distance from the start of the file.
struct Place {
  let path: String
  let line: Int
  let column: Int
  let offset: Int

  var location: SourceLocation { SourceLocation(path: path, line: line, column: column) }
}

/// A distance from the start of a file.
struct FileOffset: Hashable {
  let path: String
  let offset: Int
}

/// A piece of a file.
struct FileRange {
  let path: String
  let offsets: ClosedRange<Int>

  var start: FileOffset { FileOffset(path: path, offset: offsets.lowerBound) }

  func contains(_ place: Place) -> Bool {
    place.path == path && offsets.contains(place.offset)
  }
}
