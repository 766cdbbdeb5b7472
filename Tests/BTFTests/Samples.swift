import BTF
import BTFBytes

/// A small kernel of the tests: a struct with everything that structs have.
func sampleKernel(isBigEndian: Bool = false) -> BTFBuilder {
  var builder = BTFBuilder(isBigEndian: isBigEndian)
  let byte = builder.integer("unsigned char", size: 1)
  let u8 = builder.add(.typedef, "__u8", word: byte)
  let int = builder.integer("unsigned int", size: 4)
  let u32 = builder.add(.typedef, "__u32", word: int)
  let long = builder.integer("long unsigned int", size: 8)
  let character = builder.integer("char", size: 1, isSigned: true)
  let constant = builder.add(.const, word: character)
  let text = builder.add(.pointer, word: constant)
  let eight = builder.array(of: u8, count: 8)
  let matrix = builder.array(of: eight, count: 2)
  let flexible = builder.array(of: u32, count: 0)
  let inner = builder.record("", size: 8, [("left", u32, 0), ("right", u32, 32)])
  let choice = builder.record("", kind: .union, size: 8, [("both", long, 0), ("", inner, 0)])
  let name = builder.string("fd")
  let prototype = builder.add(.functionPrototype, count: 2, word: 0, extra: [name, int, 0, text])
  let callback = builder.add(.pointer, word: prototype)
  let mood = builder.enumeration("mood", [("MOOD_GOOD", 1), ("MOOD_BAD", 2)])
  let other = builder.add(.forward, "other")
  let link = builder.add(.pointer, word: other)
  let sample = builder.record(
    "sample", size: 80,
    [
      ("flag", u8, 0, 0), ("low", u8, 8, 3), ("high", u8, 11, 5), ("mood", mood, 32, 0),
      ("text", text, 64, 0), ("", choice, 128, 0), ("bytes", eight, 192, 0),
      ("matrix", matrix, 256, 0), ("call", callback, 384, 0), ("link", link, 448, 0),
      ("rest", flexible, 512, 0),
    ])
  builder.add(.typedef, "sample_t", word: sample)
  builder.add(.function, "sample_call", count: 1, word: prototype)
  return builder
}

extension Result {
  /// Whether the result is an error.
  var isFailure: Bool {
    if case .failure = self { return true }
    return false
  }
}

/// The error that opening bytes ends in.
func openingError(_ bytes: [UInt8], base: BTFTypes? = nil) -> BTFError? {
  do throws(BTFError) {
    _ = try BTFTypes(bytes: bytes, base: base)
    return nil
  } catch {
    return error
  }
}
