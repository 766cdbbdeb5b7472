internal import MPTCP
internal import UAPIStructs

/// Decodes records.
package final class AnswerDecoder {
  package let structs: KnownStructs
  private let kernel: KernelChoice
  private var machines: [String: ABI] = [:]

  package init(structs: KnownStructs, kernel: KernelChoice) {
    self.structs = structs
    self.kernel = kernel
  }

  /// Decodes a record.
  package func decode(_ record: CaptureRecord) throws(DecodingFailure) -> DecodedAnswer {
    if case .structure(let name) = record.subject {
      // A misspelt name is an error also where the call failed.
      do { _ = try structs.history(name) } catch { throw DecodingFailure(reason: "\(error)") }
    }
    let bytes: [UInt8]
    var recordedLength: Int?
    switch record.answer {
    case .refused(let errno):
      return .refused(
        errno: errno, name: LinuxErrno.name(of: errno, machine: record.machine))
    case .bytes(let all): bytes = all
    case .cut(let first, let length): (bytes, recordedLength) = (first, length)
    }
    let abi = try abi(of: record)
    let knowledge = kernel.knowledge(for: record)
    switch record.subject {
    case .structure(let name):
      return try structure(
        name, bytes: bytes, extent: extent(record, length: recordedLength), kernel: knowledge,
        abi: abi)
    case .option(let option):
      if let name = option.bareStruct {
        return try structure(
          name, bytes: bytes, extent: extent(record, length: recordedLength), kernel: knowledge,
          abi: abi)
      }
      do {
        return try arrays(option, bytes: bytes, record: record, kernel: knowledge, abi: abi)
      } catch {
        throw DecodingFailure(reason: "\(error)")
      }
    }
  }

  private func structure(
    _ name: String, bytes: [UInt8], extent: Extent, kernel: KernelKnowledge, abi: ABI
  ) throws(DecodingFailure) -> DecodedAnswer {
    do {
      let history = try structs.history(name)
      return .structure(
        DecodedStruct(bytes, history: history, extent: extent, kernel: kernel, abi: abi))
    } catch {
      throw DecodingFailure(reason: "\(error)")
    }
  }

  private func arrays(
    _ option: MPTCPCapture.Option, bytes: [UInt8], record: CaptureRecord, kernel: KernelKnowledge,
    abi: ABI
  ) throws(AnswerError) -> DecodedAnswer {
    switch option {
    case .subflowTCPInfo:
      let answer = try MPTCPTCPInfoAnswer(bytes.span.bytes, kernel: kernel, abi: abi)
      return .subflowStructs(
        subflowCount: answer.subflowCount, elements: answer.elements.map { DecodedStruct($0) })
    case .subflowAddresses:
      let answer = try MPTCPSubflowAddressesAnswer(bytes.span.bytes, kernel: kernel, abi: abi)
      return .addresses(
        subflowCount: answer.subflowCount,
        elements: answer.elements.map { .init(local: $0.local, remote: $0.remote) })
    default:
      return try full(bytes, record: record, kernel: kernel, abi: abi)
    }
  }

  private func full(
    _ bytes: [UInt8], record: CaptureRecord, kernel: KernelKnowledge, abi: ABI
  ) throws(AnswerError) -> DecodedAnswer {
    var bytes = bytes
    // Where an array was not recorded, nothing of its elements is known: as if their size were 0.
    if record.tcpInfo == nil { Self.clear(&bytes, range: 4..<8) }
    if record.subflowInfo == nil { Self.clear(&bytes, range: 12..<16) }
    var capacity: Int?
    if case .bytes(let count) = record.capacity { capacity = count }
    let subflowInfo = record.subflowInfo ?? []
    let tcpInfo = record.tcpInfo ?? []
    let answer = try MPTCPFullInfoAnswer(
      bytes.span.bytes, capacity: capacity, subflowInfo: subflowInfo.span.bytes,
      tcpInfo: tcpInfo.span.bytes, kernel: kernel, abi: abi)
    return .full(
      DecodedAnswer.FullAnswer(
        info: DecodedStruct(answer.info), subflowCount: answer.subflowCount,
        subflows: answer.subflows.map { subflow in
          DecodedAnswer.Subflow(
            id: subflow.id,
            addresses: .init(local: subflow.local, remote: subflow.remote),
            tcpInfo: subflow.tcpInfo.map { DecodedStruct($0) })
        }))
  }

  private static func clear(_ bytes: inout [UInt8], range: Range<Int>) {
    for index in range.clamped(to: bytes.indices) { bytes[index] = 0 }
  }

  // MARK: - What the record tells

  /// - Parameter length: the returned length, where fewer bytes were recorded.
  private func extent(_ record: CaptureRecord, length: Int?) -> Extent {
    if record.source == "inet_diag" { return .whole }
    switch record.capacity {
    case .unknown: return .unknown
    case .unlimited: return length.map { .kernelSize($0) } ?? .whole
    case .bytes(let capacity):
      guard let length else { return .capacity(capacity) }
      return capacity > length ? .kernelSize(length) : .unknown
    }
  }

  private func abi(of record: CaptureRecord) throws(DecodingFailure) -> ABI {
    guard let machine = record.machine else { return .native }
    if let abi = machines[machine] { return abi }
    guard let abi = ABI(machine: machine) else {
      throw DecodingFailure(
        reason: "the machine '\(machine)' is not known, nor is the order of its bytes")
    }
    machines[machine] = abi
    return abi
  }
}

/// Why a record could not be decoded.
package struct DecodingFailure: Error {
  package var reason: String
}
