#if os(Linux)
  internal import MPTCP

  extension LoopbackFailure {
    /// Adds what this machine says about the reasons.
    ///
    /// - Parameter earlier: the counters before the connection.
    func explored(since earlier: MPTCPCounters?) -> LoopbackFailure {
      var failure = self
      if let earlier, let now = MPTCPCounters.now { failure.counters = now.change(since: earlier) }
      failure.blackholeTimeout = (try? MPTCPSettings())?.blackholeTimeout
      failure.interface = try? RouteNetlink.withKernel { kernel throws(NetlinkError) in
        try kernel.interfaces().first { $0.isLoopback }
      }
      failure.hasRoute = try? RouteNetlink.withKernel { kernel throws(NetlinkError) in
        let address = RoutedAddress.ipv4(IPv4Address(127, 0, 0, 1))
        if case .failure = try kernel.answer(to: RouteQuestion(to: address)) { return false }
        return true
      }
      // After a fallback TCP has shown that it works.
      guard state != .fellBack, !error.call.hasPrefix("getsockopt") else { return failure }
      do throws(LoopbackFailure) {
        _ = try LoopbackConnection.open(protocol: Self.tcp, patience: 2)
        failure.plainTCP = .works
      } catch {
        failure.plainTCP = .failed(error.error)
      }
      return failure
    }

    /// IPPROTO_TCP.
    private static let tcp: Int32 = 6
  }
#endif
