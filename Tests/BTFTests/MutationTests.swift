import BTF
import BTFBytes
import TestSupport
import Testing
import UAPIStructs

/// Bytes that are not a kernel's end in an error or an answer, and soon.
struct MutationTests {
  /// Asks everything about every type. Returns how many questions were answered.
  @discardableResult
  private func askEverything(_ bytes: [UInt8], base: BTFTypes? = nil) -> Int {
    guard let types = try? BTFTypes(bytes: bytes, base: base) else { return 0 }
    var answers = 0
    func ask(_ question: () throws -> Void) {
      do {
        try question()
        answers += 1
      } catch {
        // What is asked throws nothing else.
        if !(error is BTFError) { Issue.record(error) }
      }
    }
    for id in types.ids {
      ask { _ = try types.type(id) }
      ask { _ = try types.size(of: id) }
      ask { _ = try types.alignment(of: id) }
      ask { _ = try types.layout(ofType: id) }
      ask { _ = try types.resolved(id) }
    }
    for kind in BTFKind.allCases { _ = types.id(named: "sample", kind: kind) }
    ask { _ = try types.layout(of: "sample") }
    ask { _ = try types.enumConstant(named: "MOOD_BAD") }
    ask { _ = try types.enumConstants(withPrefix: "M") }
    return answers
  }

  @Test(arguments: [false, true])
  func `Types that are cut anywhere are an error that names a byte inside`(isBigEndian: Bool) {
    let bytes = sampleKernel(isBigEndian: isBigEndian).bytes()
    for length in 0..<bytes.count {
      let error = openingError(Array(bytes[..<length]))
      #expect(error?.byte.map { $0 <= length } == true)
    }
    #expect(askEverything(bytes) > 60)
  }

  @Test(arguments: [false, true])
  func `A changed byte is an error or an answer`(isBigEndian: Bool) {
    let bytes = sampleKernel(isBigEndian: isBigEndian).bytes()
    var answers = 0
    for offset in bytes.indices {
      for value: UInt8 in [0, [1, 0x7F, 0x80][offset % 3], 0xFF, ~bytes[offset]] {
        var changed = bytes
        changed[offset] = value
        answers += askEverything(changed)
      }
    }
    #expect(answers > 0)
  }

  @Test(arguments: 0..<8)
  func `Changes of all sorts end in an error or an answer`(seed: UInt64) {
    var random = SplitMix(seed: seed)
    let kernel = sampleKernel(isBigEndian: seed % 2 == 1).bytes()
    var answers = 0
    for _ in 0..<400 {
      var bytes = kernel
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        let offset = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[offset] = .random(in: 0...255, using: &random)
        case 1: bytes[offset] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 2:
          // A small number at a place of a word: types and offsets of others.
          let word = offset & ~3
          guard word + 4 <= bytes.count else { continue }
          bytes.replaceSubrange(
            word..<(word + 4),
            with: integerBytes(
              UInt32.random(in: 0..<64, using: &random), isBigEndian: seed % 2 == 1))
        default:
          let length = Int.random(in: 1...16, using: &random)
          let source = Int.random(in: 0..<bytes.count, using: &random)
          let piece = bytes[source..<min(source + length, bytes.count)]
          bytes.replaceSubrange(offset..<min(offset + piece.count, bytes.count), with: piece)
        }
      }
      answers += askEverything(bytes)
    }
    #expect(answers > 0)
  }

  @Test(arguments: 0..<4)
  func `Changed types of modules end in an error or an answer`(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let kernel = sampleKernel()
    var module = BTFBuilder(continuing: kernel)
    _ = module.record("part", size: 96, [("a", 2, 0), ("b", 15, 64), ("", 9, 704)])
    _ = module.enumeration("states", [("MODULE_ON", 3)])
    let base = try BTFTypes(bytes: kernel.bytes())
    let bytes = module.bytes()
    var answers = askEverything(bytes, base: base)
    for _ in 0..<400 {
      var changed = bytes
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        changed[Int.random(in: 0..<bytes.count, using: &random)] =
          .random(in: 0...40, using: &random)
      }
      answers += askEverything(changed, base: base)
    }
    #expect(answers > 0)
  }
}

/// A generator whose numbers follow from its seed.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }
}
