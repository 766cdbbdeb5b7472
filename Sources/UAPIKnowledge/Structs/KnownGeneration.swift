package import UAPIStructs

/// One layout of a struct.
package struct KnownGeneration: Hashable, Sendable {
  package var since: KernelRelease
  package var orEarlier = false
  package var vendor: String?
  package var size: Int
  package var alignment: Int
  package var sizeOnI386: Int?
  /// All fields of this layout, reserved ones too.
  package var fields: [PlacedField]

  /// A layout.
  package init(
    since: KernelRelease, orEarlier: Bool = false, vendor: String? = nil, size: Int, alignment: Int,
    sizeOnI386: Int? = nil, fields: [PlacedField]
  ) {
    self.since = since
    self.orEarlier = orEarlier
    self.vendor = vendor
    self.size = size
    self.alignment = alignment
    self.sizeOnI386 = sizeOnI386
    self.fields = fields
  }
}
