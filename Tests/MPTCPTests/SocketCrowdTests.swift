import Foundation
import MPTCP
import TestSupport
import Synchronization
import Testing

#if os(Linux)
  /// A thousand sockets, while others come and go.
  @Suite(.waiting, .enabled(if: NetworkNamespace.kernelHasMPTCP, "this kernel has no MPTCP"))
  struct SocketCrowdTests {
    @Test func `Each socket that stays is in each list, once, with its subflow`() throws {
      try NetworkNamespace.with { namespace in
        let crowd = try ConnectionCrowd(of: 500, in: namespace)
        let sockets = crowd.connections.flatMap { [$0.client, $0.server] }
        let ports = Dictionary(
          uniqueKeysWithValues: try sockets.map { (try $0.inode, try $0.port()) })
        #expect(ports.count == 1000)

        let lists = 24
        let problems = Mutex<[String]>([])
        let missing = Mutex(0)
        let opened = try ConnectionChurn.with(in: namespace) { churn in
          let first = try churn.opened()
          DispatchQueue.concurrentPerform(iterations: lists) { _ in
            do {
              let list = try namespace.sockets()
              let lacks = check(list, ports) { problem in problems.withLock { $0.append(problem) } }
              missing.withLock { $0 += lacks }
            } catch {
              problems.withLock { $0.append("\(error)") }
            }
          }
          return try churn.opened() - first
        }
        #expect(problems.withLock { $0 } == [])
        #expect(missing.withLock { $0 } == 0)
        #expect(opened > 0)
        try crowd.connections.first?.exchange()
      }
    }

    /// Tells what is wrong, and gives how many sockets are not there.
    private func check(
      _ list: MPTCPSocketList, _ ports: [UInt32: UInt16], _ report: (String) -> Void
    ) -> Int {
      var seen: Set<UInt32> = []
      for entry in list.entries {
        guard let port = ports[entry.inode] else { continue }
        if !seen.insert(entry.inode).inserted { report("\(entry.inode) twice") }
        if entry.local.port != port { report("\(entry.socket) has not the port \(port)") }
        let subflow = entry.subflows.first?.socket
        if entry.subflows.count != 1 || subflow?.local != entry.local
          || subflow?.remote != entry.remote
        {
          report("\(entry.socket) has the subflows \(entry.subflows.map(\.socket))")
        }
      }
      if list.hidesSubflows { report("subflows are hidden") }
      return ports.count - seen.count
    }
  }
#endif
