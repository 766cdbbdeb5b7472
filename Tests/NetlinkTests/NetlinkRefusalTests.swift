import ModelledNetlink
import Netlink
import Testing
import UAPIStructs

/// What the kernel says where it refuses a request.
struct NetlinkRefusalTests {
  typealias Bytes = NetlinkBytes

  /// A request as an error repeats it: its header and, if it is not left out, two more words.
  private let header = [UInt8](
    Bytes.message(Bytes.entry, [1, 2, 3, 4, 5], flags: 0x301, sequence: 1).prefix(16))
  private let body: [UInt8] = [1, 2, 3, 4, 5, 0, 0, 0]
  private let words =
    Bytes.attribute(2, Bytes.bytes(UInt32(36)))
    + Bytes.attribute(1, Bytes.text("so much is too much"))

  private func refusal(
    _ type: UInt16, flags: UInt16, _ payload: [UInt8]
  ) -> NetlinkError? {
    let kernel = ModelledKernel { _, sequence in
      [Bytes.message(type, payload, flags: flags, sequence: sequence)]
    }
    do throws(NetlinkError) {
      _ = try kernel.dump()
      return nil
    } catch {
      return error
    }
  }

  private func refused(_ errno: Int32, _ reason: String? = nil) -> NetlinkError {
    .refused(NetlinkError.Failure(call: "question", errno: errno), reason: reason)
  }

  @Test func `An error number ends the exchange, with the name of the request`() {
    let status = Bytes.bytes(Int32(-13))
    let error = refusal(Bytes.error, flags: 0, status + header + body)
    #expect(error == refused(13))
    #expect(error?.errno == 13)
    #expect(error?.description.hasPrefix("question: ") == true)
    #expect(error?.description.hasSuffix("(errno 13)") == true)
    #expect(refusal(Bytes.error, flags: 0, status) == refused(13))
    #expect(refusal(Bytes.done, flags: Bytes.multi, status) == refused(13))
    // No number of the kernel's, and without a positive counterpart.
    #expect(refusal(Bytes.error, flags: 0, Bytes.bytes(Int32.min)) == refused(.max))
  }

  @Test func `The words of the kernel follow the request`() {
    let status = Bytes.bytes(Int32(-22))
    let reason = "so much is too much"
    let whole = refusal(Bytes.error, flags: Bytes.words, status + header + body + words)
    // The request says that it has 21 bytes; the words start at a multiple of four.
    #expect(whole == refused(22, reason))
    #expect(whole?.description.hasSuffix("(errno 22): \(reason)") == true)
    let capped = Bytes.words | Bytes.capped
    #expect(refusal(Bytes.error, flags: capped, status + header + words) == refused(22, reason))
    #expect(
      refusal(Bytes.done, flags: Bytes.multi | Bytes.words, status + words)
        == refused(22, reason))
  }

  @Test func `Without the mark there are no words`() {
    let status = Bytes.bytes(Int32(-22))
    #expect(refusal(Bytes.error, flags: 0, status + header + body + words) == refused(22))
    #expect(refusal(Bytes.done, flags: Bytes.multi, status + words) == refused(22))
  }

  @Test func `Words that cannot be read leave the error what it is`() {
    let status = Bytes.bytes(Int32(-22))
    func request(length: UInt32) -> [UInt8] { Bytes.bytes(length) + header.dropFirst(4) }
    for bytes in [
      [], header, header + [1], header + body + [9, 9], header + body + Bytes.bytes(UInt32(0)),
      header + body + Bytes.attribute(1, [65, 66], length: 200),
      header + body + Bytes.attribute(1, [65, 66], length: 3),
      header + body + Bytes.attribute(7, [65, 66]), request(length: .max) + words,
      request(length: 0x8000_0000) + words, request(length: 60_000) + words,
    ] {
      #expect(refusal(Bytes.error, flags: Bytes.words, status + bytes) == refused(22))
    }
    // Text need not end, and need not be UTF-8.
    let open = status + header + body + Bytes.attribute(1, [0x41, 0xFF])
    #expect(refusal(Bytes.error, flags: Bytes.words, open) == refused(22, "A\u{FFFD}"))
    let empty = status + header + body + Bytes.attribute(1, [])
    #expect(refusal(Bytes.error, flags: Bytes.words, empty) == refused(22, ""))
  }

  @Test func `An error without its number is none of the kernel's`() {
    for count in 0..<4 {
      let error = refusal(Bytes.error, flags: 0, [UInt8](repeating: 0xFF, count: count))
      guard case .answer(let answer) = error else {
        Issue.record("\(String(describing: error)) for \(count) bytes")
        continue
      }
      #expect(answer.code == .headerTruncated)
      #expect(error?.errno == nil)
      #expect(error?.description == answer.description)
    }
  }
}
