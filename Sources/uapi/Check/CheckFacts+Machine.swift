#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Android)
  internal import Android
#elseif canImport(Darwin)
  internal import Darwin
#endif
internal import BTF
internal import MPTCP
internal import UAPIStructs

extension CheckFacts {
  /// Asks this machine, in the network namespace of the calling thread.
  static func ofThisMachine() -> CheckFacts {
    #if os(Linux)
      var facts = CheckFacts(
        kernel: RunningKernel.current.release, support: .probe(),
        settings: Result { () throws(SocketError) in try MPTCPSettings() },
        pathManager: Result { () throws(NetlinkError) in try MPTCPPathManager() })
      if case .success(let pathManager) = facts.pathManager {
        facts.strangers = Set(
          pathManager.endpoints.filter { !LocalAddress.exists($0) }.map(\.id))
      }
      do throws(NetlinkError) {
        _ = try MPTCPSocketList(includesSubflows: false)
      } catch {
        facts.listingError = error
      }
      if facts.support == .available { facts.tryConnection() }
      return facts
    #else
      return CheckFacts(
        kernel: RunningKernel.current.release, support: .probe(),
        settings: .success(MPTCPSettings(texts: [:])),
        pathManager: .failure(.noFamily(MPTCPNetlink.familyName)),
        listingError: .noFamily(MPTCPNetlink.familyName))
    #endif
  }

  /// Connects to itself, and compares what the kernel reports with the installed header.
  private mutating func tryConnection() {
    let report = MPTCPProbe.run()
    evidence = report.evidence
    answeredOptions = report.answeredOptions
    if let failure = report.failure {
      connection = .failed(failure, state: report.state)
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

#if os(Linux)
  /// The addresses of this machine.
  private enum LocalAddress {
    /// Whether the address of an endpoint is on an interface of the calling thread's network
    /// namespace; also where that cannot be told.
    ///
    /// The kernel is asked to bind a socket to it, as it does for a subflow.
    static func exists(_ endpoint: MPTCPEndpoint) -> Bool {
      var storage = sockaddr_storage()
      let length = withUnsafeMutableBytes(of: &storage) { bytes -> Int? in
        switch endpoint.address {
        case .ipv4(let address, _):
          var name = sockaddr_in()
          name.sin_family = sa_family_t(AF_INET)
          withUnsafeMutableBytes(of: &name.sin_addr) { field in
            withUnsafeBytes(of: address.bytes) { field.copyMemory(from: $0) }
          }
          withUnsafeBytes(of: name) { bytes.copyMemory(from: $0) }
          return MemoryLayout<sockaddr_in>.size
        case .ipv6(let address, _, _, _):
          var name = sockaddr_in6()
          name.sin6_family = sa_family_t(AF_INET6)
          name.sin6_scope_id = endpoint.interfaceIndex ?? 0
          withUnsafeMutableBytes(of: &name.sin6_addr) { field in
            for index in address.groups.indices {
              field[2 * index] = UInt8(address.groups[index] >> 8)
              field[2 * index + 1] = UInt8(address.groups[index] & 0xFF)
            }
          }
          withUnsafeBytes(of: name) { bytes.copyMemory(from: $0) }
          return MemoryLayout<sockaddr_in6>.size
        case .other:
          return nil
        }
      }
      guard let length else { return true }
      #if canImport(Musl)
        let type = SOCK_DGRAM | SOCK_CLOEXEC
      #else
        let type = Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue)
      #endif
      let descriptor = socket(Int32(endpoint.address.family), type, 0)
      guard descriptor >= 0 else { return true }
      defer { _ = close(descriptor) }
      let status = withUnsafePointer(to: &storage) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(descriptor, $0, socklen_t(length))
        }
      }
      return status == 0 || errno != EADDRNOTAVAIL
    }
  }
#endif
