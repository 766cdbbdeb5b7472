internal import UAPIText
internal import UAPIHeaders

/// Reads headers on all processors and writes what they declare in the order of their names.
struct InventoryRun {
  /// The folder that holds `linux/`.
  let root: String
  /// The machine to lay structs out for; `nil` for that of libclang.
  let target: String?

  /// The headers that the kernel ships.
  func allHeaders() throws(CommandFailure) -> [String] {
    do { return try HeaderIndex.headers(in: root, target: target) } catch {
      throw CommandFailure("\(error)")
    }
  }

  /// Writes the inventory of the headers and returns its sums.
  func write(
    _ headers: [String], format: InventoryCommand.Format, isColored: Bool, to output: OutputBuffer
  ) throws(CommandFailure) -> InventoryTotals {
    var totals = InventoryTotals()
    var rows: [InventoryRow] = []
    var failure: CommandFailure?
    let workers = HeaderWorkers(headers, width: Processors.count)
    workers.run(worker(headers)) { index, answer in
      switch entry(of: headers[index], answer) {
      case .failure(let error):
        failure = error
        return false
      case .entry(let row, let line):
        totals.add(row)
        switch format {
        case .table: rows.append(row)
        case .ndjson:
          output.bytes += line
          output.bytes.append(Ascii.newline)
          output.flushIfFull()
        }
        // Where the output is not taken there is nothing left to read for.
        return output.errorNumber == nil
      }
    }
    if let failure { throw failure }
    if format == .table {
      InventoryTable(rows: rows, totals: totals).append(to: output, isColored: isColored)
    }
    return totals
  }

  /// What reads a header, by its index.
  private func worker(_ headers: [String]) -> @Sendable () -> @Sendable (Int) -> [UInt8] {
    { [root, target] in
      let reader = Result { () throws(HeaderError) in
        let parser = try HeaderParser(includeRoot: root, target: target)
        return (parser: parser, index: HeaderIndex(parser))
      }
      return { number in
        do throws(HeaderError) {
          let (parser, index) = try reader.get()
          return InventoryEntry(try parser.read(headers[number], index: index)).bytes
        } catch {
          return InventoryEntry.failure(CommandFailure("\(error)")).bytes
        }
      }
    }
  }

  private func entry(of header: String, _ answer: HeaderWorkers.Answer) -> InventoryEntry {
    switch answer {
    case .bytes(let bytes): InventoryEntry(bytes: bytes)
    case .lost(let loss):
      InventoryEntry(
        HeaderReading(header: header, error: loss.error(in: ["\(root)/\(header)"])))
    }
  }
}
