import BTF
import BTFBytes
import TestSupport
import UAPIStructs

@testable import UAPIComparison

/// A kernel that tests make up: it has the struct of the sample as of Linux 6.3, spelled in its own
/// way, and a struct that no header declares.
struct SampleKernel {
  /// The width of a bit-field; 4 in the history.
  var lowWidth: UInt32 = 4
  /// Whether the struct has one more field behind its end.
  var isGrown = false
  /// Enumerators besides those that the history knows.
  var otherStates: [(name: String, value: Int32)] = []
  /// The name of the struct that the history knows.
  var name = "demo"

  var bytes: [UInt8] {
    var types = BTFBuilder()
    let byte = types.integer("unsigned char", size: 1)
    let u8 = types.add(.typedef, "u8", word: byte)
    let short = types.integer("short unsigned int", size: 2)
    let u16 = types.add(.typedef, "u16", word: short)
    let be16 = types.add(.typedef, "__be16", word: u16)
    let int = types.integer("int", size: 4, isSigned: true)
    let unsigned = types.integer("unsigned int", size: 4)
    let u32 = types.add(.typedef, "u32", word: unsigned)
    let long = types.integer("long unsigned int", size: 8)
    let u64 = types.add(.typedef, "u64", word: long)
    let character = types.integer("char", size: 1, isSigned: true)
    let text = types.array(of: character, count: 4)
    let states: [(name: String, value: Int32)] = [("DEMO_STATE_INIT", 0), ("DEMO_STATE_LOST", -1)]
    _ = types.enumeration("demo_state", isSigned: true, states + otherStates)
    // In memory as a little-endian machine has a number in network byte order.
    let flags = types.enumeration("", [("DEMO_FLAG", 0x80), ("DEMO_FLAG_OTHER", 0x4000)])
    _ = types.record("flags", size: 4, [("flags", flags, 0)])
    let grown = isGrown ? [("d_more", u64, 192 as UInt32, 0 as UInt32)] : []
    let demo = types.record(
      name, size: isGrown ? 32 : 24,
      [
        ("d_flags", u8, 0, 0), ("d_low", u8, 8, lowWidth), ("d_port", be16, 16, 0),
        ("d_delta", int, 32, 0), ("d_bytes", u64, 64, 0), ("d_name", text, 128, 0),
        ("d_default", u32, 160, 3),
      ] + grown)
    let mode = types.enumeration("inner_mode", [("INNER_OFF", 0), ("INNER_ON", 1)])
    let choice = types.record(
      "", kind: .union, size: 4, [("s_word", u32, 0), ("s_text", text, 0)])
    let pair = types.record("", size: 4, [("left", u16, 0), ("right", u16, 16)])
    let lock = types.record("", size: 4, [("owner", u32, 0)])
    let lockName = types.add(.typedef, "lock_t", word: lock)
    let next = types.add(.pointer, word: demo)
    let rest = types.array(of: u32, count: 0)
    let size: UInt32 = isGrown ? 64 : 56
    _ = types.record(
      "inner_sock", size: size,
      [
        ("s_family", u16, 0, 0), ("s_mode", mode, 32, 0), ("", choice, 64, 0),
        ("s_kind", u32, 96, 3), ("s_on", u32, 99, 1), ("s_pair", pair, 128, 0),
        ("s_lock", lockName, 160, 0), ("s_next", next, 192, 0), ("s_demo", demo, 256, 0),
        ("s_rest", rest, size * 8, 0),
      ])
    return types.bytes()
  }

  /// Calls a closure with the path of a file that holds the types, and a folder for other files.
  func withFile<Result>(
    release: KernelRelease? = nil, _ body: (_ image: KernelImage, _ folder: String) throws -> Result
  ) throws -> Result {
    let folder = try ScratchFolder()
    let file = try folder.write(bytes: bytes, to: "kernel.btf")
    return try withExtendedLifetime(folder) {
      try body(KernelImage(file, release: release), folder.path)
    }
  }
}
