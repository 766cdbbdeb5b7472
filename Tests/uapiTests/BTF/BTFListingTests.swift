#if os(Linux)
  import TestSupport
  import UAPIText
  import BTF
  import BTFBytes
  import Glibc
  import Testing

  @testable import UAPICommands

  /// The listing of a kernel's structs.
  struct BTFListingTests {
    /// Whether this kernel shows its types.
    private var isThere: Bool {
      if access("/sys/kernel/btf/vmlinux", F_OK) == 0 { return true }
      print("skipped: this kernel shows no types in /sys/kernel/btf")
      return false
    }

    private func listing(_ format: BTFListing.Format) throws -> [Substring] {
      let output = OutputBuffer()
      try BTFListing(types: BTFSource.open("running")).write(format, to: output)
      return output.text.split(separator: "\n")
    }

    @Test
    func `Each type is an object`() throws {
      guard isThere else { return }
      let lines = try listing(.ndjson)
      #expect(lines.count > 1000)
      let line = try #require(lines.first { $0.contains(#""name":"tcp_info""#) })
      let object = try JSONObject(String(line))
      #expect(object["kind"]?.text == "struct")
      let members = object["members"]?.elements ?? []
      #expect(members.first?["name"]?.text == "tcpi_state")
      #expect(members.first?["bit_offset"]?.integer == 0)
      #expect(members.first?["bit_width"]?.integer == 8)
      let scale = members.first { $0["name"]?.text == "tcpi_snd_wscale" }
      #expect(scale?["bit_offset"]?.integer == 48 && scale?["bit_width"]?.integer == 4)
    }

    @Test
    func `The table has a row for each type`() throws {
      guard isThere else { return }
      let lines = try listing(.table)
      #expect(try lines.count == listing(.ndjson).count)
      #expect(lines.contains { $0.hasSuffix("  struct  tcp_info") })
    }

    @Test func `A struct that is damaged is named, and the others are there`() throws {
      var builder = BTFBuilder()
      let int = builder.integer("int", size: 4, isSigned: true)
      _ = builder.record("first", size: 4, [("a", int, 0)])
      _ = builder.record("of_nothing", size: 4, [("a", 0, 0)])
      _ = builder.record("last", size: 4, [("a", int, 0)])
      let (output, errors) = (OutputBuffer(), OutputBuffer())
      let failure = #expect(throws: CommandFailure.self) {
        try BTFListing(types: BTFTypes(bytes: builder.bytes()))
          .write(.ndjson, to: output, errors: errors)
      }
      let names = try output.text.split(separator: "\n").map {
        try JSONObject(String($0))["name"]?.text
      }
      #expect(names == ["first", "last"])
      #expect(errors.text == "error: type 3, a struct: void has no size\n")
      #expect(
        failure?.description == "1 of 3 structs and unions cannot be read, for the reasons above")
    }

    @Test
    func `Sources that are none are errors`() {
      #expect(throws: CommandFailure.self) { try BTFSource.open("/no/such/file") }
      #expect(throws: CommandFailure.self) { try BTFSource.open("/sys/kernel/btf/no such module") }
      #expect(throws: CommandFailure.self) {
        try BTFSource.open("/dev/null", base: "/no/such/file")
      }
    }
  }
#endif
