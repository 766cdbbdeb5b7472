#if os(Linux) || os(Android)
  extension MPTCPCapture {
    /// Asks the kernel about a socket and keeps the answer.
    ///
    /// Buffers are larger than any kernel's struct, so that the kernel stops by itself, and grow to
    /// the number of subflows that the kernel names. Where subflows come faster than they can be
    /// asked for, the last answer counts, with fewer elements than subflows.
    ///
    /// - Throws: ``SocketError``. EOPNOTSUPP and ENOPROTOOPT mean that the kernel lacks the option or
    ///   that the socket does not speak MPTCP.
    public init(_ option: Option, socket: Int32) throws(SocketError) {
      try unsafe self.init(option) { buffer in
        // The buffer holds the header of the option, and what it points to lives during the call.
        unsafe callGetsockopt(
          socket: socket, level: option.level, option: option.number, call: option.call,
          into: buffer)
      }
    }
  }
#endif

extension MPTCPCapture {
  /// What `getsockopt` does for one option: it reads the header of the option from the buffer, fills
  /// the buffer, and returns a length or an error.
  package typealias Kernel = (UnsafeMutableRawBufferPointer) -> Result<Int, SocketError>

  /// Asks a kernel, which may be a model of one.
  package init(_ option: Option, kernel: Kernel) throws(SocketError) {
    switch option {
    case .info: try unsafe self.init(struct: option, capacity: MPTCPInfo.capacity, kernel: kernel)
    case .tcpInfo: try unsafe self.init(struct: option, capacity: TCPInfo.capacity, kernel: kernel)
    case .subflowTCPInfo, .subflowAddresses: try unsafe self.init(array: option, kernel: kernel)
    case .fullInfo: try unsafe self.init(fullInfoBy: kernel)
    }
  }

  /// An option without a header: the kernel writes one struct.
  private init(struct option: Option, capacity: Int, kernel: Kernel) throws(SocketError) {
    var buffer = [UInt8](repeating: 0, count: capacity)
    let length = try unsafe Self.ask(kernel, into: &buffer)
    self.init(
      option, optlen: length, capacity: capacity, bytes: Array(buffer.prefix(length)))
  }

  /// An option with a header of sixteen bytes, behind which the kernel writes an array.
  private init(array option: Option, kernel: Kernel) throws(SocketError) {
    // size_subflow_data and size_user are ours; num_subflows and size_kernel must be 0.
    let request = Self.bytes(of: [UInt32(Self.arrayHeaderSize), 0, 0, UInt32(Self.elementSize)])
    var capacity = Self.firstArrayCapacity
    var attempt = 1
    while true {
      var buffer = [UInt8](repeating: 0, count: capacity)
      buffer.replaceSubrange(0..<request.count, with: request)
      let length = try unsafe Self.ask(kernel, into: &buffer)
      let bytes = Array(buffer.prefix(length))
      let count = Int(clamping: Self.word(of: bytes, at: 4))
      let stride = Int(clamping: Self.word(of: bytes, at: 12))
      let room = stride.clamped(to: Self.elementSize)
      let needed = Self.arrayHeaderSize + count.clamped(to: Self.mostSubflows) * room
      if needed <= capacity || attempt == Self.mostAttempts {
        self.init(option, request: request, optlen: length, capacity: capacity, bytes: bytes)
        return
      }
      // Some room for subflows that come between the calls.
      attempt += 1
      capacity = needed + Self.spareSubflows * room
    }
  }

  /// The option with a header of forty bytes, which names two arrays of the caller.
  private init(fullInfoBy kernel: Kernel) throws(SocketError) {
    var slots = Self.firstSlots
    var attempt = 1
    while true {
      var buffer = [UInt8](repeating: 0, count: Self.fullHeaderSize + MPTCPInfo.capacity)
      var tcpInfo = [UInt8](repeating: 0, count: slots * Self.elementSize)
      var subflowInfo = [UInt8](repeating: 0, count: slots * Self.elementSize)
      // What the kernel sets must be 0: its sizes and num_subflows.
      let size = UInt32(Self.elementSize)
      let request =
        Self.bytes(of: [0, size, 0, size, 0, UInt32(slots)])
        + [UInt8](repeating: 0, count: Self.pointers.count)
      buffer.replaceSubrange(0..<request.count, with: request)
      // Both arrays have the room that the header names, and live until the call returns.
      let result = unsafe tcpInfo.withUnsafeMutableBytes { tcpInfo in
        unsafe subflowInfo.withUnsafeMutableBytes { subflowInfo in
          unsafe buffer.withUnsafeMutableBytes { buffer in
            // The header is forty bytes long, and the buffer longer.
            unsafe buffer.storeBytes(
              of: UInt64(UInt(bitPattern: subflowInfo.baseAddress)), toByteOffset: 24,
              as: UInt64.self)
            unsafe buffer.storeBytes(
              of: UInt64(UInt(bitPattern: tcpInfo.baseAddress)), toByteOffset: 32,
              as: UInt64.self)
            return unsafe kernel(buffer)
          }
        }
      }
      let length = try Swift.max(0, result.get())
      buffer.replaceSubrange(
        Self.pointers, with: repeatElement(0, count: Self.pointers.count))
      let bytes = Array(buffer.prefix(length))
      let count = Int(clamping: Self.word(of: bytes, at: 16)).clamped(to: Self.mostSubflows)
      if count <= slots || attempt == Self.mostAttempts {
        let filled = Swift.min(count, slots)
        let strides = [4, 12].map {
          Int(clamping: Self.word(of: bytes, at: $0)).clamped(to: Self.elementSize)
        }
        self.init(
          .fullInfo, request: request, optlen: length, capacity: buffer.count, bytes: bytes,
          subflowInfo: Array(subflowInfo.prefix(filled * strides[1])),
          tcpInfo: Array(tcpInfo.prefix(filled * strides[0])))
        return
      }
      attempt += 1
      slots = count + Self.spareSubflows
    }
  }

  /// The length that the kernel returned: at least 0, and perhaps more than the buffer has.
  private static func ask(_ kernel: Kernel, into buffer: inout [UInt8]) throws(SocketError) -> Int {
    // The array is initialized and not touched by anyone else during the call.
    let result = unsafe buffer.withUnsafeMutableBytes { unsafe kernel($0) }
    return try Swift.max(0, result.get())
  }

  private static func bytes(of words: [UInt32]) -> [UInt8] {
    words.flatMap { word in
      // The first byte of the native order is the lowest one of this value.
      (0..<4).map { UInt8(truncatingIfNeeded: word.littleEndian >> (8 * UInt32($0))) }
    }
  }

  /// The word of this machine at an offset; bytes behind the end count as 0.
  private static func word(of bytes: [UInt8], at offset: Int) -> UInt32 {
    var word: UInt32 = 0
    for index in 0..<4 where offset + index < bytes.count {
      word |= UInt32(bytes[offset + index]) << (8 * UInt32(index))
    }
    return UInt32(littleEndian: word)
  }

  private static let arrayHeaderSize = 16
  private static let fullHeaderSize = 40
  private static let pointers = 24..<40
  /// Larger than any element of any kernel: then the kernel names the size of its own.
  private static let elementSize = 1024
  /// Room for 29 subflows of today's largest element.
  private static let firstArrayCapacity = 8192
  /// The in-kernel path manager allows nine subflows up to Linux 6.18.
  private static let firstSlots = 12
  private static let spareSubflows = 8
  private static let mostAttempts = 5
  /// Far more than the 65 that the in-kernel path manager allows; no buffer grows beyond it.
  private static let mostSubflows = 4096
}

extension Int {
  fileprivate func clamped(to most: Int) -> Int { Swift.min(self, most) }
}
