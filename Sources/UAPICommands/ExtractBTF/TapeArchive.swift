/// The files in an archive of tar's, in which types of kernels are passed on.
struct TapeArchive {
  /// A file in the archive.
  struct Member: Hashable {
    var name: String
    /// Where its bytes lie.
    var range: Range<Int>
  }

  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The regular files, as far as the archive is whole; `nil` for bytes that are not an archive.
  var members: [Member]? {
    guard isHeader(at: 0) else { return nil }
    var members: [Member] = []
    var start = 0
    while isHeader(at: start), let size = octal(at: start + 124, count: 12),
      size <= bytes.count - start - 512
    {
      let content = start + 512
      // A zero byte is how old archives mark a file.
      if bytes[start + 156] == UInt8(ascii: "0") || bytes[start + 156] == 0, size > 0 {
        let name = String(decoding: bytes[start..<(start + 100)].prefix { $0 != 0 }, as: UTF8.self)
        members.append(Member(name: name, range: content..<(content + size)))
      }
      start = content + (size + 511) / 512 * 512
    }
    return members
  }

  /// Whether a header with its sum is at an offset.
  private func isHeader(at start: Int) -> Bool {
    guard start <= bytes.count - 512, bytes[start] != 0,
      let told = octal(at: start + 148, count: 8)
    else { return false }
    // The sum counts its own eight bytes as spaces.
    let sum = (0..<512).reduce(0) {
      $0 + ((148..<156).contains($1) ? 0x20 : Int(bytes[start + $1]))
    }
    return sum == told
  }

  private func octal(at start: Int, count: Int) -> Int? {
    let digits = bytes[start..<(start + count)].drop { $0 == 0x20 }
      .prefix { (0x30...0x37).contains($0) }
    guard !digits.isEmpty else { return nil }
    return digits.reduce(0) { $0 << 3 | Int($1 - 0x30) }
  }
}
