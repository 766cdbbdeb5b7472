package import UAPIStructs

/// What headers declare: their structs, unions, enums and macros.
///
/// A header includes others, and its structs have fields of their types. So ``records`` and
/// ``enums`` hold what the whole include closure declares, each with its header;
/// ``isRequested(_:)`` tells which of them belong to the headers that were asked for. ``macros``,
/// ``fieldAliases`` and ``unsupported`` are of the requested headers alone.
package struct HeaderModel: Sendable {
  /// The folder that the headers come from, such as `/usr/include`.
  package let root: String
  /// The release in the folder's own `linux/version.h`; `nil` where it has none.
  package let release: KernelRelease?
  /// The headers that were asked for and their companions, relative to the root.
  ///
  /// A companion is a header that a requested one includes, next to it, whose name continues its
  /// name: `linux/mptcp_pm.h` for `linux/mptcp.h`.
  package let headers: [String]
  /// The structs and unions that have a name or are the type of a field, in the order of their
  /// declaration.
  package let records: [Record]
  /// The enums, in the order of their declaration.
  package let enums: [Enumeration]
  /// The macros that stand for a number or a string, in the order of their definition.
  package let macros: [Macro]
  /// The second names that `#define` gives to fields inside a struct's body.
  package let fieldAliases: [AliasMacro]
  /// Everything that the requested headers declare and that is not in this model, with the reason.
  package let unsupported: [Unsupported]

  private let recordIndices: [String: Int]
  private let requested: Set<String>

  /// The model with the given contents.
  package init(
    root: String,
    release: KernelRelease?,
    headers: [String],
    records: [Record],
    enums: [Enumeration],
    macros: [Macro],
    fieldAliases: [AliasMacro],
    unsupported: [Unsupported]
  ) {
    self.root = root
    self.release = release
    self.headers = headers
    self.records = records
    self.enums = enums
    self.macros = macros
    self.fieldAliases = fieldAliases
    self.unsupported = unsupported
    requested = Set(headers)
    recordIndices = Dictionary(
      records.enumerated().map { ($1.name, $0) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The struct or union of the given name; `nil` where the headers declare none.
  ///
  /// The name is the tag (`mptcp_info`), or the name that a typedef gives.
  package func record(named name: String) -> Record? {
    recordIndices[name].map { records[$0] }
  }

  /// Whether `header` is one of those that were asked for, or a companion of one.
  package func isRequested(_ header: String) -> Bool {
    requested.contains(header)
  }
}
