internal import UAPIHeaders

/// The figures of one header.
struct InventoryRow {
  let header: String
  var structs = 0
  var fields = 0
  var enums = 0
  var constants = 0
  /// What cannot be bound, function-like macros left out.
  var unsupported = 0
  /// Macros without a value: with arguments, or for a piece of syntax.
  var otherMacros = 0
  /// Why the header cannot be read, or what it needs.
  var remark = ""
  var isUnreadable = false

  init(_ reading: HeaderReading) {
    header = reading.header
    guard let model = reading.model else {
      isUnreadable = true
      remark = reading.error.map(Self.message) ?? ""
      return
    }
    if !reading.needs.isEmpty {
      remark = "after " + reading.needs.joined(separator: ", ")
    }
    let records = model.records.filter { $0.header == header }
    structs = records.count
    fields = records.reduce(0) { $0 + $1.fields.count }
    let found = model.enums.filter { $0.header == header }
    enums = found.count
    constants = model.macros.count + found.reduce(0) { $0 + $1.constants.count }
    for entry in model.unsupported where entry.cause != .empty {
      if entry.kind == .macro { otherMacros += 1 } else { unsupported += 1 }
    }
  }

  /// The row with what ``figures`` of another one gave.
  init(header: String, figures: [Int], remark: String) {
    self.header = header
    self.remark = remark
    guard figures.count == 7 else { return }
    (structs, fields, enums, constants) = (figures[0], figures[1], figures[2], figures[3])
    (unsupported, otherMacros, isUnreadable) = (figures[4], figures[5], figures[6] != 0)
  }

  /// All that can be told by numbers.
  var figures: [Int] {
    [structs, fields, enums, constants, unsupported, otherMacros, isUnreadable ? 1 : 0]
  }

  /// The compiler's message with its place.
  static func message(_ error: HeaderError) -> String {
    var text = ""
    if let path = error.path {
      text = path + ":"
      if let line = error.line { text += "\(line):" }
      if let column = error.column { text += "\(column):" }
      text += " "
    }
    return text + error.message
  }
}

/// The sums over many headers.
struct InventoryTotals {
  private(set) var headers = 0
  private(set) var dependent = 0
  private(set) var unreadable = 0
  private(set) var structs = 0
  private(set) var fields = 0
  private(set) var enums = 0
  private(set) var constants = 0
  private(set) var unsupported = 0
  private(set) var otherMacros = 0

  mutating func add(_ row: InventoryRow) {
    headers += 1
    if row.isUnreadable {
      unreadable += 1
    } else if !row.remark.isEmpty {
      dependent += 1
    }
    structs += row.structs
    fields += row.fields
    enums += row.enums
    constants += row.constants
    unsupported += row.unsupported
    otherMacros += row.otherMacros
  }

  /// The sums in words.
  var description: String {
    """
    \(headers) headers, \(dependent) of them after others, \(unreadable) unreadable; \(structs) \
    structs and unions, \(fields) fields, \(enums) enums, \(constants) constants; \(unsupported) \
    unsupported, and \(otherMacros) macros without a value
    """
  }
}
