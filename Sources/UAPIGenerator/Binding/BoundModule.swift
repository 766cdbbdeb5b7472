package import UAPIKnowledge
package import UAPIStructs

/// Everything that a spec binds, with its Swift names: what the emitters write.
package struct BoundModule {
  package var access: BindingSpec.Access
  package var headers: [String]
  package var structs: [BoundStruct]
  package var groups: [BoundGroup]
  /// The macros of the headers. One with the name of a field hides it from C.
  package var macros: Set<String> = []
  /// For each machine the headers that its programs include to come to those that they do not include
  /// by themselves.
  package var routes: [String: [String: String]] = [:]
}

/// A struct with its Swift name.
package struct BoundStruct {
  package var known: KnownStruct
  package var name: String
  package var documentation: Documentation?
  /// All fields in the order of the history, reserved ones last.
  package var fields: [BoundField]
  package var aliases: [BoundAlias]

  /// The fields that have a case and a property.
  package var visible: [BoundField] { fields.filter { !$0.field.isReserved } }
}

/// A field with its Swift name and type.
package struct BoundField {
  package var field: KnownField
  package var name: String
  package var value: Value
  package var documentation: Documentation?
  /// The numbers of bytes on machines where there are more or fewer of them.
  package var otherCounts: [(machines: [String], count: Int)] = []

  /// What the property gives.
  package enum Value: Hashable {
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
package struct BoundAlias {
  package var alias: FieldAlias
  package var name: String
  /// The property that it stands for.
  package var target: BoundField
  package var documentation: Documentation?
}

/// A group of constants with its Swift name.
package struct BoundGroup {
  package var kind: BindingSpec.Group.Kind
  /// The name of the type, with the type that it is nested in.
  package var name: String
  /// The raw type; `nil` in a namespace whose members have types of their own.
  package var type: IntegerType?
  package var documentation: Documentation?
  /// What the group holds, in words: ``enum tcp_ca_state``.
  package var origin: String
  package var members: [BoundConstant]
}

/// A constant with its Swift name.
package struct BoundConstant {
  package var constant: KnownConstant
  package var name: String
  /// Its integer type; `nil` for a string.
  package var type: IntegerType?
  package var documentation: Documentation?
  /// The releases that were looked at, to say in which of them the constant is missing.
  package var sampled: [KernelRelease]
}
