import Testing
import UAPIStructs

/// The presence rule, step by step, on a history that is small enough to check by hand.
struct PresenceRuleTests {
  //                                                             abcdef

  @Test func `Step 1: an exact layout decides alone`() {
    let layout = StructLayout(
      name: "growing", size: 24, alignment: 8,
      fields: [
        .init(name: "a", type: "u8", offset: 0, size: 1),
        .init(name: "b", type: "u32", offset: 4, size: 4),
        .init(name: "c", type: "u64", offset: 8, size: 8),
        .init(name: "d", type: "u8", offset: 2, size: 1),
        .init(name: "e", type: "u32", offset: 16, size: 4),
        .init(name: "f", type: "u32", offset: 20, size: 4),
      ])
    #expect(presences(bytes(24), .capacity(64)) == "ppp?pp")
    #expect(presences(bytes(24), .capacity(64), kernel: .exact([layout])) == "pppppp")
    let decoded = DecodedStruct(
      bytes(24, [2: 7]), history: growing, extent: .capacity(64), kernel: .exact([layout]))
    #expect(decoded.value(ofField: 3) == .unsigned(7))
    #expect(decoded.reading.remarks.contains(.exactLayout))
    #expect(Array(decoded.reading.generations) == [6])
  }

  @Test func `Step 1: an exact layout of no generation gives its own places`() {
    let layout = StructLayout(
      name: "growing", size: 16, alignment: 4,
      fields: [
        .init(name: "a", type: "u8", offset: 3, size: 1),
        .init(name: "c", type: "u64", offset: 4, size: 8),
        .init(name: "f", type: "u32", offset: 12, size: 4),
      ])
    let answer = bytes(14, [0: 1, 3: 9, 4: 5, 12: 1])
    let decoded = DecodedStruct(
      answer, history: growing, extent: .capacity(14), kernel: .exact([layout]))
    #expect(letters(of: decoded) == "p-p--t")
    #expect(decoded.value(ofField: 0) == .unsigned(9))
    #expect(decoded.value(ofField: 2) == .unsigned(5))
    #expect(decoded.value(ofField: 5) == nil)
    #expect(decoded.rawBytes(ofField: 5) == [1, 0])
    #expect(decoded.rawBytes(ofField: 1) == [])
  }

  @Test func `Step 1: an exact layout of another struct says nothing`() {
    let other = StructLayout(name: "other", size: 24, alignment: 8, fields: [])
    #expect(presences(bytes(24), .capacity(64), kernel: .exact([other])) == "ppp?pp")
  }

  @Test func `Step 2: a kernel that stopped by itself names the size of its struct`() {
    #expect(presences(bytes(8), .capacity(64)) == "pp----")
    // Two generations have 16 bytes, and only one of them has d.
    #expect(presences(bytes(16), .capacity(64)) == "ppp?--")
    #expect(presences(bytes(20), .capacity(64)) == "ppppp-")
    #expect(presences(bytes(20), .whole) == "ppppp-")
  }

  @Test func `Step 2: a named size counts, not the length`() {
    #expect(presences(bytes(8), .kernelSize(20)) == "pp-p--")
    #expect(presences(bytes(8), .kernelSize(8)) == "pp----")
    // The kernel cannot have returned more than its struct: such a claim makes nothing known.
    #expect(presences(bytes(16), .kernelSize(8)) == presences(bytes(16), .unknown))
  }

  @Test func `Step 2: where the buffer was full the struct may go on`() {
    // Byte 1 is d in some generations and padding in others.
    #expect(presences(bytes(8), .capacity(8)) == "pp-?--")
    #expect(presences(bytes(8), .unknown) == "pp-?--")
    #expect(presences(bytes(8), .capacity(4)) == "pp-?--")
    #expect(presences(bytes(18), .capacity(18)) == "ppp?t-")
  }

  @Test func `Step 2: a struct larger than all known ones is the newest with trailing bytes`() {
    let decoded = DecodedStruct(
      bytes(30, [24: 1, 29: 2]), history: growing, extent: .capacity(64))
    #expect(letters(of: decoded) == "pppppp")
    #expect(decoded.trailingBytes == [1, 0, 0, 0, 0, 2])
    #expect(decoded.reading.kernelSize == 30)
    #expect(Array(decoded.reading.generations) == [6])
    #expect(presences(bytes(30), .unknown) == "pppppp")
  }

  @Test func `Step 2: a size between the known ones is a vendor's`() {
    let decoded = DecodedStruct(bytes(18), history: growing, extent: .capacity(64))
    #expect(decoded.reading.remarks.contains(.vendorLayout))
    // Generation 3 is the newest smaller one: it makes a, b, c and d certain; e may be there.
    #expect(letters(of: decoded) == "pppp?-")
    #expect(presences(bytes(12), .capacity(64)) == "pp??--")
  }

  @Test func `Step 2: a size below all known ones makes nothing certain`() {
    #expect(presences(bytes(5), .capacity(64)) == "??-?--")
    #expect(presences([], .capacity(64)) == "------")
  }

  @Test func `Step 3: a byte that is not zero strikes out where it would be padding`() {
    #expect(presences(bytes(16, [1: 1]), .capacity(64)) == "pppp--")
    // Reserved in generation 5, d in generation 6.
    #expect(presences(bytes(24, [2: 1]), .capacity(64)) == "pppppp")
    let decoded = DecodedStruct(bytes(24, [1: 4]), history: growing, extent: .capacity(64))
    #expect(Array(decoded.reading.generations) == [5])
    #expect(decoded.value(ofField: 3) == .unsigned(4))
  }

  @Test func `Step 3: where every generation would go, none goes`() {
    let decoded = DecodedStruct(bytes(24, [3: 1]), history: growing, extent: .capacity(64))
    #expect(letters(of: decoded) == "ppp?pp")
    #expect(decoded.reading.remarks.contains(.unknownLayout))
    let zeros = DecodedStruct(bytes(24), history: growing, extent: .capacity(64))
    #expect(!zeros.reading.remarks.contains(.unknownLayout))
  }

  @Test func `Step 3: is left out where the kernel does not zero the struct`() {
    let careless = StructHistory(
      "careless", header: "linux/growing.h", zeroFilled: false,
      knownThrough: growing.knownThrough, generations: growing.generations,
      fields: growing.fields)
    #expect(presences(bytes(16, [1: 1]), .capacity(64), history: careless) == "ppp?--")
  }

  @Test func `Step 4: a release keeps its own generation`() {
    func kernel(_ major: Int, _ minor: Int) -> KernelKnowledge {
      .release(KernelRelease(major, minor))
    }
    #expect(presences(bytes(16), .capacity(64), kernel: kernel(2, 0)) == "ppp---")
    #expect(presences(bytes(16), .capacity(64), kernel: kernel(2, 9)) == "pppp--")
    #expect(presences(bytes(24), .capacity(64), kernel: kernel(9, 9)) == "pppppp")
    #expect(presences(bytes(18), .capacity(18), kernel: kernel(3, 1)) == "ppppt-")
  }

  @Test func `Step 4: bytes overrule a release, and the answer says so`() {
    let decoded = DecodedStruct(
      bytes(24), history: growing, extent: .capacity(64), kernel: .release(KernelRelease(2, 0)))
    #expect(decoded.reading.remarks.contains(.releaseOverruled))
    #expect(letters(of: decoded) == "ppp?pp")
    let before = DecodedStruct(
      bytes(8), history: growing, extent: .capacity(64), kernel: .release(KernelRelease(0, 9)))
    #expect(before.reading.remarks.contains(.releaseOverruled))
    let fitting = DecodedStruct(
      bytes(8), history: growing, extent: .capacity(64), kernel: .release(KernelRelease(1, 2)))
    #expect(fitting.reading.remarks.isEmpty)
  }

  @Test func `Step 4: a release that backports selects nothing`() {
    let release = KernelKnowledge.backportingRelease(KernelRelease(2, 9))
    #expect(presences(bytes(16), .capacity(64), kernel: release) == "ppp?--")
  }

  @Test func `Step 5: a field that moved is indeterminate between its places`() {
    #expect(presences(bytes(24), .capacity(64)) == "ppp?pp")
    let decoded = DecodedStruct(bytes(24), history: growing, extent: .capacity(64))
    #expect(decoded.value(ofField: 3) == nil)
    #expect(decoded.rawBytes(ofField: 3) == [0])
    // Only the older place lies inside two bytes.
    #expect(presences(bytes(2), .kernelSize(24)) == "p--?--")
    #expect(presences(bytes(1), .kernelSize(24)) == "p-----")
  }

  @Test func `Only a present field has a value`() {
    for length in 0...25 {
      for extent in [Extent.unknown, .whole, .capacity(length), .capacity(64)] {
        let decoded = DecodedStruct(bytes(length), history: growing, extent: extent)
        for index in growing.fields.indices {
          let presence = decoded.presence(ofField: index)
          #expect((decoded.value(ofField: index) != nil) == (presence == .present))
          #expect(decoded.rawBytes(ofField: index).isEmpty == (presence == .absent))
        }
      }
    }
  }

  @Test func `A history without generations has nothing`() {
    let empty = StructHistory(
      "empty", header: "", zeroFilled: true, knownThrough: KernelRelease(1, 0), generations: [],
      fields: growing.fields)
    for length in [0, 8, 64] {
      #expect(presences(bytes(length), .capacity(128), history: empty) == "------")
    }
  }
}
