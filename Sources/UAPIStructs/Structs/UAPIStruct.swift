/// A struct that a Linux kernel hands out, decoded from an answer.
///
/// Generated code conforms to this protocol. Every field is optional: it has a value only where this
/// kernel really filled it, and ``presence(of:)`` says why it has none.
public protocol UAPIStruct: Sendable, CustomStringConvertible {
  /// The fields of the struct.
  associatedtype Field: UAPIField
  /// The bytes of an answer with what is known of their layout.
  associatedtype Storage: DecodedStorage

  /// Every layout that the struct had.
  static var history: StructHistory { get }
  /// The bytes of the answer with what is known of their layout.
  var decoded: Storage { get }
  /// Wraps bytes that were decoded before.
  init(decoded: Storage)
}

/// What a generated struct holds: ``DecodedBytes`` of one size.
public protocol DecodedStorage: Sendable, BitwiseCopyable {
  /// How the bytes are to be read.
  var reading: Reading { get }
  /// The bytes of the answer, as far as there is room for them.
  var bytes: [UInt8] { get }

  static var knownSize: Int { get }
  static var isLarge: Bool { get }
  init(full bytes: RawSpan, reading: Reading)
  init(whole bytes: RawSpan, reading: Reading)
  static func quickGenerations(
    of bytes: RawSpan, history: StructHistory, extent: Extent
  ) -> UInt64
  init(
    _ bytes: RawSpan, history: StructHistory, extent: Extent, kernel: KernelKnowledge, abi: ABI)
  func value(ofField index: Int, history: StructHistory) -> FieldValue?
  func rawBytes(ofField index: Int, history: StructHistory) -> [UInt8]
  func bytes(in range: Range<Int>) -> [UInt8]
  /// Everything that is kept, zeros behind the answer too.
  var storedBytes: [UInt8] { get }

  static var memorySize: Int { get }
  static func quickReading(
    of bytes: RawSpan, history: StructHistory, kernel: KernelKnowledge
  ) -> Reading?
  @unsafe static func judge(
    _ bytes: RawSpan, into memory: UnsafeMutableRawPointer, history: StructHistory,
    extent: Extent, kernel: KernelKnowledge
  ) -> Reading
  @unsafe static func clear(_ memory: UnsafeMutableRawPointer, behind length: Int)
  @unsafe init(judged memory: UnsafeRawPointer, reading: Reading)
}

extension DecodedBytes: DecodedStorage {
  /// The value of a field by its index in the history, or `nil` unless it is present.
  public func value(ofField index: Int, history: StructHistory) -> FieldValue? {
    withBytes { history.value(ofField: index, in: reading, bytes: $0) }
  }

  /// The bytes of a field that are in the answer, by its index; empty where it is absent.
  public func rawBytes(ofField index: Int, history: StructHistory) -> [UInt8] {
    withBytes { history.rawBytes(ofField: index, in: reading, bytes: $0) }
  }

  /// Everything that is kept, the zeros after the answer too.
  public var storedBytes: [UInt8] { allBytes }

  /// The bytes of the answer in a range, as far as they are kept.
  public func bytes(in range: Range<Int>) -> [UInt8] {
    withBytes { $0.array(range.clamped(to: 0..<reading.length)) }
  }
}

// MARK: - Decoding

extension UAPIStruct {
  /// Decodes an answer.
  ///
  /// - Parameters:
  ///   - bytes: the answer, as many bytes as the kernel said that it returned.
  ///   - extent: what is known about its end; for `getsockopt`, `.capacity(n)` with the length that
  ///     was offered.
  @inlinable
  @inline(__always)
  public init(_ bytes: RawSpan, extent: Extent = .unknown) {
    let isFull = bytes.byteCount == Storage.knownSize
    if isFull || !Storage.isLarge {
      let quick = Storage.quickGenerations(of: bytes, history: Self.history, extent: extent)
      if quick != 0 {
        let reading = Reading(quickGenerations: quick, length: bytes.byteCount)
        self.init(
          decoded: Storage.isLarge
            ? Storage(full: bytes, reading: reading) : Storage(whole: bytes, reading: reading))
        return
      }
    }
    self.init(judging: bytes, extent: extent)
  }

  /// The same for every answer that the size alone does not explain, and where it is better not done in
  /// line.
  @inlinable
  @inline(never)
  init(judging bytes: RawSpan, extent: Extent) {
    if Storage.isLarge {
      let quick = Storage.quickGenerations(of: bytes, history: Self.history, extent: extent)
      if quick != 0 {
        let reading = Reading(quickGenerations: quick, length: bytes.byteCount)
        self.init(decoded: Storage(whole: bytes, reading: reading))
        return
      }
    }
    self.init(
      decoded: Storage(
        bytes, history: Self.history, extent: extent, kernel: .unknown, abi: .native))
  }

  /// Decodes an answer with what is known of the kernel and the machine that gave it.
  @inlinable
  @inline(__always)
  public init(
    _ bytes: RawSpan, extent: Extent = .unknown, kernel: KernelKnowledge, abi: ABI = .native
  ) {
    if case .unknown = kernel, abi == .native {
      self.init(bytes, extent: extent)
    } else {
      self.init(judging: bytes, extent: extent, kernel: kernel, abi: abi)
    }
  }

  /// The same for every answer about whose kernel or machine something is known.
  @inlinable
  @inline(never)
  init(judging bytes: RawSpan, extent: Extent, kernel: KernelKnowledge, abi: ABI) {
    if abi == .native {
      let history = Self.history
      let quick = Storage.quickGenerations(of: bytes, history: history, extent: extent)
      if let reading = history.quickReading(quick, length: bytes.byteCount, knowing: kernel) {
        self.init(decoded: Storage(whole: bytes, reading: reading))
        return
      }
    }
    self.init(
      decoded: Storage(bytes, history: Self.history, extent: extent, kernel: kernel, abi: abi))
  }

  /// Decodes an answer that is held in an array.
  @inlinable
  public init(
    _ bytes: [UInt8], extent: Extent = .unknown, kernel: KernelKnowledge = .unknown,
    abi: ABI = .native
  ) {
    // Integers have no padding: all their bytes can be read.
    let span = unsafe bytes.span.bytes
    self.init(span, extent: extent, kernel: kernel, abi: abi)
  }

  /// Decodes an answer that lies in memory, which must stay valid during the call.
  @inlinable
  public init(
    _ bytes: UnsafeRawBufferPointer, extent: Extent = .unknown,
    kernel: KernelKnowledge = .unknown, abi: ABI = .native
  ) {
    // The caller vouches for the buffer during this call, and nothing keeps the span beyond it.
    unsafe self.init(bytes.bytes, extent: extent, kernel: kernel, abi: abi)
  }

  /// Decodes what `getsockopt` left in a buffer.
  ///
  /// - Parameters:
  ///   - buffer: the whole buffer that was offered to the kernel.
  ///   - optlen: the length that the kernel returned.
  /// - Throws: ``AnswerError`` where the length is negative or exceeds the buffer.
  @inlinable
  public init(
    buffer: RawSpan, optlen: Int, kernel: KernelKnowledge = .unknown, abi: ABI = .native
  ) throws(AnswerError) {
    guard optlen >= 0, optlen <= buffer.byteCount else {
      throw AnswerError(
        .lengthOutOfRange, subject: Self.history.name, byte: 0,
        reason: "optlen \(optlen) does not fit a buffer of \(buffer.byteCount) bytes")
    }
    self.init(
      buffer.extracting(0..<optlen), extent: .capacity(buffer.byteCount), kernel: kernel, abi: abi)
  }
}

// MARK: - What the answer says

extension UAPIStruct {
  /// What the answer says about a field.
  public func presence(of field: Field) -> Presence {
    Self.history.presence(ofField: field.index, in: decoded.reading)
  }

  /// The value of a field, or `nil` unless it is present.
  public func value(of field: Field) -> FieldValue? {
    decoded.value(ofField: field.index, history: Self.history)
  }

  /// The bytes of a field that lie in the answer, also those of a truncated or indeterminate one;
  /// for a bit-field, the bytes of the integer that holds it. Empty where the field is absent.
  public func rawBytes(of field: Field) -> [UInt8] {
    decoded.rawBytes(ofField: field.index, history: Self.history)
  }

  /// Every field with its presence and value, in the order of the struct.
  public var fields: some Sequence<DecodedField<Field>> {
    Field.allCases.lazy.map { field in
      DecodedField(field: field, presence: presence(of: field), value: value(of: field))
    }
  }

  /// The number of bytes in the answer.
  public var length: Int { decoded.reading.length }

  /// The bytes of the answer; of one that is far longer than all known ones, those in front.
  public var bytes: [UInt8] { decoded.bytes }

  /// How many bytes lie behind the newest known layout.
  public var trailingByteCount: Int {
    Swift.max(0, length - Self.history.largestSize(in: decoded.reading.abi))
  }

  /// The bytes behind the newest known layout, at least the first 64 of them.
  ///
  /// ``trailingByteCount`` counts all: where it is larger, a much newer kernel has answered, and the
  /// rest is only in the buffer that was decoded.
  public var trailingBytes: [UInt8] {
    decoded.bytes(in: (length - trailingByteCount)..<length)
  }

  /// The generations of the struct that could have given this answer.
  public var generations: GenerationSet { decoded.reading.generations }

  /// What the presence rule noticed: a vendor's layout, an unknown one, an overruled release.
  public var remarks: Reading.Remarks { decoded.reading.remarks }

  /// The present fields with their C names and values.
  public var description: String {
    let values = fields.compactMap { item in
      item.value.map { "\(item.field.cName): \($0)" }
    }
    return "\(Self.history.name)(\(values.joined(separator: ", ")))"
  }
}

/// One field of an answer.
public struct DecodedField<Field: UAPIField>: Hashable, Sendable {
  /// The field.
  public let field: Field
  /// What the answer says about it.
  public let presence: Presence
  /// The value, where it is present.
  public let value: FieldValue?
}

// MARK: - What the history says

extension UAPIStruct {
  /// The fields that a mainline release has, without looking at any answer.
  public static func fields(in release: KernelRelease) -> [Field] {
    guard let generation = history.generation(of: release) else { return [] }
    return Field.allCases.filter { $0.description.place(inGeneration: generation) != nil }
  }

  /// The size of the struct in a mainline release, or `nil` where the release does not have it.
  public static func size(in release: KernelRelease) -> Int? {
    history.generation(of: release).flatMap(history.generation)?.size
  }
}
