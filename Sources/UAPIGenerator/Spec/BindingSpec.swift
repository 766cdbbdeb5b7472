package import UAPIKnowledge
internal import UAPIStructs

/// What a target wants to have bound: the file `uapi-bindings.json5`.
package struct BindingSpec {
  /// The headers, relative to the root: `linux/mptcp.h`. Where there are none, the histories of the
  /// structs name them.
  package var headers: [String] = []
  /// Folders with headers of the target's own, relative to the spec's folder.
  package var include: [String] = []
  /// The folder with the headers, relative to the spec's own folder.
  package var root: String?
  /// Whether installed headers are read at all.
  package var usesInstalledHeaders = true
  /// A folder with `history`, `constants` and `docs` of the target's own, relative to the spec's folder.
  package var knowledge: String?
  /// The access of everything generated.
  package var access = Access.public
  /// The structs, in the order of the file.
  package var structs: [Structure] = []
  /// The groups of constants, or `nil` for the default ones.
  package var constants: [Group]?
  /// How words are written in Swift names.
  package var words: [String: String] = [:]
  /// Types that the target writes by hand, with their raw types.
  package var types: [String: IntegerType] = [:]
  /// C names that are not to be bound.
  package var ignore: NamePatterns = []

  /// The access of generated declarations.
  package enum Access: String, CaseIterable {
    case `public`, package, `internal`
  }

  /// A struct that is wanted.
  package struct Structure {
    package var cName: String
    package var name: String?
    package var prefix: String?
    package var summary: String?
    package var fields: [String: Field] = [:]
    /// Where it is in the spec.
    package var path: [JSONStep] = []
    /// Whether the spec says nothing about structs, and all are meant.
    package var isDefault = false
    /// Whether the spec does not name the struct, and a pattern or another struct brought it.
    package var isFound = false
  }

  /// What is said about a field.
  package struct Field {
    package var name: String?
    package var type: String?
  }

  /// Constants that become members of one type.
  package struct Group {
    package var kind: Kind
    package var name: String
    package var prefixes: [String] = []
    package var enumeration: String?
    package var names: [String] = []
    package var except: [String] = []
    package var strip: [String]?
    package var rename: [String: String] = [:]
    package var type: IntegerType?
    package var summary: String?
    package var path: [JSONStep] = []

    /// What the type is.
    package enum Kind: String, CaseIterable {
      /// An option set.
      case flags
      /// A struct that keeps values which are not known.
      case `enum`
      /// A namespace.
      case namespace
    }
  }
}
