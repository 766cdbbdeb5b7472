import Foundation
import MPTCP
import TestSupport
import Testing

#if os(Linux)
  /// The path manager and the switches of namespaces, compared with what iproute2 and cat say.
  @Suite(.waiting, .enabled(if: NetworkNamespace.kernelHasMPTCP, "this kernel has no MPTCP"))
  struct PathManagerLiveTests {
    private func compare(in namespace: NetworkNamespace) throws -> MPTCPPathManager {
      let pathManager = try namespace.inside { try MPTCPPathManager.current() }
      let limits = pathManager.limits
      // ip knows no JSON of limits.
      #expect(
        try namespace.run(["ip", "mptcp", "limits", "show"]).output
          .split(whereSeparator: \.isWhitespace).map(String.init) == [
            "add_addr_accepted", "\(limits.acceptedAddresses)", "subflows",
            "\(limits.additionalSubflows)",
          ])
      let output = try namespace.run(["ip", "-json", "mptcp", "endpoint", "show"]).output
      let endpoints = try #require(
        try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [[String: Any]])
      #expect(endpoints.count == pathManager.endpoints.count)
      for (object, endpoint) in zip(endpoints, pathManager.endpoints) {
        #expect(object["id"] as? Int == Int(endpoint.id))
        #expect(object["address"] as? String == endpoint.address.address)
        #expect(object["port"] as? Int == endpoint.port.map { Int($0) })
        #expect(object["dev"] as? String == endpoint.interfaceName)
        let names = ["signal", "subflow", "backup", "fullmesh", "implicit"].filter {
          object[$0] as? Bool == true
        }
        #expect(names == endpoint.flags.names)
      }
      return pathManager
    }

    @Test func `A new namespace has no endpoints`() throws {
      try NetworkNamespace.with { namespace in
        let pathManager = try compare(in: namespace)
        #expect(pathManager.endpoints.isEmpty)
      }
    }

    @Test func `Limits and endpoints are those that ip shows`() throws {
      try NetworkNamespace.with { namespace in
        try namespace.run(["ip", "address", "add", "10.0.0.1/24", "dev", "lo"])
        try namespace.run(["ip", "address", "add", "fd00::1/64", "dev", "lo", "nodad"])
        try namespace.setMPTCPLimits(subflows: 5, addAddrAccepted: 3)
        for words in [
          ["10.0.0.1", "dev", "lo", "id", "7", "subflow", "backup"],
          ["10.0.0.2", "port", "4242", "id", "200", "signal"],
          ["fd00::1", "id", "9", "subflow", "fullmesh"], ["fd00::2", "dev", "lo", "signal"],
          ["10.0.0.3", "id", "11"],
        ] {
          try namespace.run(["ip", "mptcp", "endpoint", "add"] + words)
        }
        let pathManager = try compare(in: namespace)
        #expect(pathManager.limits == .init(additionalSubflows: 5, acceptedAddresses: 3))
        #expect(Set(pathManager.endpoints.map(\.id)).isSuperset(of: [7, 200, 9, 11]))
        #expect(pathManager.endpoints.count == 5)
        #expect(pathManager.endpoints.first?.interfaceIndex == 1)
        try namespace.deleteMPTCPEndpoint(id: 200)
        try namespace.setMPTCPLimits(subflows: 0)
        #expect(try compare(in: namespace).endpoints.count == 4)
      }
    }

    @Test func `An interface that is gone leaves its number`() throws {
      try NetworkNamespace.with { namespace in
        try namespace.run(["ip", "link", "add", "short", "type", "veth", "peer", "other"])
        try namespace.addMPTCPEndpoint("10.0.0.1", id: 1, flags: ["subflow"], device: "short")
        let before = try compare(in: namespace).endpoints
        #expect(before.map(\.interfaceName) == ["short"])
        try namespace.run(["ip", "link", "delete", "short"])
        let after = try namespace.inside { try MPTCPPathManager.current() }.endpoints
        #expect(after.map(\.interfaceIndex) == before.map(\.interfaceIndex))
        #expect(after.map(\.interfaceName) == [nil])
      }
    }

    @Test func `Settings are those of the namespace, file by file`() throws {
      try NetworkNamespace.with { namespace in
        try namespace.setSysctl("net.mptcp.enabled", to: "0")
        try namespace.setSysctl("net.mptcp.checksum_enabled", to: "1")
        try namespace.setSysctl("net.mptcp.add_addr_timeout", to: "77")
        let settings = try namespace.inside { try MPTCPSettings.current() }
        #expect(settings.isEnabled == false && settings.isChecksumEnabled == true)
        #expect(settings.addAddressTimeout == 77)
        #expect(settings.unreadable.isEmpty)
        let lines = try namespace.run([
          "sh", "-c", "cd /proc/sys/net/mptcp; for f in *; do echo \"$f $(cat $f)\"; done",
        ]).output
        #expect(
          settings.texts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
            == lines.split(separator: "\n").map(String.init).sorted())
        #expect(try MPTCPSettings.current().isEnabled == true)
      }
    }
  }
#endif
