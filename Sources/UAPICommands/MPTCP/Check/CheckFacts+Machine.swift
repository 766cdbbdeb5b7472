internal import CaptureDecoding
internal import BTF
internal import LibC
internal import MPTCP
internal import Netlink
internal import UAPIStructs

extension CheckFacts {
  /// Asks this machine, in the network namespace of the calling thread.
  ///
  /// - Parameter isPassive: opens no connection. What is left moves no counter of the network: a socket
  ///   of MPTCP is opened and closed, UDP sockets are bound to the addresses of endpoints, and the
  ///   kernel is asked over netlink and by its files.
  static func ofThisMachine(isPassive: Bool = false) -> CheckFacts {
    #if os(Linux)
      var facts = CheckFacts(
        kernel: SystemName.current().release, support: .probe(),
        settings: Result { () throws(MPTCPSocketError) in try MPTCPSettings.current() },
        pathManager: Result { () throws(NetlinkError) in try MPTCPPathManager.current() })
      let endpoints = (try? facts.pathManager.get())?.endpoints ?? []
      var sockets: MPTCPSocketList?
      do throws(NetlinkError) {
        // Subflows prove the ways of endpoints; without those there is nothing to prove.
        sockets = try MPTCPSocketList.current(includesSubflows: !endpoints.isEmpty)
      } catch {
        facts.listingError = error
      }
      facts.askForReaches(of: endpoints, sockets: sockets)
      guard facts.support == .available else { return facts }
      if isPassive {
        facts.connection = .leftOut
        facts.evidence = .running
      } else {
        facts.tryConnection()
      }
      return facts
    #else
      return CheckFacts(
        kernel: SystemName.current().release, support: .probe(),
        settings: .success(MPTCPSettings(texts: [:])),
        pathManager: .failure(.noFamily(MPTCPNetlink.familyName)),
        listingError: .noFamily(MPTCPNetlink.familyName))
    #endif
  }

  #if os(Linux)
    /// Asks what keeps endpoints from subflows.
    private mutating func askForReaches(of endpoints: [MPTCPEndpoint], sockets: MPTCPSocketList?) {
      do throws(NetlinkError) {
        reaches = try EndpointReach.all(of: endpoints, sockets: sockets)
      } catch {
        routingError = error
        for endpoint in endpoints {
          reaches[endpoint.id] = EndpointReach(isBindable: LocalAddress.exists(endpoint))
        }
      }
    }
  #endif

  /// Connects to itself, and compares what the kernel reports with the installed header.
  private mutating func tryConnection() {
    let report = MPTCPProbe.run()
    evidence = report.evidence
    answeredOptions = report.answeredOptions
    if let failure = report.failure {
      connection = .failed(failure)
    } else if let decoded = report.decoded(by: KnownStructs()) {
      let count = decoded.history.fields.indices.count {
        !decoded.history.fields[$0].isReserved && decoded.presence(ofField: $0) == .present
      }
      connection = .mptcp(fieldCount: count)
      header = report.header.map {
        Header(
          title: $0.title, path: $0.path, release: $0.release,
          missing: $0.missingFields(of: decoded),
          missingEnumerators: KernelEnumerators.running?.missing(in: $0.enumerators) ?? [],
          unknownEnumerators: KernelEnumerators.running?.unknown(of: $0.enumerators) ?? [])
      }
    }
  }
}
