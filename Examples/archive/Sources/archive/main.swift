// Reads an archive: what kernels of several releases answered, long ago and elsewhere.
//
//   swift run archive [FOLDER]
//
// Without a folder it reads the captures that the tests of swift-uapi use.

import Foundation
import MPTCP
import UAPIStructs

/// Ends the example where something else comes out than these lines say.
func check(_ claim: Bool, _ words: String) {
  print(claim ? "✓" : "✗", words)
  if !claim { exit(1) }
}

let folder =
  CommandLine.arguments.dropFirst().first.map { URL(fileURLWithPath: $0) }
  ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .appendingPathComponent("../../../../Tests/Captures").standardizedFileURL
let files = try FileManager.default.contentsOfDirectory(
  at: folder, includingPropertiesForKeys: nil
).filter { $0.pathExtension == "jsonl" }
  .sorted {
    $0.lastPathComponent.compare($1.lastPathComponent, options: .numeric) == .orderedAscending
  }

/// The oldest kernel that has the field.
let firstRelease = MPTCPInfo.Field.retransmits.firstRelease
var claims = (counted: 0, padding: 0, wrong: 0)
var snapshots = 0
var isShown = false

for file in files {
  let records = try Record.read(file)
  guard let kernel = records.first?.kernel, let release = KernelRelease(kernel) else { continue }
  var tally = (answers: 0, present: 0, absent: 0, undecided: 0)
  for record in records {
    guard let capture = record.capture else { continue }
    switch capture.option {
    case .info:
      let info = try MPTCPInfo(capture, abi: record.abi)
      tally.answers += 1
      switch info.presence(of: .retransmits) {
      case .present: tally.present += 1
      case .indeterminate: tally.undecided += 1
      case .absent, .truncated: tally.absent += 1
      }
      // What everybody does who has no history: the field is there if the bytes are.
      let field = MPTCPInfo.Field.retransmits
      if field.offset + field.size <= capture.optlen {
        if release < firstRelease { claims.padding += 1 } else { claims.counted += 1 }
      }
      if info.retransmits != nil, release < firstRelease { claims.wrong += 1 }
    case .fullInfo:
      // One answer alone makes a whole snapshot; a header without arrays makes none.
      guard !(capture.tcpInfo ?? []).isEmpty,
        let snapshot = try? MPTCPSnapshot(captures: [capture], abi: record.abi)
      else { continue }
      snapshots += 1
      if !isShown, snapshot.subflows.count > 1, let info = snapshot.info {
        isShown = true
        print("\(record.kernel), \(record.scenario):")
        for field in info.fields where field.presence == .present {
          print("  \(field.field.cName) = \(field.value.map(String.init(describing:)) ?? "")")
        }
        for subflow in snapshot.subflows.prefix(3) {
          print(
            "  subflow \(subflow.id ?? 0): \(subflow.local.map(String.init(describing:)) ?? "?"),",
            "rtt \(subflow.tcpInfo?.rtt ?? 0) µs")
        }
        print("  … of \(snapshot.subflowCount?.value ?? 0) subflows")
      }
    case .tcpInfo, .subflowAddresses, .subflowTCPInfo: continue
    }
  }
  print(
    "\(kernel): mptcpi_retransmits in \(tally.answers) answers: \(tally.present) present,",
    "\(tally.absent) absent, \(tally.undecided) indeterminate")
}

check(!files.isEmpty, "\(files.count) archives in \(folder.lastPathComponent)")
check(isShown, "one of the connections has several subflows")
check(snapshots > 0, "\(snapshots) answers of MPTCP_FULL_INFO make a snapshot")
check(
  claims.padding > 0,
  "\(claims.padding) answers of kernels before \(firstRelease) are long enough for mptcpi_retransmits"
)
check(claims.wrong == 0, "in none of them its bytes are taken for a number")
