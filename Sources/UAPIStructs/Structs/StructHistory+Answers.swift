// Each question goes to the fast path once, and where that has no answer, to the rule.

extension StructHistory {
  /// Judges an answer.
  ///
  /// - Parameters:
  ///   - bytes: the answer, as many bytes as the kernel said that it returned.
  ///   - extent: what is known about its end.
  ///   - kernel: what is known about the kernel.
  ///   - abi: the ABI of the machine that gave the answer.
  public func reading(
    of bytes: RawSpan, extent: Extent, kernel: KernelKnowledge = .unknown, abi: ABI = .native
  ) -> Reading {
    if abi == .native, let known = fastPath.reading(of: bytes, extent: extent, kernel: kernel) {
      return known
    }
    return readingByRule(of: bytes, extent: extent, kernel: kernel, abi: abi)
  }

  /// Judges an answer that the fast path does not know.
  @usableFromInline
  func readingByRule(
    of bytes: RawSpan, extent: Extent, kernel: KernelKnowledge, abi: ABI
  ) -> Reading {
    let reading = withLayouts(on: abi) {
      $0.reading(of: bytes, extent: extent, kernel: kernel, abi: abi)
    }
    if abi == .native { fastPath.remember(reading, of: kernel) }
    return reading
  }

  /// What an answer says about a field.
  public func presence(ofField index: Int, in reading: Reading) -> Presence {
    if let known = fastPath.places.presence(ofField: index, in: reading) { return known }
    return presenceByRule(ofField: index, in: reading)
  }

  // Functions of their own, so that the fast path saves no registers for them.

  @inline(never)
  private func presenceByRule(ofField index: Int, in reading: Reading) -> Presence {
    withLayouts(on: reading.abi) { $0.presenceAndPlace(ofField: index, in: reading).presence }
  }

  @inline(never)
  private func valueByRule(
    ofField index: Int, in reading: Reading, bytes: RawSpan
  ) -> FieldValue? {
    withLayouts(on: reading.abi) { $0.value(ofField: index, in: reading, bytes: bytes) }
  }

  /// The value of a field, or `nil` unless the field is present.
  func value(ofField index: Int, in reading: Reading, bytes: RawSpan) -> FieldValue? {
    if let known = fastPath.places.value(ofField: index, in: reading, bytes: bytes) {
      return known
    }
    return valueByRule(ofField: index, in: reading, bytes: bytes)
  }

  /// The bytes of a field that lie in the answer, whatever its presence; none where it is absent.
  func rawBytes(ofField index: Int, in reading: Reading, bytes: RawSpan) -> [UInt8] {
    withLayouts(on: reading.abi) { $0.rawBytes(ofField: index, in: reading, bytes: bytes) }
  }

  /// The integer in a field, sign-extended to 64 bits, or `nil` unless the field is present.
  @usableFromInline
  func integerByRule(ofField index: Int, in reading: Reading, bytes: RawSpan) -> UInt64? {
    withLayouts(on: reading.abi) {
      $0.integer(ofField: index, in: reading, bytes: bytes)
    }
  }

  /// The same for a field that lies inside one word of the answer, which is all that is passed.
  @usableFromInline
  func integerByRule(
    ofField index: Int, in reading: Reading, word: UInt64, at wordOffset: Int
  ) -> UInt64? {
    let words = CollectionOfOne(word)
    // Integers have no padding: all their bytes can be read.
    let bytes = unsafe words.span.bytes
    return withLayouts(on: reading.abi) {
      $0.integer(ofField: index, in: reading, bytes: bytes, startingAt: wordOffset)
    }
  }

  /// Where a field lies that is present or truncated.
  @usableFromInline
  func place(ofField index: Int, in reading: Reading) -> (offset: Int, size: Int)? {
    if let place = fastPath.places.place(ofField: index, in: reading) {
      return (place.offset, place.size)
    }
    let (presence, place) = withLayouts(on: reading.abi) {
      $0.presenceAndPlace(ofField: index, in: reading)
    }
    guard presence == .present || presence == .truncated, let place else { return nil }
    return (place.offset(in: reading.abi), place.size)
  }

  /// An answer with the fields of its exact layout at the places of the newest generation.
  @usableFromInline
  func rearranged(_ bytes: RawSpan, by reading: Reading) -> [UInt8] {
    withLayouts(on: reading.abi) { $0.rearranged(bytes, by: reading) }
  }
}
