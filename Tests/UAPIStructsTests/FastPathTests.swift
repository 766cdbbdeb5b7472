import MPTCP
import Testing

@testable import UAPIStructs

/// The fast path against the rule: both must say the same of every answer and every field.
struct FastPathTests {
  /// Signed fields, bit-fields, fields across words, in network order, and a place under two types.
  private static let mixed = StructHistory(
    "mixed", header: "linux/mixed.h", zeroFilled: true, knownThrough: KernelRelease(3, 0),
    generations: [
      Generation(since: KernelRelease(1, 0), size: 16, alignment: 1),
      Generation(since: KernelRelease(2, 0), size: 24, alignment: 1),
      Generation(since: KernelRelease(3, 0), size: 24, alignment: 1),
    ],
    fields: [
      FieldHistory("low", .unsigned, "__u32", at: 0, size: 4, bits: 0..<3, since: 1),
      FieldHistory("high", .unsigned, "__u32", at: 0, size: 4, bits: 3..<32, since: 1),
      FieldHistory("across", .unsigned, "__u32", at: 6, size: 4, since: 1),
      FieldHistory("negative", .signed, "__s16", at: 4, size: 2, since: 1),
      FieldHistory("narrow", .signed, "__s32", at: 12, size: 4, bits: 4..<9, since: 1),
      FieldHistory("port", .bigEndian, "__be16", at: 10, size: 2, since: 1),
      FieldHistory(
        "renamed", .unsigned,
        places: [
          FieldPlace("__u32", at: 16, size: 4, generations: 2...2),
          FieldPlace("enum thing", at: 16, size: 4, generations: 3...3),
        ]),
      FieldHistory(
        "moved", .signed,
        places: [
          FieldPlace("__s8", at: 20, size: 1, generations: 2...2),
          FieldPlace("__s8", at: 23, size: 1, generations: 3...3),
        ]),
      FieldHistory("rest", .bytes, "__u8[2]", at: 21, size: 2, since: 3),
    ])

  private static let histories = [
    mixed, growing, MPTCPInfo.history, TCPInfo.history, MPTCPSubflowInfo.history,
    MPTCPFullInfo.history,
  ]

  @Test(arguments: histories.indices)
  func `The fast path says what the rule says`(number: Int) throws {
    let history = Self.histories[number]
    let largest = history.largestSize(in: .native)
    let fills: [(Int) -> UInt8] = [
      { _ in 0 }, { UInt8(truncatingIfNeeded: $0 &* 37 &+ 0x81) }, { $0 % 8 == 7 ? 0x80 : 0 },
    ]
    var kernels: [KernelKnowledge] = [.unknown]
    for generation in history.generations { kernels.append(.release(generation.since)) }
    for generation in history.generations.indices {
      let layout = try #require(history.layout(ofGeneration: generation + 1, abi: .native))
      kernels.append(.exact([layout]))
    }
    var (readings, places) = (0, 0)
    // Around every size that the struct had, and some others.
    let sizes = history.generations.flatMap { [$0.size - 1, $0.size, $0.size + 1] }
    for length in Set(sizes + Array(0...16) + [largest + 8]).sorted() {
      for fill in fills {
        let bytes = (0..<length).map(fill)
        var seen: Set<[UInt64]> = []
        for kernel in kernels {
          for extent in [Extent.whole, .capacity(length), .kernelSize(largest)] {
            let span = bytes.span.bytes
            let reading = history.readingByRule(
              of: span, extent: extent, kernel: kernel, abi: .native)
            if let fast = history.fastPath.reading(of: span, extent: extent, kernel: kernel) {
              readings += 1
              #expect(
                words(fast) == words(reading), "\(history.name), \(length) bytes, \(kernel)")
            }
            // Many kernels and extents leave the same reading.
            guard seen.insert(words(reading)).inserted else { continue }
            if history.fastPath.places.decide(reading) { places += 1 }
            for index in history.fields.indices {
              compare(history, index, reading, bytes)
            }
          }
        }
      }
    }
    #expect(readings > 0 && places > 0)
  }

  /// All that a reading is made of.
  private func words(_ reading: Reading) -> [UInt64] {
    [reading.generationBits, reading.lengths, reading.marks]
  }

  private func compare(
    _ history: StructHistory, _ index: Int, _ reading: Reading, _ bytes: [UInt8]
  ) {
    let (presence, place) = history.layouts(on: .native).presenceAndPlace(
      ofField: index, in: reading)
    let field = history.fields[index]
    var name: String { "\(history.name).\(field.name) in \(bytes.count) bytes" }
    #expect(history.presence(ofField: index, in: reading) == presence, "\(name)")
    let value = history.value(ofField: index, in: reading, bytes: bytes.span.bytes)
    guard presence == .present, let place else {
      #expect(value == nil, "\(name)")
      return
    }
    guard field.kind.isInteger(ofSize: place.size) else {
      #expect(
        value == .bytes(Array(bytes[place.offset..<(place.offset + place.size)])), "\(name)")
      return
    }
    let number = place.integer(field.kind, abi: reading.abi, in: bytes.span.bytes)
    #expect(
      value == (field.kind == .signed ? .signed(Int64(bitPattern: number)) : .unsigned(number)),
      "\(name)")
  }
}
