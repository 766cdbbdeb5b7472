/// A request that no kernel could read as it was meant.
public struct RequestError: Error, Hashable, Sendable {
  /// What is wrong. More codes may come.
  public struct Code: RawRepresentable, Hashable, Sendable {
    /// The name of the code, which stays the same between releases of this package.
    public let rawValue: String
    /// A code with a name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The release does not have the struct.
    public static let noSuchStruct = Code(rawValue: "noSuchStruct")
    /// The layout does not have the field.
    public static let noSuchField = Code(rawValue: "noSuchField")
    /// The value needs more bits or bytes than the field has, or is negative and the field unsigned.
    public static let valueOutOfRange = Code(rawValue: "valueOutOfRange")
    /// The value is a number where the field is an array or a struct, or the other way round.
    public static let otherKind = Code(rawValue: "otherKind")
  }

  /// What is wrong.
  public let code: Code
  /// The struct, or the struct and the field, in C: `open_how.flags`.
  public let subject: String
  /// What is wrong, in words.
  public let reason: String
}

extension RequestError: CustomStringConvertible {
  /// Subject and reason in one line.
  public var description: String { "\(subject): \(reason)" }
}

extension UAPIStruct {
  /// The bytes of a struct that is handed to the kernel.
  ///
  /// Everything that is not given is zero, which is what system calls with a growing struct ask for:
  /// a struct that is longer than the kernel's own passes where the rest is zero.
  ///
  /// - Parameters:
  ///   - values: the fields; arrays and structs as bytes, which may be fewer than the field has.
  ///   - release: the mainline release whose layout counts; the newest known one where it is `nil`.
  ///   - abi: the machine that reads the struct.
  /// - Throws: ``RequestError`` where a value does not fit its field, or the layout lacks a field.
  public static func request(
    _ values: [Field: FieldValue], in release: KernelRelease? = nil, abi: ABI = .native
  ) throws(RequestError) -> [UInt8] {
    let history = Self.history.on(abi)
    let number = release.map(history.generation(of:)) ?? history.newestGeneration
    guard let number, let generation = history.generation(number) else {
      throw RequestError(
        code: .noSuchStruct, subject: history.name,
        reason: "it is not in Linux \(release ?? history.knownThrough)")
    }
    let abi = history.figures(for: abi)
    var bytes = [UInt8](repeating: 0, count: generation.size(in: abi))
    // In the order of the struct: where members of a union overlap, the last one counts.
    for field in Field.allCases {
      guard let value = values[field] else { continue }
      let description = history.fields[field.index]
      guard let place = description.place(inGeneration: number) else {
        throw RequestError(
          code: .noSuchField, subject: "\(history.name).\(field.cName)",
          reason: "it is not in Linux \(release ?? history.knownThrough)")
      }
      do {
        try bytes.put(value, at: place, kind: description.kind, abi: abi)
      } catch {
        throw RequestError(
          code: error.code, subject: "\(history.name).\(field.cName)", reason: error.reason)
      }
    }
    return bytes
  }
}

/// Why a value cannot be put into a field.
private struct Misfit: Error {
  var code: RequestError.Code
  var reason: String
}

extension [UInt8] {
  /// Writes the value of a field. Bytes behind the end are not written.
  fileprivate mutating func put(
    _ value: FieldValue, at place: FieldPlace, kind: FieldKind, abi: ABI
  ) throws(Misfit) {
    let offset = place.offset(in: abi)
    let isInteger = kind.isInteger(at: place)
    let number: UInt64
    let isNegative: Bool
    switch value {
    case .bytes(let bytes):
      guard !isInteger else {
        throw Misfit(code: .otherKind, reason: "it is a number and cannot be set to bytes")
      }
      guard bytes.count <= place.size else {
        throw Misfit(
          code: .valueOutOfRange, reason: "\(bytes.count) bytes do not fit its \(place.size)")
      }
      for (index, byte) in bytes.enumerated() { put(byte, at: offset + index) }
      return
    case .unsigned(let value): (number, isNegative) = (value, false)
    case .signed(let value): (number, isNegative) = (UInt64(bitPattern: value), value < 0)
    }
    guard isInteger else {
      throw Misfit(code: .otherKind, reason: "it is no number and must be set to bytes")
    }
    let storage = place.size * 8
    let bits = place.bits?.clamped(to: 0..<storage) ?? 0..<storage
    let fits =
      kind == .signed
      ? number.isSigned(negative: isNegative, in: bits.count)
      : !isNegative && number.leadingZeroBitCount >= 64 - Swift.min(bits.count, 64)
    guard fits else {
      throw Misfit(
        code: .valueOutOfRange,
        reason:
          "\(value) does not fit \(bits.count) \(kind == .signed ? "signed" : "unsigned") bits"
      )
    }
    let isBigEndian =
      switch kind {
      case .bigEndian: true
      case .littleEndian: false
      default: abi.isBigEndian
      }
    // Allocation order starts at the high end of the storage on big-endian machines.
    let shift = isBigEndian ? storage - bits.upperBound : bits.lowerBound
    let mask = bits.count < 64 ? (1 << UInt64(bits.count)) - 1 : UInt64.max
    for index in 0..<place.size {
      // Shifts to the left where the bits begin in a later byte. Bits of a packed struct can touch nine.
      let down = 8 * index - shift
      // The neighbours of a bit-field are kept.
      put(
        UInt8(truncatingIfNeeded: (number & mask) >> down),
        at: offset + (isBigEndian ? place.size - 1 - index : index),
        mask: UInt8(truncatingIfNeeded: mask >> down))
    }
  }

  private mutating func put(_ byte: UInt8, at offset: Int, mask: UInt8 = .max) {
    guard indices.contains(offset) else { return }
    self[offset] = self[offset] & ~mask | byte & mask
  }
}

extension UInt64 {
  /// Whether the bits of a 64-bit integer are a number of fewer bits, with its sign.
  fileprivate func isSigned(negative: Bool, in count: Int) -> Bool {
    guard count > 0 else { return self == 0 }
    let spare = 64 - count
    return negative
      ? (~self).leadingZeroBitCount > spare
      : leadingZeroBitCount > spare
  }
}
