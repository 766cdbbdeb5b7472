/// One answer in a text.
struct TextAnswer: Hashable {
  /// The longest line, record or buffer that is taken.
  static let byteLimit = 1 << 26

  var bytes: [UInt8]
  /// The line on which it starts, counted from 1.
  var line = 1
  /// Something that is to be known about it.
  var remark: String?
}
