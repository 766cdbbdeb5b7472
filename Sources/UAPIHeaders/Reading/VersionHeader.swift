internal import UAPIStructs

/// Reads `linux/version.h`, in which a folder of headers says what release it is of.
enum VersionHeader {
  /// The release that the text of the header states; `nil` where it states none.
  static func release(in text: String) -> KernelRelease? {
    for line in text.split(whereSeparator: \.isNewline) {
      let words = line.split { $0 == " " || $0 == "\t" }
      guard words.count >= 3, words[0] == "#define", words[1] == "LINUX_VERSION_CODE" else {
        continue
      }
      // Two bytes below the major number, of which the upper one is the minor number.
      guard let code = Int(words[2]), code >= 1 << 16 else { return nil }
      return KernelRelease(code >> 16, (code >> 8) & 0xFF)
    }
    return nil
  }
}
