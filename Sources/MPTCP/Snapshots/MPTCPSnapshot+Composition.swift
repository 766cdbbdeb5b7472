package import UAPIStructs

extension MPTCPSnapshot {
  /// Composes a snapshot of what is answered.
  package init(
    asking questions: SnapshotQuestions, kernel: KernelKnowledge, abi: ABI, keepsCaptures: Bool
  ) throws(MPTCPReadingError) {
    var attempt = 1
    while true {
      var composition = Composition(questions: questions, kernel: kernel, abi: abi)
      let snapshot = try composition.snapshot(keepsCaptures: keepsCaptures)
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
private struct Composition {
  let questions: SnapshotQuestions
  let kernel: KernelKnowledge
  let abi: ABI
  private var captures: [MPTCPCapture] = []
  /// The first failure that does not just say that there is no such option.
  private var failure: SocketError?

  init(questions: SnapshotQuestions, kernel: KernelKnowledge, abi: ABI) {
    self.questions = questions
    self.kernel = kernel
    self.abi = abi
  }

  mutating func snapshot(keepsCaptures: Bool) throws(MPTCPReadingError) -> MPTCPSnapshot {
    var parts = try fullParts()
    if parts == nil { parts = try optionParts() }
    let found: Parts
    if let parts { found = parts } else { found = try tcpParts() }
    return MPTCPSnapshot(
      info: found.info, subflows: found.subflows, listedSubflowCount: found.count,
      infoSource: found.info == nil ? nil : found.infoSource,
      idSource: found.subflows.contains { $0.id != nil } ? .fullInfo : nil,
      addressSource: found.subflows.contains { $0.local != nil || $0.remote != nil }
        ? found.addressSource : nil,
      tcpInfoSource: found.subflows.contains { $0.tcpInfo != nil } ? found.tcpInfoSource : nil,
      inconsistencies: found.inconsistencies, protocolNumber: found.protocolNumber,
      speaksMPTCP: found.speaksMPTCP, captures: keepsCaptures ? captures : [])
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
    let full = try ask(.fullInfo) { capture, kernel, abi throws(AnswerError) in
      try MPTCPFullInfoAnswer(capture, kernel: kernel, abi: abi)
    }
    guard let full else { return nil }
    var parts = Parts(
      info: full.info, subflows: full.subflows.map(MPTCPSnapshot.Subflow.init),
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
    parts.protocolNumber = questions.protocolNumber()
    parts.speaksMPTCP = questions.isMPTCP()
    guard let tcp else {
      // Nothing is an answer too where the socket is an MPTCP one: so did the first kernels.
      if parts.protocolNumber == MPTCPSupport.protocolNumber, failure == nil { return parts }
      throw .call(
        failure
          ?? SocketError(call: MPTCPCapture.Option.tcpInfo.call, errno: LinuxErrno.notSupported))
    }
    parts.subflows = [
      MPTCPSnapshot.Subflow(
        id: nil, local: questions.localAddress(), remote: questions.remoteAddress(), tcpInfo: tcp)
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
    do throws(SocketError) {
      capture = try questions.capture(option)
    } catch {
      switch error.errno {
      case LinuxErrno.badDescriptor, LinuxErrno.notSocket: throw .call(error)
      case LinuxErrno.notSupported, LinuxErrno.noSuchOption: return nil
      default:
        // A filter may refuse one option and let others pass.
        if failure == nil { failure = error }
        return nil
      }
    }
    captures.append(capture)
    do throws(AnswerError) {
      return try decode(capture, kernel, abi)
    } catch {
      throw .answer(error)
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
  /// The element at an index, or `nil` behind the end.
  fileprivate subscript(checked index: Int) -> Element? {
    indices.contains(index) ? self[index] : nil
  }
}
