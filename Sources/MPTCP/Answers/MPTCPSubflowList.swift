/// What an answer says about each subflow, in the kernel's order.
///
/// The first element lies in line: a connection of one subflow, which most are, is read without
/// asking for memory. Elements are some hundred bytes long: `list[index].rtt` reads a field where it
/// lies, a `for` loop copies each element.
public struct MPTCPSubflowList<Element: Sendable>: RandomAccessCollection, Sendable {
  /// The number of elements.
  public let count: Int
  /// The first element; of an empty list, anything.
  @usableFromInline let head: Element
  @usableFromInline let rest: [Element]

  /// The place of the first subflow: 0.
  @inlinable public var startIndex: Int { 0 }
  /// The place after the last subflow.
  @inlinable public var endIndex: Int { count }

  /// The subflow at a place.
  @inlinable
  public subscript(position: Int) -> Element {
    if position == 0, count > 0 { return head }
    return rest[position - 1]
  }

  /// The first element, or `nil` of a list without any.
  @inlinable public var first: Element? { count > 0 ? head : nil }

  /// An array of what is made of each element, which is lent where it lies.
  @inline(__always)
  func array<Made>(_ make: (borrowing Element) -> Made) -> [Made] {
    var array: [Made] = []
    array.reserveCapacity(count)
    if count > 0 { array.append(make(head)) }
    for index in rest.indices { array.append(make(rest[index])) }
    return array
  }

  /// A list of `count` elements. There must be a head even if there is none.
  @inline(__always)
  init(count: Int, head: Element, rest: [Element]) {
    self.count = count
    self.head = head
    self.rest = rest
  }
}

extension MPTCPSubflowList: CustomStringConvertible {
  /// The subflows as an array shows them.
  public var description: String { Array(self).description }
}
