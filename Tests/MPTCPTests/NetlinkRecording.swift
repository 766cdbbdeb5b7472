import TestSupport

/// Datagrams of a real kernel, from the folder of captures.
struct NetlinkRecording {
  /// The parts in their order, each with its datagrams.
  let parts: [(name: String, datagrams: [[UInt8]])]

  /// Whether this machine has the byte order in which the datagrams were recorded.
  static let fits = UInt16(1).littleEndian == 1

  subscript(name: String) -> [[UInt8]]? {
    parts.first { $0.name == name }?.datagrams
  }

  /// The answers to the requests of a list of all MPTCP sockets.
  var lists: [[UInt8]] { parts.filter { $0.name.contains("sockets") }.flatMap(\.datagrams) }

  static func sample() throws -> NetlinkRecording {
    NetlinkRecording(try Repository.text("Tests/Captures/6.18.44-fc-v669.netlink"))
  }

  /// A text of parts, each a title after `#` and datagrams in hexadecimal, one a paragraph.
  private init(_ text: String) {
    var parts: [(name: String, datagrams: [[UInt8]])] = []
    for paragraph in text.split(separator: "\n\n") {
      let lines = paragraph.split(separator: "\n")
      if let title = lines.first, title.hasPrefix("# ") {
        parts.append((String(title.dropFirst(2)), []))
      } else if let bytes = hexBytes(lines.joined()), !parts.isEmpty {
        parts[parts.count - 1].datagrams.append(bytes)
      }
    }
    self.parts = parts
  }
}
