/// What is known about the end of an answer: did the kernel stop, or was the buffer full?
///
/// Only a kernel that stopped by itself tells the size of its struct. Where the answer filled the
/// buffer, the kernel's struct may go on after it.
public enum Extent: Hashable, Sendable {
  /// It was not recorded.
  case unknown

  /// The caller offered a buffer of this many bytes, the `optlen` that went into `getsockopt`.
  case capacity(Int)

  /// The answer is the kernel's struct, whole: an `inet_diag` attribute, for example.
  case whole

  /// The kernel named the size of its own struct, as in `size_kernel` and `size_tcpinfo_kernel`.
  case kernelSize(Int)

  /// The kernel's `sizeof` of the struct, where an answer of `length` bytes makes it known.
  ///
  /// A claim that contradicts the length, such as a capacity smaller than the answer, makes nothing
  /// known.
  @inlinable
  public func kernelSize(forLength length: Int) -> Int? {
    switch self {
    case .unknown: nil
    case .capacity(let capacity): capacity > length ? length : nil
    case .whole: length
    case .kernelSize(let size): size >= length ? size : nil
    }
  }
}
