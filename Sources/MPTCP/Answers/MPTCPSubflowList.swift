/// What an answer says about each subflow, in the kernel's order.
///
/// The first element lies in line: a connection of one subflow, which most are, is read without
/// asking for memory.
public struct MPTCPSubflowList<Element: Sendable>: RandomAccessCollection, Sendable {
  @usableFromInline let head: Element?
  @usableFromInline let rest: [Element]

  @inlinable public var startIndex: Int { 0 }
  @inlinable public var endIndex: Int { head == nil ? 0 : 1 + rest.count }

  @inlinable
  public subscript(position: Int) -> Element {
    if position == 0, let head { return head }
    return rest[position - 1]
  }

  /// The first element, or `nil` of a list without any.
  @inlinable public var first: Element? { head }

  /// A list of `count` elements, made one after the other.
  @inline(__always)
  init(count: Int, _ element: (Int) -> Element) {
    head = count > 0 ? element(0) : nil
    guard count > 1 else {
      rest = []
      return
    }
    rest = (1..<count).map(element)
  }
}

extension MPTCPSubflowList: CustomStringConvertible {
  public var description: String { Array(self).description }
}
