internal import UAPIHeaders
internal import UAPIKnowledge
internal import UAPIStructs

/// The structs of headers as machines lay them out.
struct MachineRecords {
  /// The structs by their names, for each machine that could be asked.
  var records: [String: [String: Record]] = [:]
  /// The headers that programs of each machine include to come to those that they do not include by
  /// themselves.
  var routes: [String: [String: String]] = [:]
  /// Why a machine could not be asked, or not about all headers.
  var remarks: [ReportEntry] = []

  /// Structs that were read before.
  init(records: [String: [String: Record]]) { self.records = records }

  /// The structs of the machine that the model was read for.
  init(_ model: HeaderModel) { records[TargetMachine.host] = Self.byName(model.records) }

  static func byName(_ records: [Record]) -> [String: Record] {
    Dictionary(records.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }
}
