import UAPIStructs

/// A struct that did in four releases all that real ones did in forty.
///
///     1.0   8 bytes   a: u8 @0                           (padding 1..3)   b: u32 @4
///     2.0  16 bytes   + c: u64 @8
///     2.5  16 bytes   + d: u8 @1, in what was padding
///     3.0  20 bytes   + e: u32 @16
///     4.0  24 bytes   + f: u32 @20;  reserved: u8[2] @2
///     5.0  24 bytes   d moves to byte 2;  reserved: u8 @3 and @1 is padding again
let growing = StructHistory(
  "growing", header: "linux/growing.h", zeroFilled: true, knownThrough: KernelRelease(5, 3),
  generations: [
    Generation(since: KernelRelease(1, 0), size: 8, alignment: 4),
    Generation(since: KernelRelease(2, 0), size: 16, alignment: 8),
    Generation(since: KernelRelease(2, 5), size: 16, alignment: 8),
    Generation(since: KernelRelease(3, 0), size: 20, alignment: 4),
    Generation(since: KernelRelease(4, 0), size: 24, alignment: 8),
    Generation(since: KernelRelease(5, 0), size: 24, alignment: 8),
  ],
  fields: [
    FieldHistory("a", .unsigned, "__u8", at: 0, size: 1, since: 1),
    FieldHistory("b", .unsigned, "__u32", at: 4, size: 4, since: 1),
    FieldHistory("c", .unsigned, "__u64", at: 8, size: 8, since: 2),
    FieldHistory(
      "d", .unsigned,
      places: [
        FieldPlace("__u8", at: 1, size: 1, generations: 3...5),
        FieldPlace("__u8", at: 2, size: 1, generations: 6...6),
      ]),
    FieldHistory("e", .unsigned, "__u32", at: 16, size: 4, since: 4),
    FieldHistory("f", .unsigned, "__u32", at: 20, size: 4, since: 5),
    FieldHistory(
      "reserved", .bytes,
      places: [
        FieldPlace("__u8[2]", at: 2, size: 2, generations: 5...5),
        FieldPlace("__u8", at: 3, size: 1, generations: 6...6),
      ], reserved: true),
  ])

/// The presence of every field that is not reserved, in the order of the history: `p` present,
/// `-` absent, `t` truncated, `?` indeterminate.
func presences(
  _ bytes: [UInt8], _ extent: Extent = .unknown, kernel: KernelKnowledge = .unknown,
  abi: ABI = .littleEndian, history: StructHistory = growing
) -> String {
  let decoded = DecodedStruct(bytes, history: history, extent: extent, kernel: kernel, abi: abi)
  return letters(of: decoded)
}

func letters(of decoded: DecodedStruct) -> String {
  String(
    decoded.history.fields.indices.filter { !decoded.history.fields[$0].isReserved }.map { index in
      switch decoded.presence(ofField: index) {
      case .present: "p"
      case .absent: "-"
      case .truncated: "t"
      case .indeterminate: "?"
      }
    } as [Character])
}

/// Bytes that are zero but for a few.
func bytes(_ count: Int, _ set: [Int: UInt8] = [:]) -> [UInt8] {
  (0..<count).map { set[$0] ?? 0 }
}
