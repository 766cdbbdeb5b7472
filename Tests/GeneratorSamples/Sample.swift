package import UAPIKnowledge

/// A small history, and what can be built from it.
package enum Sample {
  /// A struct that grows, takes a field into its padding, moves one, and renames one.
  package static let history = """
    {
      "struct": "demo", "kind": "struct", "header": "linux/demo.h",
      "zero_filled": true, "known_through": "6.4",
      "generations": [
        {"since": "5.0", "or_earlier": true, "size": 16, "align": 8, "size_i386": 12,
          "fields": [
            {"name": "d_flags", "type": "__u8", "offset": 0, "size": 1},
            {"name": "d_low", "type": "__u8", "offset": 1, "size": 1, "bit_offset": 0, "bit_width": 4},
            {"name": "d_port", "type": "__be16", "offset": 2, "size": 2},
            {"name": "d_bytes", "type": "__u64", "offset": 8, "size": 8, "offset_i386": 4}
          ]},
        {"since": "6.1", "size": 24, "align": 8, "size_i386": 20,
          "fields": [
            {"name": "d_delta", "type": "__s32", "offset": 4, "size": 4},
            {"name": "d_default", "type": "__u16", "offset": 16, "size": 2},
            {"name": "reserved", "type": "__u8[6]", "offset": 18, "size": 6}
          ]},
        {"since": "6.3", "size": 24, "align": 8, "size_i386": 20,
          "fields": [
            {"name": "d_default", "type": "__u32", "offset": 20, "size": 4, "bit_offset": 0, "bit_width": 3},
            {"name": "d_name", "type": "char[4]", "offset": 16, "size": 4}
          ],
          "removed": ["reserved"]}
      ],
      "aliases": [{"name": "d_total", "of": "d_bytes", "since": "6.3"}]
    }
    """

  package static let constants = """
    {
      "headers": ["linux/demo.h"], "known_through": "6.4", "sampled": ["5.0", "6.1", "6.4"],
      "macros": [
        {"name": "DEMO_F_ON", "value": 1, "since": "5.0", "seen_in": ["5.0", "6.1", "6.4"]},
        {"name": "DEMO_F_FAST", "value": 4, "seen_in": ["6.1", "6.4"]},
        {"name": "DEMO_F_MASK", "values": [{"seen_in": ["5.0"], "value": 1},
          {"seen_in": ["6.1", "6.4"], "value": 5}], "seen_in": ["5.0", "6.1", "6.4"]},
        {"name": "DEMO_WORD", "value": 8388608, "byte_order": "big", "seen_in": ["6.1", "6.4"]},
        {"name": "DEMO_NAME", "value": "demo", "seen_in": ["5.0", "6.1"]},
        {"name": "DEMO_MAX", "value": 2, "sentinel": true, "seen_in": ["5.0", "6.1", "6.4"]}
      ],
      "enums": [
        {"name": "demo_state", "constants": [
          {"name": "DEMO_STATE_INIT", "value": 0, "seen_in": ["5.0", "6.1", "6.4"]},
          {"name": "DEMO_STATE_LOST", "value": -1, "seen_in": ["6.4"]}
        ]}
      ]
    }
    """

  package static let docs = """
    {
      struct: "demo",
      summary: "What the demo counts.",
      discussion: "One paragraph that is long enough to be wrapped, because a line of documentation must end before the hundredth column.",
      fields: { d_bytes: { summary: "Bytes that were moved.", unit: "bytes" } },
    }
    """

  package static let spec = """
    {
      headers: ["linux/demo.h"],
      structs: { demo: { prefix: "d_", fields: { d_flags: { type: "Demo.Flags" } } } },
      constants: [
        { flags: "Demo.Flags", prefix: "DEMO_F_" },
        { enum: "DemoState", of: "demo_state", type: "Int32" },
        { namespace: "DemoConstants", prefix: "DEMO_" },
      ],
    }
    """

  package static func knowledge(
    history: String = Sample.history, constants: String? = Sample.constants
  ) -> Knowledge {
    var files = ["history/demo.json": history, "docs/demo.json5": docs]
    files["constants/linux_demo.json"] = constants
    return Knowledge(files: files)
  }

  package static func known() throws -> KnownStruct {
    try KnownStruct(path: "demo.json", text: history)
  }
}
