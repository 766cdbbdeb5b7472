// How answers are decoded.

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
    if let reading = Self.readingInLine(of: bytes, extent: extent) {
      self.init(whole: bytes, reading: reading)
      return
    }
    self.init(outOfLine: bytes, extent: extent)
  }

  /// How an answer is to be read that is decoded in line, or `nil` of another one.
  @inlinable
  @inline(__always)
  package static func readingInLine(of bytes: RawSpan, extent: Extent) -> Reading? {
    guard _Storage.isDecodedInLine(bytes.byteCount) else { return nil }
    let generations = _Storage.possibleGenerations(of: bytes, history: Self.history, extent: extent)
    guard generations != 0 else { return nil }
    return Reading(wholeStructOf: generations, length: bytes.byteCount)
  }

  /// Copies an answer of whole words with what ``readingInLine(of:extent:)`` said about it.
  @inlinable
  @inline(__always)
  package init(whole bytes: RawSpan, reading: Reading) {
    self.init(_decoded: _Storage(whole: bytes, reading: reading))
  }

  /// The same for an answer that the fast path does not know, or that is better not decoded in line.
  @inlinable
  @inline(never)
  init(outOfLine bytes: RawSpan, extent: Extent) {
    if !_Storage.isDecodedInLine(bytes.byteCount) {
      let generations = _Storage.possibleGenerations(
        of: bytes, history: Self.history, extent: extent)
      if generations != 0 {
        let reading = Reading(wholeStructOf: generations, length: bytes.byteCount)
        self.init(_decoded: _Storage(whole: bytes, reading: reading))
        return
      }
    }
    self.init(
      _decoded: _Storage(
        byRule: bytes, history: Self.history, extent: extent, kernel: .unknown, abi: .native))
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
      self.init(outOfLine: bytes, extent: extent, kernel: kernel, abi: abi)
    }
  }

  /// The same for an answer about whose kernel or machine something is known.
  @inlinable
  @inline(never)
  init(outOfLine bytes: RawSpan, extent: Extent, kernel: KernelKnowledge, abi: ABI) {
    let history = Self.history
    if abi == .native, bytes.byteCount <= _Storage.knownSize,
      let reading = history.fastPath.reading(of: bytes, extent: extent, kernel: kernel)
    {
      self.init(_decoded: _Storage(whole: bytes, reading: reading))
      return
    }
    self.init(
      _decoded: _Storage(
        byRule: bytes, history: history, extent: extent, kernel: kernel, abi: abi))
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
    // The caller guarantees the buffer during this call, and nothing keeps the span beyond it.
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

// The same where the size of the buffer is all that is known about the end, as after `getsockopt`.
extension UAPIStruct {
  /// Decodes an answer to a call that was offered a buffer.
  ///
  /// - Parameters:
  ///   - bytes: the answer, as many bytes as the kernel said that it returned.
  ///   - bufferSize: how many bytes the kernel was offered.
  @inlinable
  @inline(__always)
  public init(_ bytes: RawSpan, bufferSize: Int) {
    self.init(bytes, extent: .capacity(bufferSize))
  }

  /// Decodes an answer to a call that was offered a buffer, with what is known of the kernel and the
  /// machine that gave it.
  @inlinable
  @inline(__always)
  public init(
    _ bytes: RawSpan, bufferSize: Int, kernel: KernelKnowledge, abi: ABI = .native
  ) {
    self.init(bytes, extent: .capacity(bufferSize), kernel: kernel, abi: abi)
  }

  /// Decodes an answer that is held in an array, to a call that was offered a buffer.
  ///
  ///     let info = MPTCPInfo(bytes, bufferSize: 512)
  @inlinable
  public init(
    _ bytes: [UInt8], bufferSize: Int, kernel: KernelKnowledge = .unknown, abi: ABI = .native
  ) {
    self.init(bytes, extent: .capacity(bufferSize), kernel: kernel, abi: abi)
  }

  /// Decodes an answer that lies in memory, which must stay valid during the call, to a call that was
  /// offered a buffer.
  @inlinable
  public init(
    _ bytes: UnsafeRawBufferPointer, bufferSize: Int, kernel: KernelKnowledge = .unknown,
    abi: ABI = .native
  ) {
    // The caller guarantees the buffer during this call, and nothing keeps the span beyond it.
    unsafe self.init(
      bytes.bytes, extent: .capacity(bufferSize), kernel: kernel, abi: abi)
  }
}
