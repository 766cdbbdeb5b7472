// The example of the README: what a Linux 6.1 kernel answered to MPTCP_INFO, and what it did not.

import MPTCP

// 48 bytes, returned into a buffer of 512. The last four are zero.
let answer: [UInt8] =
  [0, 0, 0, 2, 0, 0, 0, 0, 2, 0, 0, 0, 0x5E, 0x41, 0x07, 0x9C]
  + [0x21, 0x6A, 0x14, 0x3B, 0xD2, 0x0C, 0x8E, 0x77]
  + [0x21, 0x6A, 0x14, 0x3B, 0xD2, 0x0C, 0x8E, 0x77]
  + [0x09, 0x5D, 0xF0, 0x62, 0x1C, 0xA4, 0x33, 0xE8]
  + [0, 0, 1, 0, 0, 0, 0, 0]

let info = MPTCPInfo(answer, extent: .capacity(512))

print("offset + size <= optlen says:", 44 + 4 <= answer.count ? "retransmits = 0" : "absent")
print("this library says:           ", info.retransmits.map { "retransmits = \($0)" } ?? "absent")

for field in info.fields where field.presence == .present {
  print("  \(field.field.cName) = \(field.value.map(String.init(describing:)) ?? "")")
}
