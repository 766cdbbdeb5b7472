import UAPIText
import Testing

@testable import UAPICommands

/// Reading of ELF files.
struct RunELFTests {
  /// The bytes of a file that has one program header of each wanted kind.
  struct Sample {
    var isWide = true
    var isBigEndian = false
    var type: UInt64 = 2
    var machine: UInt64 = 62
    var hasLoader = false
    var note: (name: [UInt8], type: UInt64)?
    var alignment: UInt64 = 4

    var bytes: [UInt8] {
      var bytes: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, isWide ? 2 : 1, isBigEndian ? 2 : 1, 1]
      func put(_ value: UInt64, at offset: Int, size: Int) {
        while bytes.count < offset + size { bytes.append(0) }
        for index in 0..<size {
          let shift = 8 * (isBigEndian ? size - 1 - index : index)
          bytes[offset + index] = UInt8(truncatingIfNeeded: value >> shift)
        }
      }
      let (header, entry, word) = isWide ? (64, 56, 8) : (52, 32, 4)
      let kinds: [UInt64] = (hasLoader ? [3] : []) + (note == nil ? [] : [4])
      put(type, at: 16, size: 2)
      put(machine, at: 18, size: 2)
      put(UInt64(header), at: isWide ? 32 : 28, size: word)
      put(UInt64(entry), at: isWide ? 54 : 42, size: 2)
      put(UInt64(kinds.count), at: isWide ? 56 : 44, size: 2)
      let notes = header + entry * kinds.count
      for (index, kind) in kinds.enumerated() {
        let start = header + entry * index
        put(kind, at: start, size: 4)
        put(UInt64(notes), at: start + (isWide ? 8 : 4), size: word)
        put(96, at: start + (isWide ? 32 : 16), size: word)
        put(alignment, at: start + (isWide ? 48 : 28), size: word)
      }
      guard let note else { return bytes }
      // Another note first: a name of 4 bytes and content of 13, which is padded.
      put(4, at: notes, size: 4)
      put(13, at: notes + 4, size: 4)
      put(5, at: notes + 8, size: 4)
      put(0, at: notes + 95, size: 1)
      let second = notes + (alignment == 8 ? 32 : 12 + 4 + 16)
      put(UInt64(note.name.count), at: second, size: 4)
      put(8, at: second + 4, size: 4)
      put(note.type, at: second + 8, size: 4)
      bytes.replaceSubrange((second + 12)..<(second + 12 + note.name.count), with: note.name)
      return bytes
    }
  }

  static let goNote: (name: [UInt8], type: UInt64) = ([0x47, 0x6F, 0, 0], 4)

  private func read(_ bytes: [UInt8]) -> ELFProgram? {
    ELFProgram { offset, count in
      guard let offset = Int(exactly: offset), offset < bytes.count else { return [] }
      return Array(bytes[offset...].prefix(count))
    }
  }

  @Test(arguments: [true, false], [true, false])
  func `Every class and byte order is read`(isWide: Bool, isBigEndian: Bool) {
    var sample = Sample(isWide: isWide, isBigEndian: isBigEndian, machine: 183)
    #expect(
      read(sample.bytes)
        == ELFProgram(isWide: isWide, machine: 183, hasLoader: false, isGo: false))
    sample.hasLoader = true
    #expect(read(sample.bytes)?.hasLoader == true)
    #expect(read(sample.bytes)?.isGo == false)
    for alignment in [4, 8] as [UInt64] {
      sample.alignment = alignment
      sample.note = Self.goNote
      #expect(read(sample.bytes)?.isGo == true)
      sample.note?.type = 3
      #expect(read(sample.bytes)?.isGo == false)
      sample.note = ([0x47, 0x4E, 0x55, 0], 4)
      #expect(read(sample.bytes)?.isGo == false)
    }
  }

  @Test func `Machines have names`() {
    #expect(read(Sample(machine: 62).bytes)?.machineName == "64-bit x86-64")
    #expect(read(Sample(isWide: false, machine: 3).bytes)?.machineName == "32-bit i386")
    #expect(read(Sample(machine: 0xBEEF).bytes)?.machineName == "64-bit machine 48879")
  }

  @Test func `Other files are not programs`() {
    #expect(read([]) == nil)
    #expect(read(Array("#!/bin/sh\n".utf8)) == nil)
    // A relocatable file and a core dump.
    #expect(read(Sample(type: 1).bytes) == nil)
    #expect(read(Sample(type: 4).bytes) == nil)
  }

  @Test(arguments: [true, false], [true, false])
  func `No cut file is taken for more than it is`(isWide: Bool, isBigEndian: Bool) {
    let sample = Sample(
      isWide: isWide, isBigEndian: isBigEndian, hasLoader: true, note: Self.goNote)
    let bytes = sample.bytes
    for length in 0..<(isWide ? 58 : 46) { #expect(read(Array(bytes.prefix(length))) == nil) }
    for length in 0..<bytes.count {
      guard let program = read(Array(bytes.prefix(length))) else { continue }
      #expect(program.machine == 62)
      if program.isGo { #expect(program.hasLoader) }
    }
  }

  @Test(arguments: [true, false], [true, false])
  func `No bytes trap`(isWide: Bool, isBigEndian: Bool) {
    let bytes = Sample(
      isWide: isWide, isBigEndian: isBigEndian, hasLoader: true, note: Self.goNote
    ).bytes
    var known = 0
    for index in bytes.indices {
      for count in [1, 2, 4, 8] {
        for value in [0, 1, 0x7F, 0x80, 0xFF] as [UInt8] {
          var changed = bytes
          for place in index..<min(index + count, bytes.count) { changed[place] = value }
          if read(changed) != nil { known += 1 }
        }
      }
    }
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      var garbage = bytes
      for index in 6..<garbage.count where generator.next() % 3 == 0 {
        garbage[index] = UInt8(truncatingIfNeeded: generator.next())
      }
      if read(garbage) != nil { known += 1 }
    }
    #expect(known > 0)
  }
}
