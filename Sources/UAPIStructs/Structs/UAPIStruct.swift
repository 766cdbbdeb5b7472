/// A struct that a Linux kernel hands out, decoded from an answer.
///
/// Generated code conforms to this protocol. Every field is optional: it has a value only where this
/// kernel really filled it, and ``presence(of:)`` says why it has none.
public protocol UAPIStruct: Sendable, CustomStringConvertible {
  /// The fields of the struct.
  associatedtype Field: UAPIField
  /// The bytes of an answer with what is known of their layout.
  associatedtype _Storage: _DecodedStorage

  /// Every layout that the struct had.
  static var history: StructHistory { get }
  /// The bytes of the answer with what is known of their layout.
  var _decoded: _Storage { get }
  /// Wraps bytes that were decoded before.
  init(_decoded: _Storage)
}

// MARK: - What the answer says

extension UAPIStruct {
  /// What the answer says about a field.
  public func presence(of field: Field) -> Presence {
    Self.history.presence(ofField: field.index, in: _decoded.reading)
  }

  /// The value of a field, or `nil` unless it is present.
  public func value(of field: Field) -> FieldValue? {
    _decoded.withBytes {
      Self.history.value(ofField: field.index, in: _decoded.reading, bytes: $0)
    }
  }

  /// The bytes of a field that lie in the answer, also those of a truncated or indeterminate one;
  /// for a bit-field, the bytes of the integer that holds it. Empty where the field is absent.
  public func rawBytes(of field: Field) -> [UInt8] {
    _decoded.withBytes {
      Self.history.rawBytes(ofField: field.index, in: _decoded.reading, bytes: $0)
    }
  }

  /// Every field with its presence and value, in the order of the struct.
  public var fields: some Sequence<DecodedField<Field>> {
    Field.allCases.lazy.map { field in
      DecodedField(field: field, presence: presence(of: field), value: value(of: field))
    }
  }

  /// How the answer is to be read: what the presence rule found.
  public var reading: Reading { _decoded.reading }

  /// The number of bytes in the answer.
  public var byteCount: Int { _decoded.reading.length }

  /// The bytes of the answer; of one that is far longer than all known ones, the first ones.
  public var bytes: [UInt8] { _decoded.bytes }

  /// How many bytes lie after the newest known layout.
  public var trailingByteCount: Int {
    Swift.max(0, byteCount - Self.history.largestSize(in: _decoded.reading.abi))
  }

  /// The bytes after the newest known layout, at least the first 64 of them.
  ///
  /// ``trailingByteCount`` counts all: where it is larger, a much newer kernel has answered, and the
  /// rest is only in the buffer that was _decoded.
  public var trailingBytes: [UInt8] {
    _decoded.bytes(in: (byteCount - trailingByteCount)..<byteCount)
  }

  /// The generations of the struct that could have given this answer.
  public var generations: GenerationSet { _decoded.reading.generations }

  /// What the presence rule noticed: a vendor's layout, an unknown one, an overruled release.
  public var remarks: Reading.Remarks { _decoded.reading.remarks }

  /// The present fields with their C names and values.
  public var description: String {
    let values = fields.compactMap { item in
      item.value.map { "\(item.field.cName): \($0)" }
    }
    return "\(Self.history.name)(\(values.joined(separator: ", ")))"
  }
}

// MARK: - What the history says

extension UAPIStruct {
  /// The fields that a mainline release has, without looking at any answer.
  public static func fields(in release: KernelRelease) -> [Field] {
    guard let generation = history.generation(of: release) else { return [] }
    return Field.allCases.filter { $0.history.place(inGeneration: generation) != nil }
  }

  /// The size of the struct in a mainline release, or `nil` where the release does not have it.
  public static func size(in release: KernelRelease) -> Int? {
    history.generation(of: release).flatMap(history.generation)?.size
  }
}
