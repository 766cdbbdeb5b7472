internal import Dispatch
internal import Synchronization
internal import UAPIHeaders

/// Reads headers on all processors and writes what they declare in the order of their names.
struct InventoryRun {
  let parser: HeaderParser
  let index: HeaderIndex

  /// Writes the inventory of the headers and returns its sums.
  func write(
    _ headers: [String], format: InventoryCommand.Format, isColored: Bool, to output: OutputBuffer
  ) throws -> InventoryTotals {
    var totals = InventoryTotals()
    var rows: [InventoryRow] = []
    // A stretch at a time, so that the first lines come soon and few models stay in memory.
    for start in stride(from: 0, to: headers.count, by: Self.stretch) {
      let part = headers[start..<min(start + Self.stretch, headers.count)]
      for entry in try read(Array(part)) {
        totals.add(entry.row)
        switch format {
        case .table: rows.append(entry.row)
        case .ndjson:
          output.bytes += entry.line
          output.bytes.append(Ascii.newline)
          output.flushIfFull()
        }
      }
    }
    if format == .table {
      InventoryTable(rows: rows, totals: totals).append(to: output, isColored: isColored)
    }
    return totals
  }

  private static let stretch = 64

  /// What is kept of a header that was read.
  private struct Entry {
    let row: InventoryRow
    let line: [UInt8]
  }

  private func read(_ headers: [String]) throws -> [Entry] {
    let results = Mutex<[Result<Entry, HeaderError>?]>(Array(repeating: nil, count: headers.count))
    DispatchQueue.concurrentPerform(iterations: headers.count) { number in
      let result = Result<Entry, HeaderError> { () throws(HeaderError) in
        let reading = try parser.read(headers[number], index: index)
        return Entry(row: InventoryRow(reading), line: InventoryJSON.line(reading))
      }
      results.withLock { $0[number] = result }
    }
    return try results.withLock { $0 }.compactMap { result in
      do {
        return try result?.get()
      } catch {
        throw CommandFailure("\(error)")
      }
    }
  }
}
