// A kernel is newer than the library: its header, next to the spec, brings the field that the library lacks.

import MPTCP
import UAPIStructs

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Ends the example where something else comes out than these lines say.
func check(_ claim: Bool, _ words: String) {
  print(claim ? "✓" : "✗", words)
  if !claim { exit(1) }
}

// The answer of a kernel of that release, as a capture would hold it.
var answer = [UInt8](repeating: 0, count: 104)
answer[96] = 42
let newer = NewerInfo(answer, extent: .capacity(512))
check(newer.reinjectedBytes == 42, "the field of the newer header is read")
check(
  MPTCPInfo(answer, extent: .capacity(512)).trailingByteCount == 8,
  "the library counts its bytes, and does not know what they are")
check(
  NewerInfo(Array(answer[..<96]), extent: .capacity(512)).presence(of: .reinjectedBytes) == .absent,
  "in the answer of an older kernel the field is absent")
check(
  NewerInfo.history.generation(of: KernelRelease(99, 0)).map {
    NewerInfo.history.generation($0)?.size
  }
    == 104, "its history goes on to Linux 99.0")

// What the library does for its own binding, it does for this one.
let socket = try MPTCPSocket.open(.ipv4, policy: .prefer)
if let reason = socket.outcome.fallbackReason {
  print("skipped: the question to a socket, since", reason.explanation)
} else {
  let info = try socket.info(as: NewerInfo.self)
  let library = try MPTCPInfo(socket: socket.descriptor)
  check(info.bytes.count == library.bytes.count, "the kernel answers both")
  check(
    info.byteCount >= 104 || info.presence(of: .reinjectedBytes) == .absent,
    "and has \(info.fields.count { $0.presence == .present }) fields of \(NewerInfo.Field.allCases.count)"
  )
}
