internal import UAPIStructs

/// What a field's C type says about its value.
package enum FieldContent: Hashable, Sendable {
  /// An unsigned integer; pointers too.
  case unsigned
  /// A signed integer.
  case signed
  /// An unsigned integer in network byte order.
  case bigEndian
  /// An unsigned integer with the least significant byte first on every machine.
  case littleEndian
  /// Bytes that are not taken apart: arrays, floating point, types that are not known.
  case bytes
  /// A struct or union, by its tag.
  case record(String)

  /// Whether the field is a struct or union.
  package var isRecord: Bool {
    if case .record = self { true } else { false }
  }

  /// Whether the field is one integer.
  package var isInteger: Bool {
    switch self {
    case .unsigned, .signed, .bigEndian, .littleEndian: true
    case .bytes, .record: false
    }
  }
}

/// Reads C types as headers spell them.
package enum CTypes {
  /// What a field of this type holds, or `nil` if the name is not known.
  package static func content(of spelling: String, size: Int) -> FieldContent? {
    let words = spelling.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
      .filter { !["const", "volatile", "__user", "__attribute__((packed))"].contains($0) }
    let type = words.joined(separator: " ")
    if type.hasSuffix("]") { return .bytes }
    if type.hasSuffix("*") || type.contains("(*") { return size <= 8 ? .unsigned : .bytes }
    if let first = words.first, words.count == 2 {
      switch first {
      case "struct", "union": return .record(words[1])
      case "enum": return .unsigned
      default: break
      }
    }
    if let name = unsigned.contains(type) ? FieldContent.unsigned : nil { return name }
    if signed.contains(type) { return .signed }
    if type.hasPrefix("__be") || bigEndian.contains(type) { return .bigEndian }
    if type.hasPrefix("__le") { return .littleEndian }
    if floating.contains(type) { return .bytes }
    return nil
  }

  private static let unsigned: Set<String> = [
    "__u8", "__u16", "__u32", "__u64", "u8", "u16", "u32", "u64", "__aligned_u64",
    "uint8_t", "uint16_t", "uint32_t", "uint64_t", "unsigned char", "unsigned short",
    "unsigned short int", "unsigned", "unsigned int", "unsigned long", "unsigned long int",
    "unsigned long long", "unsigned long long int", "_Bool", "bool", "size_t", "uintptr_t",
    "__kernel_sa_family_t", "sa_family_t", "__kernel_size_t", "__kernel_ulong_t",
    "__kernel_uid32_t", "__kernel_gid32_t", "__kernel_old_uid_t", "__kernel_old_gid_t",
    "__wsum", "__poll_t", "__u_char", "__virtio16", "__virtio32", "__virtio64",
  ]
  private static let signed: Set<String> = [
    "__s8", "__s16", "__s32", "__s64", "s8", "s16", "s32", "s64", "__aligned_s64",
    "int8_t", "int16_t", "int32_t", "int64_t", "char", "signed char", "short", "short int",
    "signed short", "int", "signed", "signed int", "long", "long int", "signed long",
    "long long", "long long int", "ssize_t", "intptr_t", "__kernel_pid_t", "__kernel_ssize_t",
    "__kernel_off_t", "__kernel_loff_t", "__kernel_time64_t", "__kernel_old_time_t",
    "__kernel_long_t", "__kernel_clock_t", "__kernel_suseconds_t", "__kernel_timer_t",
    "__kernel_clockid_t", "__kernel_rwf_t", "pid_t",
  ]
  private static let bigEndian: Set<String> = ["__sum16"]
  private static let floating: Set<String> = ["float", "double", "long double"]
}
