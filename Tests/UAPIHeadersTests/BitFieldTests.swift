import Testing
import UAPIHeaders

struct BitFieldTests {
  static let text = """
    struct sample {
      unsigned char before[6];
      unsigned char low : 4, high : 4;
      unsigned char limited : 1, failed : 2;
      unsigned between;
      unsigned mode : 2, seen : 2, reason : 4, rest : 24;
      unsigned : 5;
      int signed_bits : 3;
    };
    """

  @Test func `Offsets are in the order of allocation`() throws {
    let record = try Sample.record(Self.text)
    let fields = record.fields.filter { $0.name != "before" && $0.name != "between" }
    #expect(
      fields.map(\.name) == [
        "low", "high", "limited", "failed", "mode", "seen", "reason", "rest", "signed_bits",
      ])
    #expect(fields.map(\.bitOffset) == [48, 52, 56, 57, 96, 98, 100, 104, 133])
    #expect(fields.map(\.bitWidth) == [4, 4, 1, 2, 2, 2, 4, 24, 3])
    #expect(fields.map(\.storageOffset) == [6, 6, 7, 7, 12, 12, 12, 12, 16])
    #expect(fields.map(\.storageSize) == [1, 1, 1, 1, 4, 4, 4, 4, 4])
    #expect(fields.allSatisfy { $0.isBitField })
    #expect(record.field(named: "signed_bits")?.kind == .signedInteger)
  }

  @Test func `Big endian targets count alike`() throws {
    let little = try Sample.record(Self.text)
    let big = try Sample.record(Self.text, target: "s390x-unknown-linux-gnu")
    #expect(big.fields.map(\.bitOffset) == little.fields.map(\.bitOffset))
    #expect(big.fields.map(\.storageOffset) == little.fields.map(\.storageOffset))
  }

  @Test func `Bit-fields that cross their unit have their storage`() throws {
    let record = try Sample.record(
      """
      struct sample {
        unsigned char a;
        unsigned b : 30, c : 12;
      } __attribute__((packed));
      """)
    #expect(record.size == 7)
    let b = try #require(record.field(named: "b"))
    #expect(b.bitOffset == 8)
    #expect(b.storageOffset == 1)
    #expect(b.storageSize == 4)
    let c = try #require(record.field(named: "c"))
    #expect(c.bitOffset == 38)
    #expect(c.storageOffset == 4)
    #expect(c.storageSize == 3)
  }
}
