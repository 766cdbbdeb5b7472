internal import UAPIText
internal import MPTCP

/// Addresses with their ports, for tables of thousands of rows.
enum AddressText {
  /// Appends an address as its description has it.
  static func append(_ address: MPTCPAddress, to text: inout [UInt8]) {
    guard case .ipv4(let address, let port) = address else {
      text += address.description.utf8
      return
    }
    let bytes = address.bytes
    JSONText.append(bytes.0, to: &text)
    for byte in [bytes.1, bytes.2, bytes.3] {
      text.append(UInt8(ascii: "."))
      JSONText.append(byte, to: &text)
    }
    text.append(Ascii.colon)
    JSONText.append(port, to: &text)
  }
}
