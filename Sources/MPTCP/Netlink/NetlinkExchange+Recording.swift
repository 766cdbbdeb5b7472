internal import UAPIStructs

extension NetlinkExchange {
  /// An exchange with datagrams of a kernel that were kept, or with any bytes in their place.
  ///
  /// The numbers of the requests count from 1: the messages of an answer must have that of its
  /// request. Where the datagrams end before the answers do, ``NetlinkError/answer(_:)`` is thrown.
  package convenience init(replaying datagrams: [[UInt8]]) {
    var rest = datagrams[...]
    self.init(
      send: { _ throws(MPTCPSocketError) in },
      receive: { body throws(NetlinkError) in
        guard let datagram = rest.popFirst() else {
          throw .answer(
            AnswerError(
              .countOutOfRange, subject: "netlink", byte: 0,
              reason: "the datagrams end before the answer"))
        }
        // Integers have no padding: all their bytes can be read.
        try body(unsafe datagram.span.bytes)
      })
  }
}
