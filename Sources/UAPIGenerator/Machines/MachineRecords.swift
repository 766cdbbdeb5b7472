internal import Dispatch
internal import Synchronization
internal import UAPIHeaders
internal import UAPIStructs

/// Reads the structs of headers for every machine whose own headers are installed.
///
/// A struct without pointers, long integers and bit-fields is the same everywhere, but no more than
/// its text could tell so: attributes and fields can depend on the machine. So each machine's compiler
/// is asked, as far as there are headers for it.
struct MachineRecords {
  /// The structs by their names, for each machine that could be asked.
  private(set) var records: [String: [String: Record]] = [:]
  /// Why a machine could not be asked, or not about all headers.
  private(set) var remarks: [ReportEntry] = []

  /// Structs that were read before.
  init(records: [String: [String: Record]]) { self.records = records }

  /// The structs of the machine that the model was read for, and of all others.
  init(_ model: HeaderModel, headers: [String], own: [String], clang: String?) {
    records[TargetMachine.host] = Self.byName(model.records)
    let machines = TargetMachine.all.filter { $0.name != TargetMachine.host }
    let answers = Mutex([Answer?](repeating: nil, count: machines.count))
    DispatchQueue.concurrentPerform(iterations: machines.count) { index in
      let answer = Self.ask(
        machines[index], root: model.root, headers: headers, own: own, clang: clang)
      answers.withLock { $0[index] = answer }
    }
    let found = answers.withLock { $0 }
    for (machine, answer) in zip(machines, found) {
      if let structs = answer?.records { records[machine.name] = structs }
      for reason in answer?.remarks ?? [] {
        remarks.append(ReportEntry(.remark, machine.name, reason))
      }
    }
  }

  private struct Answer {
    var records: [String: Record]?
    var remarks: [String] = []
  }

  private static func byName(_ records: [Record]) -> [String: Record] {
    Dictionary(records.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// What one machine makes of the headers.
  private static func ask(
    _ machine: TargetMachine, root: String, headers: [String], own: [String], clang: String?
  ) -> Answer {
    guard let root = Self.root(for: machine, besides: root) else {
      return Answer(remarks: [
        "its layouts are not known: there is no folder asm of it beside the headers, and no "
          + "/usr/\(machine.crossFolder)/include of the same release"
      ])
    }
    do {
      let parser = try HeaderParser(
        clang: clang, includeRoot: root, ownFolders: own, target: machine.triple)
      let present = headers.filter { header in
        parser.hasHeader(header)
      }
      if let all = try? parser.records(of: present) { return Answer(records: byName(all)) }
      // One that this machine does not compile leaves the others.
      var answer = Answer(records: [:])
      for header in present {
        do {
          let found = byName(try parser.records(of: [header]))
          answer.records?.merge(found) { first, _ in first }
        } catch {
          answer.remarks.append("\(header) is not read: \(error.message)")
        }
      }
      return answer
    } catch {
      return Answer(remarks: ["its layouts are not known: \(error.message)"])
    }
  }

  /// The folder with the headers of a machine: the same one if that has them, else the one of the
  /// packages for cross compilers, if it is of the same release.
  private static func root(for machine: TargetMachine, besides root: String) -> String? {
    var folders = [machine.folder]
    // One folder serves both.
    if machine.name == "i386" { folders.append("x86_64-linux-gnu") }
    if machine.name == "x86_64" { folders.append("i386-linux-gnu") }
    if folders.contains(where: { FilePaths.isFolder("\(root)/\($0)/asm") }) { return root }
    let cross = "/usr/\(machine.crossFolder)/include"
    guard root == "/usr/include", FilePaths.isFolder(cross + "/asm"),
      let release = HeaderParser.release(of: cross), release == HeaderParser.release(of: root)
    else { return nil }
    return cross
  }
}
