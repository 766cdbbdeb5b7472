/// The fields of a generated struct.
public protocol UAPIField: RawRepresentable, CaseIterable, Hashable, Sendable
where RawValue == UInt16 {
  /// The history of the struct that the fields belong to.
  static var _history: StructHistory { get }
}

extension UAPIField {
  /// The index of the field in the history of its struct.
  @inlinable
  public var index: Int { Int(rawValue) }

  /// What the history knows of the field.
  public var history: FieldHistory { Self._history.fields[index] }

  /// The field's name in C.
  public var cName: String { history.name }

  /// The field's type in C, as the newest header spells it.
  public var cType: String { newestPlace.type }

  /// The offset of the field in bytes where it is now; for a bit-field, of the integer that
  /// holds it.
  public var offset: Int { newestPlace.offset }

  /// The size of the field in bytes; for a bit-field, of the integer that holds it.
  public var size: Int { newestPlace.size }

  /// The first release whose mainline kernel has the field.
  public var firstRelease: KernelRelease {
    Self._history.firstRelease(of: history) ?? Self._history.knownThrough
  }

  /// The field with a C name; second names count.
  public init?(cName: some StringProtocol) {
    guard let index = Self._history.fieldIndex(named: String(cName)),
      let rawValue = UInt16(exactly: index)
    else { return nil }
    self.init(rawValue: rawValue)
  }

  /// On this machine.
  private var newestPlace: FieldPlace {
    Self._history.layouts(on: .native).fields[index].places.last
      ?? FieldPlace("", at: 0, size: 0, generations: 1...1)
  }
}
