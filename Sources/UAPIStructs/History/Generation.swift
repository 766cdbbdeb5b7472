/// One of the distinct layouts that a struct had in the course of its history.
public struct Generation: Hashable, Sendable {
  /// The first release with this layout.
  public let since: KernelRelease
  /// Whether releases before ``since`` have this layout too, as far back as the history looks.
  public let orEarlier: Bool
  /// The name of the vendor whose kernels or headers have this layout, outside the mainline order.
  public let vendor: String?
  /// The struct's size in bytes.
  public let size: Int
  /// The struct's alignment in bytes.
  public let alignment: Int
  /// The struct's size in bytes on i386.
  public let sizeOnI386: Int

  /// A layout of the mainline kernel, or of a vendor's.
  public init(
    since: KernelRelease, orEarlier: Bool = false, vendor: String? = nil, size: Int,
    alignment: Int, sizeOnI386: Int? = nil
  ) {
    self.since = since
    self.orEarlier = orEarlier
    self.vendor = vendor
    self.size = size.clamped(to: 0...StructLayout.maximumSize)
    self.alignment = alignment
    self.sizeOnI386 = (sizeOnI386 ?? size).clamped(to: 0...StructLayout.maximumSize)
  }

  /// The size in bytes for one ABI.
  public func size(in abi: ABI) -> Int { abi.alignsLongIntegersToFour ? sizeOnI386 : size }
}
