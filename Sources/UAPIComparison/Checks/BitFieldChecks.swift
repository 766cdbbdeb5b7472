internal import UAPIKnowledge

/// The checks of a struct's bit-fields.
///
/// Each sets one field of a struct of zeros to all ones and looks at the bytes. Compilers compute that when they optimise;
/// the call of a function that must not be called stays only where a bit is elsewhere.
struct BitFieldChecks {
  let layout: MachineChecks
  private let releases: ReleaseRanges

  private var known: KnownStruct { layout.known }

  init(_ layout: MachineChecks) {
    self.layout = layout
    let known = layout.known
    releases = ReleaseRanges(known)
  }

  /// The bit-fields at their places.
  var fields: [(field: PlacedField, span: ClosedRange<Int>)] {
    releases.places.filter { $0.field.bits != nil }
  }

  /// A function that checks the bit-fields of structs.
  static func function(_ structs: [BitFieldChecks]) -> String {
    var text = """
      #ifndef UAPI_CHECK_NO_BIT_FIELDS
      #ifndef __OPTIMIZE__
      #error "the places of bit-fields are computed by -O1: add it, or -DUAPI_CHECK_NO_BIT_FIELDS"
      #elif !__has_attribute(error)
      #error "this compiler has no __attribute__((error)): add -DUAPI_CHECK_NO_BIT_FIELDS"
      #endif

      #if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
      #define UAPI_BYTE(little, big) (big)
      #else
      #define UAPI_BYTE(little, big) (little)
      #endif


      """
    var body = ""
    for checks in structs {
      var declarations = ""
      var statements = ""
      for (index, (field, span)) in checks.fields.enumerated() {
        // A field that moved has a check for each of its places.
        let name =
          "uapi_wrong_\(checks.known.name.replacing(".", with: "_"))_\(field.name)_\(index)"
        let condition = checks.releases.condition(span)
        let type = checks.known.typeInC
        let declaration = [
          "extern void \(name)(void)",
          "  __attribute__((error(\"\(type): the bits of \(field.name) are elsewhere\")));",
        ]
        declarations += ReleaseRanges.conditional(condition, declaration)
        statements += ReleaseRanges.conditional(
          condition, checks.statements(field, type: type, failure: name))
      }
      text += checks.layout.conditional(declarations)
      body += checks.layout.conditional(statements)
    }
    return text + """

      void uapi_check_bit_fields(void);
      void uapi_check_bit_fields(void) {
      \(body)}
      #endif

      """
  }

  private func statements(_ field: PlacedField, type: String, failure: String) -> [String] {
    var conditions: [String] = []
    let lines = [
      "  {",
      "    union { \(type) value; unsigned char bytes[sizeof(\(type))]; } all;",
      "    __builtin_memset(&all, 0, sizeof all);",
      "    all.value.\(field.name) = -1;",
    ]
    let bits = field.bits ?? 0..<0
    let start =
      field.offsetOnI386.map {
        $0 == field.offset ? "\($0)" : "(UAPI_ON_I386 ? \($0) : \(field.offset))"
      }
      ?? "\(field.offset)"
    for byte in 0..<field.size {
      // Allocation order runs through the bytes on every machine, but inside a byte from its low or its high end.
      let mine = (0..<8).filter { bits.contains(byte &* 8 &+ $0) }
      let little = mine.reduce(0) { $0 | 1 << $1 }
      let big = mine.reduce(0) { $0 | 0x80 >> $1 }
      let place = byte == 0 ? start : "\(start) + \(byte)"
      let value = little == big ? "\(little)" : "UAPI_BYTE(\(little), \(big))"
      conditions.append("all.bytes[\(place)] != \(value)")
    }
    // The storage cannot show bits outside of it; the value can.
    if field.content != .signed {
      let ones = bits.count >= 64 ? "~0ULL" : "(1ULL << \(bits.count)) - 1"
      conditions.append("all.value.\(field.name) != \(ones)")
    }
    return lines + [
      "    if (\(conditions.joined(separator: "\n        || ")))", "      \(failure)();", "  }",
    ]
  }
}
