package import UAPIKnowledge
package import UAPIStructs

/// How a field differs between two layouts of a struct.
package struct FieldChange: Hashable, Sendable {
  /// What happened to a field from the first layout to the second.
  package enum Kind: String, Hashable, Sendable {
    /// Only the second layout has it.
    case added
    /// Only the first layout has it.
    case removed
    /// It starts at another bit.
    case moved
    /// It starts where it was, with another type or width.
    case retyped
    /// The same bytes have another first name.
    case renamed
    /// It is reserved room that came, went, or has another extent.
    case reserved
  }

  /// What the first layout has where a field of the second one is.
  package enum Landing: Hashable, Sendable {
    /// Nothing: the first layout ends before.
    case afterEnd
    /// Bytes that no field holds.
    case padding
    /// Reserved fields.
    case reserved([String])
    /// Other fields, which are gone or are elsewhere now.
    case fields([String])
    /// Other fields that are still there: one more member of a union.
    case shared([String])

    /// Whether an answer of the first layout covers the field without having it.
    package var isGhost: Bool {
      switch self {
      case .padding, .reserved, .fields: true
      case .afterEnd, .shared: false
      }
    }
  }

  /// How the type of a field differs.
  package enum Retyping: String, Hashable, Sendable {
    /// Signed became unsigned, or the other way round.
    case signedness
    /// The bytes are in another order.
    case byteOrder = "byte_order"
    /// It is narrower or wider.
    case width
    /// A struct inside grew or shrank.
    case nestedSize = "nested_size"
    /// What was a number is none, or the other way round.
    case content
    /// The same values under another name of the type.
    case spelling
  }

  /// What happened.
  package var kind: Kind
  /// The field's name in C; in the second layout, if both have it.
  package var name: String
  /// The field in the first layout.
  package var before: PlacedField?
  /// The field in the second layout.
  package var after: PlacedField?
  /// What the first layout has in the place of an added or moved field.
  package var landing: Landing?
  /// How the types differ, if they do.
  package var retyping: Retyping?
  /// For a renamed field: whether the old name stays as a second name.
  package var keepsOldName = false
  /// Releases between the two whose answers cover the field and do not have it.
  package var ghostBetween: Between?

  /// A span of releases.
  package struct Between: Hashable, Sendable {
    /// The first release whose answer covers the bytes.
    package var since: KernelRelease
    /// The first release that has the field there.
    package var until: KernelRelease
  }

  /// Whether an answer of the first layout covers the field's bytes without having the field.
  package var isGhost: Bool { landing?.isGhost ?? false }
}

/// A second name of a field that only one of two headers has.
package struct AliasChange: Hashable, Sendable {
  /// The second name.
  package var name: String
  /// The field that it stands for.
  package var of: String
  /// Whether the second header has it, and not the first.
  package var isAdded: Bool
}
