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
    let history = Self.history.layouts(on: abi)
    let number = release.map(history.generation(of:)) ?? history.newestGeneration
    guard let number, let generation = history.generation(number) else {
      throw RequestError(
        code: .noSuchStruct, subject: history.name,
        reason: "it is not in Linux \(release ?? Self.history.knownThrough)")
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
          reason: "it is not in Linux \(release ?? Self.history.knownThrough)")
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
  /// Writes the value of a field. Bytes after the end are not written.
  fileprivate mutating func put(
    _ value: FieldValue, at place: FieldPlace, kind: FieldKind, abi: ABI
  ) throws(Misfit) {
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
      for (index, byte) in zip(place.offset(in: abi)..., bytes) where indices.contains(index) {
        self[index] = byte
      }
      return
    case .unsigned(let value): (number, isNegative) = (value, false)
    case .signed(let value): (number, isNegative) = (UInt64(bitPattern: value), value < 0)
    }
    guard isInteger else {
      throw Misfit(code: .otherKind, reason: "it is not a number and must be set to bytes")
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
    place.store(number, kind, abi: abi, in: &self)
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
