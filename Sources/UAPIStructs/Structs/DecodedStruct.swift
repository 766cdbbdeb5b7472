/// An answer decoded by a history that is only known at run time.
///
/// Tools use it for any struct that they have a history of; code that knows its struct uses the
/// generated type.
public struct DecodedStruct: Sendable {
  /// Every layout that the struct had.
  public let history: StructHistory
  /// All bytes of the answer.
  public let bytes: [UInt8]
  /// How the bytes are to be read.
  public let reading: Reading

  /// Decodes an answer. The parameters mean what they mean for ``UAPIStruct``.
  public init(
    _ bytes: [UInt8], history: StructHistory, extent: Extent = .unknown,
    kernel: KernelKnowledge = .unknown, abi: ABI = .native
  ) {
    self.history = history
    self.bytes = bytes
    // Integers have no padding: all their bytes can be read.
    let span = unsafe bytes.span.bytes
    self.reading = history.reading(of: span, extent: extent, kernel: kernel, abi: abi)
  }

  /// A decoded value of a generated type, without its type.
  public init<Struct: UAPIStruct>(_ value: Struct) {
    self.history = Struct.history
    self.reading = value._decoded.reading
    // Moved fields may be after the end of a short answer.
    self.bytes = reading.isRearranged ? value._decoded.storedBytes : value._decoded.bytes
  }

  /// What the answer says about a field, by its index in the history.
  public func presence(ofField index: Int) -> Presence {
    history.presence(ofField: index, in: reading)
  }

  /// The value of a field, or `nil` unless it is present.
  public func value(ofField index: Int) -> FieldValue? {
    unsafe history.value(ofField: index, in: reading, bytes: bytes.span.bytes)
  }

  /// The bytes of a field that lie in the answer; none where the field is absent.
  public func rawBytes(ofField index: Int) -> [UInt8] {
    unsafe history.rawBytes(ofField: index, in: reading, bytes: bytes.span.bytes)
  }

  /// The bytes after the newest known layout.
  public var trailingBytes: [UInt8] {
    Array(bytes.prefix(reading.length).dropFirst(history.largestSize(in: reading.abi)))
  }
}
