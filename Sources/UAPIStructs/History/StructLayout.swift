/// One layout of a struct, exactly: what a header, a kernel's type information or one generation of
/// a history says.
public struct StructLayout: Hashable, Sendable {
  /// Larger figures are cut off here: no struct that a kernel hands out comes near.
  static let maximumSize = 1 << 20

  /// A field of a layout.
  public struct Field: Hashable, Sendable {
    /// The field's name in C.
    public let name: String
    /// The field's type as the source spells it.
    public let type: String
    /// The offset of the field in bytes; for a bit-field, of the integer that holds it.
    public let offset: Int
    /// The size of the field in bytes; for a bit-field, of the integer that holds it.
    public let size: Int
    /// For a bit-field its bits in that integer, in the order in which the compiler hands them out.
    public let bits: Range<Int>?

    /// A field of a layout.
    public init(name: String, type: String, offset: Int, size: Int, bits: Range<Int>? = nil) {
      self.name = name
      self.type = type
      self.offset = offset.clamped(to: 0...StructLayout.maximumSize)
      self.size = size.clamped(to: 0...StructLayout.maximumSize)
      self.bits = bits
    }

    /// The offset of the field's first bit from the start of the struct, in allocation order.
    public var bitOffset: Int { offset * 8 + (bits?.lowerBound ?? 0) }
    /// The width of the field in bits.
    public var bitWidth: Int { bits?.count ?? size * 8 }
  }

  /// The struct's name in C.
  public let name: String
  /// The struct's size in bytes.
  public let size: Int
  /// The struct's alignment in bytes.
  public let alignment: Int
  /// The fields in the order of their offsets, reserved ones included.
  public let fields: [Field]

  /// A layout of a struct.
  public init(name: String, size: Int, alignment: Int, fields: [Field]) {
    self.name = name
    self.size = size.clamped(to: 0...StructLayout.maximumSize)
    self.alignment = alignment
    self.fields = fields
  }
}
