#if os(Linux)
  import DecodingSupport
  import TestSupport
  import UAPIText
  import CaptureDecoding
  import MPTCP
  import Testing

  @testable import UAPICommands

  /// Mapped IPv4 addresses are written `::ffff:10.99.1.2` everywhere.
  @Suite(.waiting)
  struct MappedAddressTests {
    private static func mapped(_ host: UInt8) -> [UInt8] {
      [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF, 10, 99, 1, host]
    }

    private static func look() throws -> SocketLook {
      let ends = [mapped(1), mapped(2)]
      return ModelledSockets.look(
        [try ModelledSockets.connection(443, ends: ends)],
        subflows: [try ModelledSockets.subflow(of: 443, ends: ends)])
    }

    @Test func `Tables show them`() throws {
      let rows = tableText(try Self.look()).split(separator: "\n")
      for row in rows[1...2] {
        #expect(row.contains("[::ffff:10.99.1.1]:443  [::ffff:10.99.1.2]:80"), "\(row)")
      }
    }

    @Test func `Objects show them`() throws {
      let look = try Self.look()
      let bytes = SocketJSON().object(look.entries[0], of: look, rates: SocketRates()).bytes
      let object = try JSONObject(String(decoding: bytes, as: UTF8.self))
      for socket in [object] + object.subflows {
        #expect(socket["local"]?["address"]?.text == "::ffff:10.99.1.1")
        #expect(socket["remote"]?["address"]?.text == "::ffff:10.99.1.2")
        #expect(socket["local"]?["family"]?.text == "AF_INET6")
      }
      var capture: [UInt8] = []
      SocketCapture().append(look, to: &capture)
      for record in try SocketListing.objects(String(decoding: capture, as: UTF8.self)) {
        #expect(record["remote"]?["address"]?.text == "::ffff:10.99.1.2")
      }
    }

    @Test func `Decoded answers show them`() throws {
      func sockaddr(_ host: UInt8, port: UInt8) -> [UInt8] {
        let address = [10, 0, 0, port, 0, 0, 0, 0] + Self.mapped(host) + [0, 0, 0, 0]
        return address + [UInt8](repeating: 0, count: 128 - address.count)
      }
      func hex(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        Hex.append(bytes, to: &text)
        return String(decoding: text, as: UTF8.self)
      }
      let addresses = sockaddr(1, port: 80) + sockaddr(2, port: 81)
      let array: [UInt8] = [16, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0] + addresses
      let record =
        "{\"sockopt\":\"MPTCP_SUBFLOW_ADDRS\",\"machine\":\"x86_64\",\"bytes\":\"\(hex(array))\"}"
      let element = try #require(try decode(record).object["elements"]?.elements.first)
      #expect(element["local"]?.endpoint == "[::ffff:10.99.1.1]:80")
      #expect(element["remote"]?.endpoint == "[::ffff:10.99.1.2]:81")
      let table = try decode(record, format: .table).output
      #expect(table.contains("[::ffff:10.99.1.1]:80"), "\(table)")
      #expect(table.contains("[::ffff:10.99.1.2]:81"))
    }

    @Test(.enabled(if: NetworkNamespace.kernelHasMPTCP, "this kernel has no MPTCP"))
    func `What a listener of IPv6 accepts from IPv4 has them, as ss says`() throws {
      try NetworkNamespace.with { namespace in
        let connection = try Connection(
          from: namespace, to: namespace, listeningOn: "::", destination: "127.0.0.1")
        try connection.exchange()
        let port = try connection.listener.port()
        let objects = try SocketListing.objects(in: namespace)
        let accepted = try #require(
          objects.first { $0["local"]?["address"]?.text == "::ffff:127.0.0.1" })
        #expect(accepted["local"]?.endpoint == "[::ffff:127.0.0.1]:\(port)")
        #expect(accepted.subflows.first?["local"] == accepted["local"])
        let listed = try namespace.run(["ss", "-HMn"]).output
        #expect(listed.contains(accepted["remote"]?.endpoint ?? "none"))
        let table = try namespace.run(SocketListing.command("sockets", [])).output
        #expect(table.contains("[::ffff:127.0.0.1]:\(port)"))
      }
    }
  }
#endif
