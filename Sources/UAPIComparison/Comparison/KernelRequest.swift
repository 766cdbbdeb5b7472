internal import UAPIHeaders
internal import UAPIKnowledge

/// What a comparison asks of a kernel: it has tens of thousands of structs, and no headers.
struct KernelRequest {
  /// The structs.
  private(set) var structs: [KernelModel.Wanted] = []
  /// Constants, whose enums are wanted.
  private(set) var enumerators: [KernelModel.Wanted] = []

  /// Asks for what the history knows.
  init(histories: [KnownStruct] = [], constants: [KnownConstants] = []) {
    structs = histories.map { .init(name: $0.name, header: $0.header) }
    enumerators = constants.flatMap { known in
      known.constants.filter { $0.isEnumerator && !$0.isSentinel }
        .map { .init(name: $0.name, header: $0.header) }
    }
  }

  /// Asks for a struct that no header declares.
  mutating func add(_ name: String) {
    if !structs.contains(where: { $0.name == name }) { structs.append(.init(name: name)) }
  }

  /// Asks for what headers declare.
  mutating func add(_ side: SideContents) {
    guard let model = side.model else { return }
    for record in model.records
    where model.isRequested(record.header)
      && !structs.contains(where: { $0.name == record.name })
    {
      structs.append(.init(name: record.name, header: record.header))
    }
    for enumeration in model.enums where model.isRequested(enumeration.header) {
      enumerators += enumeration.constants.map {
        .init(name: $0.name, header: enumeration.header)
      }
    }
  }
}
