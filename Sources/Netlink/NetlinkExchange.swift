internal import UAPIStructs

/// Requests and their answers: the rules of netlink, apart from the socket, so that any kernel's
/// bytes can be put in its place.
///
/// The names of all families of generic netlink:
///
/// ```swift
/// var names: [String] = []
/// let question = "CTRL_CMD_GETFAMILY"
/// let request = GenericNetlink.request(question, family: 16, command: 3, version: 1, isDump: true)
/// try NetlinkSocket.withExchange(.generic) { exchange throws(NetlinkError) in
///   try exchange.perform(request, restart: { names = [] }) { message throws(NetlinkError) in
///     try GenericNetlink.forEachAttribute(of: message, subject: question) { type, payload in
///       if type == 2 { names.append(NetlinkAttributes.text(payload)) }
///     }
///   }
/// }
/// ```
public final class NetlinkExchange {
  /// Sends a message.
  package typealias Sender = (_ message: [UInt8]) throws(NetlinkError) -> Void
  /// Hands the next datagram over.
  package typealias Receiver = (
    _ body: (RawSpan) throws(NetlinkError) -> Void
  ) throws(NetlinkError) -> Void

  private let send: Sender
  private let receive: Receiver
  /// The number of the last request. The next one has another, so that what is left of the answer to
  /// a request that was given up is never taken for its own.
  private var sequence: UInt32 = 0

  package init(send: @escaping Sender, receive: @escaping Receiver) {
    self.send = send
    self.receive = receive
  }

  /// Sends a request and hands over each message of the answer as it comes.
  ///
  /// A dump that the kernel calls interrupted is read to its end, `restart` is called, and the dump
  /// begins anew: what was handed over until then does not count.
  ///
  /// - Parameters:
  ///   - request: The request.
  ///   - restart: Forgets what was handed over until now.
  ///   - body: Takes a message without its `struct nlmsghdr`.
  /// - Throws: ``NetlinkError``; that of the body ends the exchange at once.
  public func perform(
    _ request: NetlinkRequest, restart: () -> Void,
    _ body: (RawSpan) throws(NetlinkError) -> Void
  ) throws(NetlinkError) {
    for _ in 0..<Self.mostAttempts {
      guard try !isInterrupted(request, body) else {
        restart()
        continue
      }
      return
    }
    throw .interrupted(attempts: Self.mostAttempts)
  }

  /// Asks once, and tells whether the kernel called the answer interrupted.
  private func isInterrupted(
    _ request: NetlinkRequest, _ body: (RawSpan) throws(NetlinkError) -> Void
  ) throws(NetlinkError) -> Bool {
    sequence &+= 1
    let sequence = sequence
    try send(request.message(sequence: sequence))
    var isInterrupted = false
    var isDone = false
    while !isDone {
      try receive { datagram throws(NetlinkError) in
        guard datagram.byteCount > 0 else {
          throw .answer(
            AnswerError(
              .headerTruncated, subject: "netlink", byte: 0, reason: "the datagram is empty"))
        }
        try NetlinkMessages.forEach(in: datagram) { header, payload throws(NetlinkError) in
          // The rest of an answer to another request.
          guard header.sequence == sequence else { return true }
          if header.flags & NetlinkHeader.dumpInterrupted != 0 { isInterrupted = true }
          switch header.type {
          case NetlinkHeader.noOperation: break
          case NetlinkHeader.error, NetlinkHeader.done:
            try Self.checkEnd(header, payload, of: request)
            isDone = true
          case NetlinkHeader.overrun:
            throw .answer(
              AnswerError(
                .lengthOutOfRange, subject: "netlink", byte: 0, reason: "the kernel lost messages"))
          default: if !isInterrupted { try body(payload) }
          }
          return !isDone
        }
      }
    }
    return isInterrupted
  }

  /// Judges the message that ends an answer: an error number of the kernel, 0 or above where all
  /// went well.
  private static func checkEnd(
    _ header: NetlinkHeader, _ payload: RawSpan, of request: NetlinkRequest
  ) throws(NetlinkError) {
    guard payload.byteCount >= 4 else {
      // A dump may end without a status; an error is nothing but its status.
      if header.type == NetlinkHeader.done { return }
      throw .answer(
        AnswerError(
          .headerTruncated, subject: "netlink", byte: NetlinkHeader.size,
          reason: "an error takes 4 bytes, \(payload.byteCount) are left"))
    }
    let status = payload.native(Int32.self, at: 0)
    guard status < 0 else { return }
    // The lowest number has no positive counterpart; it is none of the kernel's.
    let number = status == .min ? .max : -status
    throw .refused(
      NetlinkError.Failure(call: request.name, errno: number), reason: reason(header, payload))
  }

  /// What the kernel says in words, if it does: NLMSGERR_ATTR_MSG.
  private static func reason(_ header: NetlinkHeader, _ payload: RawSpan) -> String? {
    guard header.flags & NetlinkHeader.errorAttributes != 0 else { return nil }
    var start = 4
    if header.type == NetlinkHeader.error {
      // The request follows, or its header alone.
      let length =
        header.flags & NetlinkHeader.capped != 0
        ? NetlinkHeader.size : Int(clamping: payload.native(UInt32.self, at: 4))
      guard length <= payload.byteCount - 4 else { return nil }
      start += length.netlinkAligned
    }
    guard start <= payload.byteCount else { return nil }
    var reason: String?
    // An error without readable words is still that error.
    try? NetlinkAttributes.forEach(
      in: payload.extracting(start..<payload.byteCount), of: "netlink error"
    ) { type, text in
      if type == messageAttribute { reason = NetlinkAttributes.text(text) }
    }
    return reason
  }

  private static let messageAttribute: UInt16 = 1
  private static let mostAttempts = 8
}
