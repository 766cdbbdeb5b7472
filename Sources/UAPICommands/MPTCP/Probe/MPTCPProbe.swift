internal import CaptureDecoding
internal import BTF
internal import LibC
internal import MPTCP
internal import UAPIHeaders
internal import UAPIStructs

/// Asks this machine's kernel about an MPTCP connection.
enum MPTCPProbe {
  /// Opens a connection to itself, and reads what the kernel says about it.
  static func run() -> ProbeReport {
    let support = MPTCPSupport.probe()
    let kernel = SystemName.current()
    var report = ProbeReport(
      kernel: kernel.release, support: support.name, explanation: support.explanation,
      remedy: support.remedy, choice: .one(.running), evidence: .running, header: installedHeader())
    guard support == .available else {
      #if os(Linux)
        let findings = CheckFacts.supportFindings(support, settings: try? MPTCPSettings.current())
        report.explanation = findings.map(\.text).joined(separator: " ")
        let remedies = findings.compactMap(\.remedy)
        report.remedy = remedies.isEmpty ? nil : remedies.joined(separator: "\n")
      #endif
      return report
    }
    #if os(Linux)
      let counters = MPTCPCounters.current()
      do throws(LoopbackFailure) {
        let connection = try LoopbackConnection.open()
        let client = connection.client.descriptor
        let info: MPTCPInfo
        do throws(MPTCPSocketError) {
          info = try MPTCPInfo(socket: client)
        } catch {
          throw connection.client.failure(error)
        }
        report.answeredOptions = MPTCPCapture.Option.allCases.filter { option in
          (try? MPTCPCapture(option, socket: client)) != nil
        }
        report.bindings = ProbeBindings.all(of: client)
        report.capture = CaptureRecord(
          subject: .option(.info), answer: .bytes(info.bytes),
          capacity: .bytes(MPTCPInfo.capacity), source: "getsockopt", kernel: kernel.release,
          machine: kernel.machine)
      } catch {
        let failure = error.explored(since: counters)
        report.failure = failure
        report.support = "failed"
        report.explanation = failure.explanation
        report.remedy = failure.remedy
      }
    #endif
    return report
  }

  /// What the installed header says, if there is one and something can read it.
  private static func installedHeader() -> ProbeReport.InstalledHeader? {
    var found: ProbeReport.InstalledHeader?
    // A header that is too much for libclang costs no more than what it would have said.
    HeaderWorkers(["linux/mptcp.h"], width: 1).run({ { _ in headerInLines() } }) { _, answer in
      guard case .bytes(let bytes) = answer else { return false }
      let lines = String(decoding: bytes, as: UTF8.self)
        .split(separator: "\n", omittingEmptySubsequences: false)
      guard lines.count == 4 else { return false }
      found = ProbeReport.InstalledHeader(
        path: String(lines[0]), release: lines[1].isEmpty ? nil : String(lines[1]),
        fields: lines[2].split(separator: " ").map(String.init),
        enumerators: lines[3].split(separator: " ").map(String.init))
      return false
    }
    return found
  }

  /// The path of the header, its release, the fields and the enumerators, a line each; nothing where
  /// it cannot be read.
  private static func headerInLines() -> [UInt8] {
    guard let parser = try? HeaderParser(),
      let model = try? parser.parse(headers: ["linux/mptcp.h"]),
      let record = model.record(named: "mptcp_info")
    else { return [] }
    let enumerators = model.enums.filter { model.isRequested($0.header) }
      .flatMap { $0.constants.map(\.name) }
    let lines = [
      parser.root + "/linux/mptcp.h", model.release?.description ?? "",
      record.fields.map(\.name).joined(separator: " "), enumerators.joined(separator: " "),
    ]
    return Array(lines.joined(separator: "\n").utf8)
  }
}
