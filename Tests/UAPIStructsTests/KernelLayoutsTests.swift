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

  @Test func `Kernels that take turns keep their own layouts`() throws {
    // What is remembered of the last one must not be taken for that of another.
    let kernels = try (1...6).map { generation -> KernelKnowledge in
      .exact([try #require(growing.layout(ofGeneration: generation, abi: .native))])
    }
    let expected = ["pp----", "ppp---", "pppp--", "ppppp-", "pppppp", "pppppp"]
    for _ in 0..<3 {
      for (kernel, letters) in zip(kernels, expected) {
        for length in [8, 16, 24] {
          let found = presences(bytes(length), .whole, kernel: kernel, abi: .native)
          // The struct may end after the answer or before it.
          let fresh = presences(
            bytes(length), .whole,
            kernel: .exact([try #require(layout(of: kernel))]), abi: .native)
          #expect(found == fresh)
          if length == 24 { #expect(found == letters) }
        }
      }
    }
  }

  private func layout(of kernel: KernelKnowledge) -> StructLayout? {
    guard case .exact(let layouts) = kernel else { return nil }
    return layouts.layout(of: "growing")
  }

  @Test func `Histories of more generations than can be remembered are compared each time`() throws
  {
    let count = 50
    let history = StructHistory(
      "long", header: "", zeroFilled: true, knownThrough: KernelRelease(99, 0),
      generations: (1...count).map {
        Generation(since: KernelRelease($0, 0), size: 8 * $0, alignment: 8)
      },
      fields: (1...count).map {
        FieldHistory("f\($0)", .unsigned, "__u64", at: 8 * ($0 - 1), size: 8, since: $0)
      })
    for generation in [1, 39, 40, 41, 50] {
      let layouts: KernelLayouts = [
        try #require(history.layout(ofGeneration: generation, abi: .native))
      ]
      for _ in 0..<2 {
        let decoded = DecodedStruct(
          bytes(8 * generation), history: history, extent: .whole, kernel: .exact(layouts),
          abi: .native)
        #expect(Array(decoded.reading.generations) == [generation])
        #expect(decoded.reading.remarks == .exactLayout)
        #expect(decoded.presence(ofField: generation - 1) == .present)
      }
    }
  }
}
