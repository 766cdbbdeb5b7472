#if os(Linux)
  import Foundation
  import MPTCP
  import Routing
  import TestSupport
  import Testing

  @testable import UAPICommands

  /// A pair of namespaces that something is done to, and what comes of it: the second link carries an
  /// endpoint, and connections go over the first one.
  struct EndpointSituation: Sendable, CustomTestStringConvertible {
    /// What is done to the client: commands of `ip`, and settings `name=value`.
    var client: [String] = []
    /// What is done to the server.
    var server: [String] = []
    var address = "10.0.2.1"
    var device: String? = "link2"
    var flags = ["subflow"]
    /// The kind that a check names; `nil` where all is well.
    var kind: String?
    /// The same once there is a connection, if that is another one.
    var kindOfConnection: String?
    /// Whether a subflow from the endpoint comes into being; `nil` where it is not to open any.
    var opens: Bool?

    var testDescription: String {
      ((kind ?? "well") + ": " + client.joined(separator: ", ") + " "
        + server.joined(separator: ", "))
        + " \(address) \(device ?? "-")"
    }

    var isIPv6: Bool { address.contains(":") }

    func arrange(_ pair: NamespacePair) throws {
      for namespace in [pair.client, pair.server] {
        // A namespace has them from the machine.
        for name in ["all", "default", "link1", "link2"] {
          try namespace.setSysctl("net.ipv4.conf.\(name).rp_filter", to: "0")
        }
        try namespace.setMPTCPLimits(subflows: 2, addAddrAccepted: 2)
      }
      // Else Linux answers for all of its addresses on each network, as routers do not.
      try pair.server.setSysctl("net.ipv4.conf.all.arp_ignore", to: "1")
      for (namespace, commands) in [(pair.client, client), (pair.server, server)] {
        for command in commands {
          let words = command.split(separator: " ").map(String.init)
          if words.count == 1, let sign = command.firstIndex(of: "=") {
            try namespace.setSysctl(
              String(command[..<sign]), to: String(command[command.index(after: sign)...]))
          } else {
            try namespace.run(["ip"] + words)
          }
        }
      }
      try pair.client.addMPTCPEndpoint(address, id: 2, flags: flags, device: device)
    }

    /// What a check says of the endpoint, other than that it is there.
    func findings(_ pair: NamespacePair) throws -> [CheckFinding] {
      try pair.client.inside { CheckReport(CheckFacts.ofThisMachine(isPassive: true)) }
        .findings.filter { $0.topic == .endpoints && $0.severity != .ok }
    }

    /// Whether a subflow from the endpoint is established, after the kernel had time for it.
    func opensSubflow(_ pair: NamespacePair) throws -> Bool {
      let clock = ContinuousClock()
      let end = clock.now + (opens == true ? .seconds(20) : .milliseconds(700))
      repeat {
        let list = try pair.client.inside { try MPTCPSocketList.current() }
        for subflow in list.entries.flatMap(\.subflows)
        where subflow.state == .established
          && RoutedAddress(subflow.local)?.description == address
        {
          return true
        }
        // The kernel needs the time, and others the processor.
        usleep(20_000)
      } while clock.now < end
      return false
    }
  }
#endif
