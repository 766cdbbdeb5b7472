/// What the type of a field comes down to, without its typedefs.
package indirect enum CTypeKind: Hashable, Sendable {
  /// An unsigned integer, a `_Bool`, or an enum whose values are unsigned.
  case unsignedInteger
  /// A signed integer, or an enum whose values are signed.
  case signedInteger
  /// A pointer, to data or to a function.
  case pointer
  /// The struct or union of the given ``Record/name``.
  case record(String)
  /// An array of the given number of elements.
  case array(element: CTypeKind, count: Int)
  /// An array without a length, or of length 0, at the end of a struct.
  case flexibleArray(element: CTypeKind)
  /// A floating-point number.
  case floating
  /// A type that has no counterpart here, such as a vector.
  case other
}
