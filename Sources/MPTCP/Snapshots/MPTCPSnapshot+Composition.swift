package import UAPIStructs

extension MPTCPSnapshot {
  /// Composes a snapshot of what is answered.
  package init(
    asking source: some SnapshotSource, kernel: KernelKnowledge, abi: ABI, keepsCaptures: Bool
  ) throws(MPTCPReadingError) {
    var attempt = 1
    while true {
      var composition = Composition(
        source: source, kernel: kernel, abi: abi, keepsCaptures: keepsCaptures)
      let snapshot = try composition.snapshot()
      if snapshot.isConsistent || attempt == Self.mostAttempts {
        self = snapshot
        return
      }
      attempt += 1
    }
  }

  private static let mostAttempts = 4
}

/// One attempt to put the answers together.
private struct Composition<Source: SnapshotSource> {
  let source: Source
  let kernel: KernelKnowledge
  let abi: ABI
  let keepsCaptures: Bool
  private var captures: [MPTCPCapture] = []
  /// The first failure that does not just say that there is no such option.
  private var failure: MPTCPSocketError?

  init(source: Source, kernel: KernelKnowledge, abi: ABI, keepsCaptures: Bool) {
    self.source = source
    self.kernel = kernel
    self.abi = abi
    self.keepsCaptures = keepsCaptures
  }

  mutating func snapshot() throws(MPTCPReadingError) -> MPTCPSnapshot {
    if let parts = try fullParts() { return snapshot(of: parts) }
    if let parts = try optionParts() { return snapshot(of: parts) }
    return snapshot(of: try tcpParts())
  }

  private func snapshot(of parts: Parts) -> MPTCPSnapshot {
    let subflows = parts.subflows
    return MPTCPSnapshot(
      info: parts.info, subflows: subflows, listedSubflowCount: parts.count,
      infoSource: parts.info == nil ? nil : parts.infoSource,
      idSource: subflows.indices.contains { subflows[$0].id != nil } ? .fullInfo : nil,
      addressSource: subflows.indices.contains {
        subflows[$0].local != nil || subflows[$0].remote != nil
      } ? parts.addressSource : nil,
      tcpInfoSource: subflows.indices.contains { subflows[$0].tcpInfo != nil }
        ? parts.tcpInfoSource : nil,
      inconsistencies: parts.inconsistencies, protocolNumber: parts.protocolNumber,
      speaksMPTCP: parts.speaksMPTCP, captures: captures)
  }

  private struct Parts {
    var info: MPTCPInfo?
    var subflows: [MPTCPSnapshot.Subflow] = []
    var count: Int?
    var infoSource: MPTCPSnapshot.Source = .info
    var addressSource: MPTCPSnapshot.Source = .subflowAddresses
    var tcpInfoSource: MPTCPSnapshot.Source = .subflowTCPInfo
    var inconsistencies: Set<MPTCPSnapshot.Inconsistency> = []
    var protocolNumber: Int32?
    var speaksMPTCP: Bool?
  }

  /// MPTCP_FULL_INFO: everything at one moment.
  private mutating func fullParts() throws(MPTCPReadingError) -> Parts? {
    if keepsCaptures {
      let full = try ask(.fullInfo) { capture, kernel, abi throws(AnswerError) in
        try MPTCPFullInfoAnswer(capture, kernel: kernel, abi: abi)
      }
      return full.map { Self.parts($0) }
    }
    do throws(MPTCPReadingError) {
      return Self.parts(try source.fullInfo(kernel: kernel, abi: abi))
    } catch .call(let error) {
      try note(error)
      return nil
    }
  }

  private static func parts(_ full: MPTCPFullInfoAnswer) -> Parts {
    var parts = Parts(
      info: full.info,
      subflows: full.subflows.array { MPTCPSnapshot.Subflow($0) },
      count: full.subflowCount, infoSource: .fullInfo, addressSource: .fullInfo,
      tcpInfoSource: .fullInfo)
    if full.subflows.count < full.subflowCount { parts.inconsistencies.insert(.subflowsMissing) }
    return parts
  }

  /// The three older options. The list of addresses is read before and after the others: where it
  /// did not change, they describe the same subflows in the same order.
  private mutating func optionParts() throws(MPTCPReadingError) -> Parts? {
    let before = try ask(.subflowAddresses, decodeAddresses)
    let info = try ask(.info) { capture, kernel, abi throws(AnswerError) in
      try MPTCPInfo(capture, kernel: kernel, abi: abi)
    }
    let tcp = try ask(.subflowTCPInfo) { capture, kernel, abi throws(AnswerError) in
      try MPTCPTCPInfoAnswer(capture, kernel: kernel, abi: abi)
    }
    guard before != nil || info != nil || tcp != nil else { return nil }
    let after = try before == nil ? nil : ask(.subflowAddresses, decodeAddresses)

    var parts = Parts(info: info, count: after?.subflowCount ?? tcp?.subflowCount)
    if before == nil || info == nil || tcp == nil || after == nil {
      parts.inconsistencies.insert(.answersDisagree)
    }
    if let before, let after, !Self.agree(before, after) {
      parts.inconsistencies.insert(.addressesChanged)
    }
    if let tcp, let after, tcp.subflowCount != after.subflowCount {
      parts.inconsistencies.insert(.countsDiffer)
    }
    // Additional subflows are at most the list; the list may have more than MPTCP_INFO counts, as
    // the first one, and those that a path manager outside the kernel made.
    if let count = parts.count, let more = info?.subflows, Int(more) > count {
      parts.inconsistencies.insert(.infoCountsMore)
    }
    let lengths = [tcp?.elements.count, after?.elements.count].compactMap { $0 }
    if let count = parts.count, lengths.contains(where: { $0 < count }) {
      parts.inconsistencies.insert(.subflowsMissing)
    }
    // What may not belong together stays apart: then the addresses alone are the subflows.
    let pairs =
      parts.inconsistencies.isDisjoint(with: [.addressesChanged, .countsDiffer]) || after == nil
    for index in 0..<(pairs ? lengths.max() ?? 0 : after?.elements.count ?? 0) {
      let addresses = after?.elements[checked: index]
      parts.subflows.append(
        MPTCPSnapshot.Subflow(
          id: nil, local: addresses?.local, remote: addresses?.remote,
          tcpInfo: pairs ? tcp?.elements[checked: index] : nil))
    }
    return parts
  }

  /// TCP_INFO: fallback, plain TCP, and kernels before 5.16.
  private mutating func tcpParts() throws(MPTCPReadingError) -> Parts {
    let tcp = try ask(.tcpInfo) { capture, kernel, abi throws(AnswerError) in
      try TCPInfo(capture, kernel: kernel, abi: abi)
    }
    var parts = Parts(addressSource: .socketNames, tcpInfoSource: .tcpInfo)
    parts.protocolNumber = source.protocolNumber
    parts.speaksMPTCP = source.isMPTCP
    guard let tcp else {
      // Nothing is an answer too where the socket is an MPTCP one: so did the first kernels.
      if parts.protocolNumber == MPTCPSupport.protocolNumber, failure == nil { return parts }
      throw .call(
        failure
          ?? MPTCPSocketError(
            call: MPTCPCapture.Option.tcpInfo.call, errno: LinuxErrno.notSupported))
    }
    parts.subflows = [
      MPTCPSnapshot.Subflow(
        id: nil, local: source.localAddress, remote: source.remoteAddress, tcpInfo: tcp)
    ]
    return parts
  }

  // MARK: Asking

  /// The answer of an option, or `nil` where the kernel gives none.
  private mutating func ask<Answer>(
    _ option: MPTCPCapture.Option,
    _ decode: (MPTCPCapture, KernelKnowledge, ABI) throws(AnswerError) -> Answer
  ) throws(MPTCPReadingError) -> Answer? {
    let capture: MPTCPCapture
    do throws(MPTCPSocketError) {
      capture = try source.capture(option)
    } catch {
      try note(error)
      return nil
    }
    if keepsCaptures { captures.append(capture) }
    do throws(AnswerError) {
      return try decode(capture, kernel, abi)
    } catch {
      throw .answer(error)
    }
  }

  /// Notes that an option was refused; throws where that says that nothing else will be answered.
  private mutating func note(_ error: MPTCPSocketError) throws(MPTCPReadingError) {
    switch error.errno {
    case LinuxErrno.badDescriptor, LinuxErrno.notSocket: throw .call(error)
    case LinuxErrno.notSupported, LinuxErrno.noSuchOption: break
    default:
      // A filter may refuse one option and let others pass.
      if failure == nil { failure = error }
    }
  }

  private func decodeAddresses(
    _ capture: MPTCPCapture, _ kernel: KernelKnowledge, _ abi: ABI
  ) throws(AnswerError) -> MPTCPSubflowAddressesAnswer {
    try MPTCPSubflowAddressesAnswer(capture, kernel: kernel, abi: abi)
  }

  private static func agree(
    _ left: MPTCPSubflowAddressesAnswer, _ right: MPTCPSubflowAddressesAnswer
  ) -> Bool {
    left.subflowCount == right.subflowCount && left.elements.count == right.elements.count
      && zip(left.elements, right.elements).allSatisfy { left, right in
        left.local == right.local && left.remote == right.remote
      }
  }
}

extension MPTCPSubflowList {
  /// The element at an index, or `nil` after the end.
  fileprivate subscript(checked index: Int) -> Element? {
    indices.contains(index) ? self[index] : nil
  }
}
