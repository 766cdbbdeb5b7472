import Foundation
import TestSupport
import Testing

import MPTCP
@testable import Netlink
@testable import Routing

/// Interfaces, addresses and routes: messages of every kind, and what `ip` says of the same.
@Suite(.waiting)
struct RouteNetlinkTests {
  /// An exchange with one answer: messages of a type, and the end of the dump.
  private func kernel(_ payloads: [[UInt8]]) -> RouteNetlink {
    func message(_ type: UInt16, _ payload: [UInt8]) -> [UInt8] {
      var request = NetlinkRequest("answer", type: type)
      for byte in payload { request.append(byte) }
      let bytes = request.message(sequence: 1)
      return bytes + [UInt8](repeating: 0, count: bytes.count.netlinkAligned - bytes.count)
    }
    let messages = payloads.flatMap { message(16, $0) }
    return RouteNetlink(
      asking: NetlinkExchange(replaying: [messages + message(3, [0, 0, 0, 0])]))
  }

  private func bytes(_ write: (inout NetlinkRequest) -> Void) -> [UInt8] {
    var request = NetlinkRequest("bytes", type: 0)
    write(&request)
    return request.payload
  }

  private func interface(_ index: UInt32, _ flags: UInt32, _ attributes: [(UInt16, [UInt8])])
    -> [UInt8]
  {
    bytes { request in
      request.append(UInt32(0))
      for word in [index, flags, 0] { request.append(word) }
      for (type, payload) in attributes { request.append(attribute: type, payload) }
    }
  }

  @Test func `Interfaces`() throws {
    let one = bytes { $0.append(UInt32(7)) }
    let found = try kernel([
      interface(3, 0x1_1043, [(3, Array("eth0".utf8) + [0]), (5, one)]),
      interface(4, 0x1002, [(3, Array("veth".utf8) + [0]), (5, one), (37, [0, 0, 0, 0])]),
      interface(1, 0x1_0049, []),
    ]).interfaces()
    #expect(
      found == [
        NetworkInterface(index: 3, name: "eth0", flags: 0x1_1043, lowerIndex: 7),
        // The number is one of another namespace.
        NetworkInterface(index: 4, name: "veth", flags: 0x1002),
        NetworkInterface(index: 1, name: "", flags: 0x1_0049),
      ])
    #expect(found.map(\.isUp) == [true, false, true])
    #expect(found.map(\.hasCarrier) == [true, false, true])
    #expect(found.map(\.onlyHoldsAddresses) == [false, false, true])
  }

  @Test func `Addresses`() throws {
    func address(_ family: UInt8, _ flags: UInt8, _ attributes: [(UInt16, [UInt8])]) -> [UInt8] {
      bytes { request in
        for byte in [family, 24, flags, 0] { request.append(byte) }
        request.append(UInt32(3))
        for (type, payload) in attributes { request.append(attribute: type, payload) }
      }
    }
    let lifetimes = bytes { request in for time: UInt32 in [0, 600, 1, 1] { request.append(time) } }
    let forever = bytes { request in for time: UInt32 in [0, .max, 1, 1] { request.append(time) } }
    let wide = bytes { $0.append(UInt32(0x1_0020)) }
    let ipv6: [UInt8] = [0xFD, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]
    let found = try kernel([
      // Of a tunnel one attribute is the address of the other end.
      address(2, 0x80, [(1, [10, 0, 0, 9]), (2, [10, 0, 0, 1]), (6, forever)]),
      address(10, 0x20, [(1, ipv6), (8, wide), (6, lifetimes)]),
      address(10, 0x48, [(1, ipv6)]), address(99, 0, [(1, [1])]), address(2, 0, [(1, [10, 0])]),
    ]).addresses()
    #expect(found.map(\.address.description) == ["10.0.0.1", "fd00::1", "fd00::1"])
    #expect(found.map(\.validSeconds) == [nil, 600, nil])
    #expect(found.map(\.isDeprecated) == [false, true, false])
    #expect(found.map(\.isDuplicate) == [false, false, true])
  }

  @Test func `Routes`() throws {
    func route(_ type: UInt8, _ attributes: [(UInt16, [UInt8])]) throws -> NetworkRoute {
      let answer = bytes { request in
        for byte in [2, 32, 0, 0, 254, 0, 0, type] as [UInt8] { request.append(byte) }
        request.append(UInt32(0))
        for (type, payload) in attributes { request.append(attribute: type, payload) }
      }
      return try kernel([answer]).route(RouteQuestion(to: .ipv4(MPTCPAddress.IPv4(192, 0, 2, 1))))
    }
    let index = bytes { $0.append(UInt32(4)) }
    #expect(try route(1, [(4, index)]) == NetworkRoute(interface: 4))
    #expect(
      try route(1, [(4, index), (5, [10, 0, 0, 1])]) == NetworkRoute(interface: 4, hasGateway: true)
    )
    #expect(try route(1, [(4, index), (18, [10, 0])]).hasGateway)
    #expect(try route(2, []) == NetworkRoute(interface: nil, isLocal: true))
  }

  @Test func `Messages that are cut give errors`() {
    let whole = interface(3, 0x1_1043, [(3, Array("eth0".utf8) + [0]), (5, [1, 0, 0, 0])])
    for count in 0..<whole.count {
      // Cut after an attribute, with or without its padding, it is a shorter message.
      let isWhole = count == 16 || (25...28).contains(count)
      #expect(((try? kernel([Array(whole.prefix(count))]).interfaces()) != nil) == isWhole)
    }
    #expect(throws: NetlinkError.self) { try kernel([[2, 0, 0]]).addresses() }
    #expect(throws: NetlinkError.self) {
      try kernel([[2, 0, 0]]).route(RouteQuestion(to: .ipv4(MPTCPAddress.IPv4(192, 0, 2, 1))))
    }
    #expect(throws: NetlinkError.self) {
      // Acknowledged, and nothing answered.
      try kernel([]).route(RouteQuestion(to: .ipv4(MPTCPAddress.IPv4(192, 0, 2, 1))))
    }
  }

  @Test func `Mapped addresses are routed as IPv4`() {
    let mapped = MPTCPAddress.IPv6(groups: [0, 0, 0, 0, 0, 0xFFFF, 0x0A63, 0x0102])
    let address = RoutedAddress(.ipv6(mapped, port: 80, flowInfo: 0, scopeID: 0))
    #expect(address == .ipv4(MPTCPAddress.IPv4(10, 99, 1, 2)))
    let link = MPTCPAddress.IPv6(groups: [0xFEBF, 0, 0, 0, 0, 0, 0, 1])
    #expect(RoutedAddress.ipv6(link).isLinkLocal)
    #expect(
      RoutedAddress.ipv6(link).bytes == [0xFE, 0xBF] + [UInt8](repeating: 0, count: 13) + [1])
    #expect(RoutedAddress(.other(family: 99, bytes: [])) == nil)
  }

  #if os(Linux)
    @Test func `The kernel's answers agree with those of ip`() throws {
      try NamespacePair.with(links: 2, ipv6: true) { pair in
        let client = pair.client
        try client.run(["ip", "link", "set", "link2", "down"])
        try client.setSysctl("net.ipv4.conf.all.rp_filter", to: "1")
        try client.setSysctl("net.ipv4.conf.link1.rp_filter", to: "2")
        try client.setSysctl("net.ipv4.conf.link2.rp_filter", to: "0")
        func ip(_ words: String) throws -> [[String: Any]] {
          let output = try client.run(
            ["ip", "-json"] + words.split(separator: " ").map(String.init))
          return try JSONSerialization.jsonObject(with: Data(output.output.utf8))
            as? [[String: Any]] ?? []
        }
        let (interfaces, addresses, filters, route) = try client.inside {
          try RouteNetlink.withKernel { kernel throws(NetlinkError) in
            let interfaces = try kernel.interfaces()
            var filters: [String: Int] = [:]
            for interface in interfaces {
              filters[interface.name] = try kernel.reversePathFilter(of: interface.index)
            }
            let question = RouteQuestion(
              to: .ipv4(MPTCPAddress.IPv4(192, 0, 2, 1)),
              from: .ipv4(MPTCPAddress.IPv4(10, 0, 1, 1)))
            return (interfaces, try kernel.addresses(), filters, try kernel.route(question))
          }
        }
        let links = try ip("link")
        #expect(interfaces.map(\.name) == links.compactMap { $0["ifname"] as? String })
        #expect(interfaces.map { Int($0.index) } == links.compactMap { $0["ifindex"] as? Int })
        for (interface, link) in zip(interfaces, links) {
          let flags = link["flags"] as? [String] ?? []
          #expect(interface.isUp == flags.contains("UP"))
          #expect(interface.hasCarrier == flags.contains("LOWER_UP"))
          #expect(interface.isLoopback == flags.contains("LOOPBACK"))
        }
        let known = try ip("address").flatMap { $0["addr_info"] as? [[String: Any]] ?? [] }
          .compactMap { $0["local"] as? String }
        #expect(addresses.map(\.address.description).sorted() == known.sorted())
        #expect(filters["link1"] == 2 && filters["link2"] == 1)
        let answer = try ip("route get 192.0.2.1 from 10.0.1.1").first
        let device = interfaces.first { $0.index == route.interface }?.name
        #expect(device == answer?["dev"] as? String && device == "link1")
        #expect(route.hasGateway == (answer?["gateway"] != nil) && !route.isLocal)
      }
    }
  #endif
}
