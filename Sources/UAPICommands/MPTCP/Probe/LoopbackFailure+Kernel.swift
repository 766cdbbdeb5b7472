#if os(Linux)
  internal import MPTCP
  internal import Netlink
  internal import Routing

  extension LoopbackFailure {
    /// Adds what this machine says about the reasons.
    ///
    /// - Parameter earlier: the counters before the connection.
    func explored(since earlier: MPTCPCounters?) -> LoopbackFailure {
      var failure = self
      if let earlier, let now = MPTCPCounters.current() {
        failure.counters = now.change(since: earlier)
      }
      failure.blackholeTimeout = (try? MPTCPSettings.current())?.blackholeTimeout
      failure.interface = try? RouteNetlink.withKernel { kernel throws(NetlinkError) in
        try kernel.interfaces().first { $0.isLoopback }
      }
      failure.hasRoute = try? RouteNetlink.withKernel { kernel throws(NetlinkError) in
        let address = RoutedAddress.ipv4(MPTCPAddress.IPv4(127, 0, 0, 1))
        if case .failure = try kernel.answer(to: RouteQuestion(to: address)) { return false }
        return true
      }
      // After a fallback TCP has shown that it works.
      guard state != .fellBack, !error.call.hasPrefix("getsockopt") else { return failure }
      do throws(LoopbackFailure) {
        _ = try LoopbackConnection.open(protocol: LinuxSocketLevel.tcp.rawValue, patience: 2)
        failure.plainTCP = .works
      } catch {
        failure.plainTCP = .failed(error.error)
      }
      return failure
    }

  }
#endif
