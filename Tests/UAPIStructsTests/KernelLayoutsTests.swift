import Synchronization
import Testing
import UAPIStructs

/// The layouts of one kernel, looked up when they are needed.
struct KernelLayoutsTests {
  @Test func `A layout is looked up once, however many answers are decoded`() {
    let asked = Mutex<[String]>([])
    let layouts = KernelLayouts { name in
      asked.withLock { $0.append(name) }
      return growing.layout(ofGeneration: 6)
    }
    for _ in 0..<3 {
      #expect(
        presences([UInt8](repeating: 0, count: 24), .capacity(64), kernel: .exact(layouts))
          == "pppppp")
    }
    #expect(asked.withLock { $0 } == ["growing"])
    // The figures of another machine are another question.
    _ = presences([], .capacity(64), kernel: .exact(layouts), abi: .i386)
    #expect(asked.withLock { $0 } == ["growing", "growing"])
  }

  @Test func `A kernel that says nothing of a struct leaves it to the other steps`() {
    let layouts = KernelLayouts { _ in nil }
    let bytes = [UInt8](repeating: 0, count: 24)
    #expect(presences(bytes, .capacity(64), kernel: .exact(layouts)) == "ppp?pp")
    #expect(layouts.layout(of: "growing") == nil)
  }

  @Test func `Each struct has its own layout`() throws {
    let layouts: KernelLayouts = [
      StructLayout(name: "other", size: 4, alignment: 4, fields: []),
      try #require(growing.layout(ofGeneration: 3)),
    ]
    let bytes = [UInt8](repeating: 0, count: 16)
    #expect(presences(bytes, .capacity(64), kernel: .exact(layouts)) == "pppp--")
    #expect(layouts.layout(of: "other")?.size == 4)
  }

  @Test func `Histories that are made again and again do not mix`() throws {
    let layouts: KernelLayouts = [try #require(growing.layout(ofGeneration: 1))]
    for size in 1...600 {
      let history = StructHistory(
        "growing", header: "", zeroFilled: false, knownThrough: KernelRelease(1, 0),
        generations: [Generation(since: KernelRelease(1, 0), size: 8, alignment: 4)],
        fields: [
          FieldHistory(
            size.isMultiple(of: 2) ? "a" : "z", .unsigned, "u8", at: 0, size: 1, since: 1)
        ])
      let decoded = DecodedStruct(
        [1, 0, 0, 0, 0, 0, 0, 0], history: history, extent: .whole, kernel: .exact(layouts))
      #expect(decoded.presence(ofField: 0) == (size.isMultiple(of: 2) ? .present : .absent))
    }
  }
}
