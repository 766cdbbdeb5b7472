import UAPIText
import Foundation
import TestSupport
import Testing

@testable import CaptureDecoding

/// What the tools of this machine print.
@Suite(.waiting)
struct RealDumpTests {
  /// What a tool prints of bytes, or `nil` where it is not installed.
  private func output(of command: String, for bytes: [UInt8]) throws -> String? {
    let folder = try ScratchFolder()
    let file = try folder.write(bytes: bytes, to: "bytes")
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", "command -v ${1%% *} >/dev/null || exit 77; $1 \"$2\"", "sh"]
    process.arguments? += [command, file]
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    withExtendedLifetime(folder) { process.waitUntilExit() }
    guard process.terminationStatus != 77 else {
      print("skipped: '\(command)' is not installed here")
      return nil
    }
    return String(decoding: data, as: UTF8.self)
  }

  private static let samples: [[UInt8]] = [
    SampleBytes.bytes, Array(SampleBytes.bytes.dropLast()), bytesLikeDigits,
    Array(bytesLikeDigits.prefix(20)), [0x64], [0x30, 0x31], SampleBytes.bytes + [0x41],
    [1] + [UInt8](repeating: 0, count: 99), [UInt8](repeating: 0x20, count: 33),
  ]

  @Test(arguments: [
    "xxd", "xxd -u", "xxd -p", "xxd -g1", "xxd -g0", "xxd -c 5", "xxd -d", "xxd -a", "xxd -i",
    "xxd -b", "hexdump -C", "hexdump -C -v", "od -A x -t x1z", "od -t x1", "od -v -A d -t x1",
    "od -v -A n -t x1", "od -v -t u1", "od -v -t d1", "od -v -t o1", "objdump -s -b binary",
  ])
  func `Bytes are read back`(command: String) throws {
    // A few numbers of one width tell no base.
    let isShortRefused = ["od -v -t u1", "od -v -t d1", "od -v -t o1"].contains(command)
    for bytes in Self.samples where !isShortRefused || bytes.count > 2 {
      guard let text = try output(of: command, for: bytes) else { return }
      #expect(try SampleBytes.read(text) == bytes, "\(text)")
    }
  }

  @Test(arguments: [
    "xxd -e", "xxd -e -g8", "hexdump -v", "hexdump -v -x", "hexdump -v -d", "od -v", "od -v -x",
    "od -v -t x4", "od -v -t x8", "od -v -t x4z", "od -v -t u4", "od -v -t d2",
  ])
  func `Numbers are read back once their order is told`(command: String) throws {
    let order: WordOrder =
      1.littleEndian == 1 || command.hasPrefix("xxd") ? .little : .big
    for bytes in Self.samples where bytes.count > 2 {
      guard let text = try output(of: command, for: bytes) else { return }
      #expect(SampleBytes.failure(text)?.reason.contains("--words") == true, "\(text)")
      #expect(try SampleBytes.read(text, words: order) == bytes, "\(text)")
    }
  }
}
