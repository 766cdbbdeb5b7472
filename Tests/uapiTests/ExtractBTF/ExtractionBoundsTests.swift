import UAPIText
import BTF
import BTFBytes
import Foundation
import TestSupport
import Testing

@testable import UAPICommands

/// What a file says costs a bounded number of programs, bytes and steps.
@Suite(.waiting)
struct ExtractionBoundsTests {
  private static let garbage = ExtractionTests.garbage

  /// Extracts with an unpacker that counts how often it is asked.
  private func count(
    _ bytes: [UInt8], answer: ([UInt8], PackedPlaces.Place) -> [UInt8]
  ) -> (tries: Int, result: Result<[UInt8], any Error>) {
    var tries = 0
    let result = withoutActuallyEscaping(answer) { answer in
      Result {
        try TypeExtraction(path: "image", bytes: bytes) { bytes, place throws(CommandFailure) in
          tries += 1
          return .bytes(answer(bytes, place))
        }.types()
      }
    }
    return (tries, result)
  }

  private func text(_ result: Result<[UInt8], any Error>) -> String {
    switch result {
    case .success(let bytes): "\(bytes.count) bytes"
    case .failure(let error): "\(error)"
    }
  }

  @Test(arguments: Packing.allCases)
  func `An image full of magic starts no program`(packing: Packing) {
    let image = [0] + Array(repeatElement(packing.magic, count: 20_000).joined())
    let (tries, result) = count(image) { _, _ in [] }
    #expect(tries == 0)
    #expect(text(result).contains("neither types of a kernel (BTF) nor"))
  }

  @Test(arguments: [Packing.gzip, .xz, .zstd, .lz4, .bzip2, .lzo])
  func `An image full of headers starts a few programs`(packing: Packing) {
    let one = packing.beginning + [UInt8](repeating: 0x11, count: 120)
    let image = [0] + Array(repeatElement(one, count: 3000).joined())
    let (tries, result) = count(image) { _, _ in [] }
    #expect(tries == TypeExtraction.mostTries)
    #expect(text(result).contains("places in it look packed"))
  }

  @Test func `What unpacks to itself ends`() {
    // Each unpacking gives the same again: depth and number are bounded together.
    let image = Array(repeatElement(Packing.gzip.beginning + Self.garbage, count: 10).joined())
    let (tries, _) = count(image) { bytes, _ in bytes }
    #expect(tries <= TypeExtraction.mostTries)
  }

  @Test func `Something packed in something packed is found, up to a depth`() throws {
    for depth in 1...5 {
      var left = depth
      let image = Packing.gzip.beginning + Self.garbage
      let (tries, result) = count(image) { _, _ in
        left -= 1
        return left == 0 ? ExtractionTests.kernel : image
      }
      #expect(tries == min(depth, TypeExtraction.greatestDepth))
      #expect(((try? result.get()) == ExtractionTests.types) == (depth <= 3))
    }
  }

  @Test func `The kernel is found after false beginnings`() throws {
    var image: [UInt8] = []
    for _ in 0..<8 { image += Packing.gzip.beginning + Self.garbage }
    let place = image.count
    image += Packing.zstd.beginning + Self.garbage
    let (tries, result) = count(image) { _, at in at.offset == place ? ExtractionTests.kernel : [1]
    }
    #expect(try result.get() == ExtractionTests.types)
    #expect(tries == 9)
  }

  #if os(Linux)
    @Test func `The programs that were started are counted`() throws {
      let one = Packing.gzip.beginning + [UInt8](repeating: 0x11, count: 20)
      let image = Array(repeatElement(one, count: 2000).joined())
      let unpacker = Unpacker(path: "image")
      #expect(throws: CommandFailure.self) {
        try TypeExtraction(path: "image", bytes: image, unpack: unpacker.unpack).types()
      }
      #expect((1...TypeExtraction.mostTries).contains(unpacker.startedPrograms))
    }

    @Test func `What takes too long is given up`() throws {
      let folder = try ScratchFolder()
      let zeros = folder.path + "/zeros.gz"
      let shell = Process()
      shell.executableURL = URL(filePath: "/bin/sh")
      shell.arguments = ["-c", "head -c 3000000 /dev/zero | gzip -c > '\(zeros)'"]
      try shell.run()
      shell.waitUntilExit()
      let packed = Array(try Data(contentsOf: URL(filePath: zeros)))
      let unpacker = Unpacker(path: "image", seconds: -1)
      let error = #expect(throws: CommandFailure.self) {
        while true { _ = try unpacker.unpack(packed, .init(offset: 0, packing: .gzip)) }
      }
      #expect(error?.description.contains("takes longer than") == true)
    }
  #endif
}
