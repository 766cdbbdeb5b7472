import Testing
import UAPIStructs

/// A struct, as generated code has it, whose fields are called as members of the protocols are.
private struct Named: UAPIStruct {
  var _decoded: _DecodedBytes<2>
  init(_decoded: _DecodedBytes<2>) { self._decoded = _decoded }

  enum Field: UInt16, UAPIField {
    case length, value, index, hash, presence, description, generations, history
    static var _history: StructHistory { Named.history }
  }

  var length: UInt8? { _decoded.integer(Field.length, at: 0, since: 1) }
  var value: UInt8? { _decoded.integer(Field.value, at: 1, since: 1) }
  var index: UInt8? { _decoded.integer(Field.index, at: 2, since: 1) }
  var hash: UInt8? { _decoded.integer(Field.hash, at: 3, since: 1) }
  var presence: UInt8? { _decoded.integer(Field.presence, at: 4, since: 1) }
  var description: UInt8? { _decoded.integer(Field.description, at: 5, since: 1) }
  var generations: UInt8? { _decoded.integer(Field.generations, at: 6, since: 1) }
  var history: UInt8? { _decoded.integer(Field.history, at: 7, since: 1) }

  static let history = StructHistory(
    "named", header: "", zeroFilled: true, knownThrough: KernelRelease(2, 0),
    generations: [Generation(since: KernelRelease(1, 0), size: 8, alignment: 1)],
    fields: [
      FieldHistory("length", .unsigned, "__u8", at: 0, size: 1, since: 1),
      FieldHistory("value", .unsigned, "__u8", at: 1, size: 1, since: 1),
      FieldHistory("index", .unsigned, "__u8", at: 2, size: 1, since: 1),
      FieldHistory("hash", .unsigned, "__u8", at: 3, size: 1, since: 1),
      FieldHistory("presence", .unsigned, "__u8", at: 4, size: 1, since: 1),
      FieldHistory("description", .unsigned, "__u8", at: 5, size: 1, since: 1),
      FieldHistory("generations", .unsigned, "__u8", at: 6, size: 1, since: 1),
      FieldHistory("history", .unsigned, "__u8", at: 7, size: 1, since: 1),
    ])
}

struct FieldNameTests {
  private let named = Named([11, 12, 13, 14, 15, 16, 17, 18], bufferSize: 64)

  @Test func `Fields called as members of the protocol are read by their names`() {
    #expect(named.length == 11 && named.value == 12 && named.index == 13 && named.hash == 14)
    #expect(named.presence == 15 && named.description == 16)
    #expect(named.generations == 17 && named.history == 18)
    #expect(named.length != 8)
  }

  @Test func `The members of the protocol stay in reach`() {
    #expect(named.byteCount == 8)
    #expect(named.value(of: .hash) == 14)
    #expect(named.presence(of: .length) == .present)
    #expect(named.rawBytes(of: .index) == [13])
    #expect(Array(named.reading.generations) == [1])
    #expect(String(describing: named).hasPrefix("named(length: 11, value: 12"))
    #expect(Named.history.name == "named")
  }

  @Test func `Cases called as members of a field are fields`() {
    #expect(Named.Field.index.index == 2 && Named.Field.hash.rawValue == 3)
    #expect(Set(Named.Field.allCases).count == 8)
    #expect(Named.Field.history.history.name == "history")
    #expect(Named.Field.description.cName == "description")
    #expect("\(Named.Field.value)" == "value")
  }

  @Test func `A buffer's size says what a capacity says`() {
    let bytes = bytes(8)
    for size in [4, 8, 9, 64] {
      let byCapacity = Named(bytes, extent: .capacity(size))
      #expect(Named(bytes, bufferSize: size).reading.kernelSize == byCapacity.reading.kernelSize)
      let span = bytes.span.bytes
      #expect(Named(span, bufferSize: size).reading.kernelSize == byCapacity.reading.kernelSize)
      let known = Named(span, bufferSize: size, kernel: .release(KernelRelease(1, 0)))
      #expect(known.reading.kernelSize == byCapacity.reading.kernelSize)
    }
    #expect(named.reading.kernelSize == 8)
  }
}
