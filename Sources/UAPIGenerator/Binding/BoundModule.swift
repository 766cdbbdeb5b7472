internal import UAPIStructs

/// Everything that a spec binds, with its Swift names: what the emitters write.
struct BoundModule {
  var access: BindingSpec.Access
  var headers: [String]
  var structs: [BoundStruct]
  var groups: [BoundGroup]
  /// The macros of the headers. One with the name of a field hides it from C.
  var macros: Set<String> = []
  /// For each machine the headers that its programs include to come to those that they do not include
  /// by themselves.
  var routes: [String: [String: String]] = [:]
}

/// A struct with its Swift name.
struct BoundStruct {
  var known: KnownStruct
  var name: String
  var documentation: Documentation?
  /// All fields in the order of the history, reserved ones last.
  var fields: [BoundField]
  var aliases: [BoundAlias]

  /// The fields that have a case and a property.
  var visible: [BoundField] { fields.filter { !$0.field.isReserved } }
}

/// A field with its Swift name and type.
struct BoundField {
  var field: KnownField
  var name: String
  var value: Value
  var documentation: Documentation?
  /// The numbers of bytes on machines where there are more or fewer of them.
  var otherCounts: [(machines: [String], count: Int)] = []

  /// What the property gives.
  enum Value: Hashable {
    /// An integer.
    case integer(IntegerType)
    /// A type made from an integer.
    case wrapped(String, IntegerType)
    /// A struct that is bound too.
    case nested(String)
    /// As many bytes.
    case bytes(Int)
  }
}

/// A second name with its Swift name.
struct BoundAlias {
  var alias: KnownAlias
  var name: String
  /// The property that it stands for.
  var target: BoundField
  var documentation: Documentation?
}

/// A group of constants with its Swift name.
struct BoundGroup {
  var kind: BindingSpec.Group.Kind
  /// The name of the type, with the type that it is nested in.
  var name: String
  /// The raw type; `nil` in a namespace whose members have types of their own.
  var type: IntegerType?
  var documentation: Documentation?
  /// What the group holds, in words: ``enum tcp_ca_state``.
  var origin: String
  var members: [BoundConstant]
}

/// A constant with its Swift name.
struct BoundConstant {
  var constant: KnownConstant
  var name: String
  /// Its integer type; `nil` for a string.
  var type: IntegerType?
  var documentation: Documentation?
  /// The releases that were looked at, to say in which of them the constant is missing.
  var sampled: [KernelRelease]
}
