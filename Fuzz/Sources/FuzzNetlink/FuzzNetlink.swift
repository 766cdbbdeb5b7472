import FuzzSupport
import MPTCP
import Netlink
import UAPIStructs

/// Bytes as one datagram, or, behind a first byte 1, as the datagrams that the kernel sends one after the
/// other.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  var input = FuzzInput(start, count)
  guard input.byte() == 1 else {
    read(input.rest())
    return 0
  }
  var datagrams: [[UInt8]] = []
  while !input.isAtEnd { datagrams.append(input.piece()) }
  if let list = try? MPTCPSocketList(asking: NetlinkExchange(replaying: datagrams)) {
    for entry in list.entries { _ = (entry.subflowCount, entry.isFallback, entry.token) }
  }
  _ = try? MPTCPPathManager(asking: NetlinkExchange(replaying: datagrams))
  return 0
}

/// Reads the messages of a datagram as each kind that there is.
private func read(_ datagram: [UInt8]) {
  do throws(NetlinkError) {
    try NetlinkMessages.forEach(in: datagram.span.bytes) { _, payload throws(NetlinkError) in
      if let entry = try? MPTCPSocketList.Entry(payload, kernel: .unknown) {
        precondition((entry.info?.byteCount ?? 0) <= datagram.count)
      }
      if let entry = try? MPTCPSocketList.Subflow(payload, kernel: .release(KernelRelease(6, 18))) {
        precondition((entry.tcpInfo?.byteCount ?? 0) <= datagram.count)
      }
      _ = try? MPTCPPathManager.Limits(message: payload)
      try? MPTCPEndpoint.forEach(in: payload, interfaceName: { _ in nil }) { _ in }
      try? NetlinkAttributes.forEach(in: payload, of: "fuzz") { _, payload in
        _ = NetlinkAttributes.text(payload)
      }
      return true
    }
  } catch .answer(let error) {
    precondition((0...datagram.count).contains(error.byte))
  } catch {
  }
}
