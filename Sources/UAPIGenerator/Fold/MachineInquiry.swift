internal import Dispatch
internal import Synchronization
internal import UAPIHeaders
internal import UAPIKnowledge
internal import UAPIStructs

/// Asks every machine whose own headers are installed how it lays structs out.
///
/// A struct without pointers, long integers and bit-fields is the same everywhere, but no more than
/// its text could tell so: attributes and fields can depend on the machine. So each machine's compiler
/// is asked, as far as there are headers for it.
///
/// It reads only the headers that declare the structs, where these say the same without the others.
/// Those of a kernel do, but it is not taken for granted: their texts must not mention what the others
/// define, and for this machine, of which both are known, the layouts must be the same.
final class MachineInquiry: Sendable {
  /// The structs that are asked for.
  let names: Set<String>
  /// These, or where one has no name of its own and is called `outer.field`, the outer one.
  private let outermost: Set<String>
  private let model: HeaderModel
  private let parser: HeaderParser
  /// The headers that declare the structs; all where others have to be read as well.
  private let declaring: [String]
  private let answers = Mutex<[String: Answer]>([:])

  private struct Answer {
    var records: [String: Record]?
    var routes: [String: String] = [:]
    var remarks: [String] = []
  }

  /// An inquiry about structs of a model that a parser has read.
  ///
  /// - Parameter readsAll: Whether to read all headers in any case.
  init(
    _ names: [String], of model: HeaderModel, parser: HeaderParser, readsAll: Bool = false
  ) {
    self.names = Set(names)
    outermost = Set(names.map { String($0.prefix { $0 != "." }) })
    self.model = model
    self.parser = parser
    let headers = Set(self.names.compactMap { model.record(named: $0)?.header })
    let declaring = model.headers.filter(headers.contains)
    let others = model.headers.filter { !headers.contains($0) }
    // Headers of the user's own, or of no release, can depend on each other in any way.
    let isEnough =
      !readsAll && model.release != nil && !parser.hasOwnFolders
      && declaring.count == headers.count && parser.isIndependent(declaring, of: others)
    self.declaring = isEnough ? declaring : model.headers
  }

  /// What has to be done, at the same time or one after the other, before there is a result.
  var jobs: [@Sendable () -> Void] {
    var jobs = Self.others.map { machine -> @Sendable () -> Void in
      { self.ask(machine, alone: true) }
    }
    if declaring.count < model.headers.count { jobs.append { self.askHost() } }
    return jobs
  }

  private static var others: [TargetMachine] {
    TargetMachine.all.filter { $0.name != TargetMachine.host }
  }

  /// Does the jobs, and returns what the machines said.
  func run() -> MachineRecords {
    let jobs = jobs
    DispatchQueue.concurrentPerform(iterations: jobs.count) { jobs[$0]() }
    return result()
  }

  /// What the machines said, once the jobs are done.
  func result() -> MachineRecords {
    if !meansTheSameAlone {
      let machines = Self.others
      DispatchQueue.concurrentPerform(iterations: machines.count) { index in
        ask(machines[index], alone: false)
      }
    }
    let found = answers.withLock { $0 }
    var result = MachineRecords(model)
    result.routes[TargetMachine.host] = routes(by: parser)
    for machine in Self.others {
      guard let answer = found[machine.name] else { continue }
      if let records = answer.records { result.records[machine.name] = records }
      result.routes[machine.name] = answer.routes
      result.remarks += answer.remarks.map { ReportEntry(.remark, machine.name, $0) }
    }
    return result
  }

  /// Whether this machine lays the structs out alike with and without the other headers.
  private var meansTheSameAlone: Bool {
    guard declaring.count < model.headers.count else { return true }
    let alone = answers.withLock { $0[TargetMachine.host]?.records } ?? [:]
    return names.allSatisfy { name in
      guard let record = model.record(named: name), let other = alone[name] else { return false }
      return record.hasSameLayout(as: other)
    }
  }

  /// Asks this machine about the declaring headers alone.
  private func askHost() {
    let answer = Answer(records: declaredAlone(by: parser))
    answers.withLock { $0[TargetMachine.host] = answer }
  }

  private func ask(_ machine: TargetMachine, alone: Bool) {
    let answer = answer(of: machine, alone: alone)
    answers.withLock { $0[machine.name] = answer }
  }

  /// What another machine makes of the headers.
  private func answer(of machine: TargetMachine, alone: Bool) -> Answer {
    guard let root = machine.root(nextTo: model.root) else {
      return Answer(remarks: [
        "its layouts are not known: there is no folder asm of it next to the headers, and no "
          + "/usr/\(machine.crossFolder)/include of the same release"
      ])
    }
    do {
      let parser = try parser.parser(target: machine.triple, includeRoot: root)
      var answer = alone ? declared(by: parser) ?? all(by: parser) : all(by: parser)
      answer.routes = routes(by: parser)
      return answer
    } catch {
      return Answer(remarks: ["its layouts are not known: \(error.message)"])
    }
  }

  /// How a machine comes to those of the headers that programs do not include by themselves.
  private func routes(by parser: HeaderParser) -> [String: String] {
    model.headers.reduce(into: [:]) { $0[$1] = parser.route(to: $1) }
  }

  /// What the declaring headers alone give, if that is every struct.
  private func declared(by parser: HeaderParser) -> Answer? {
    guard declaring.count < model.headers.count, declaring.allSatisfy(parser.hasHeader),
      let found = declaredAlone(by: parser), names.allSatisfy({ found[$0] != nil })
    else { return nil }
    return Answer(records: found)
  }

  /// The structs that are asked for, by their names, if the declaring headers alone compile.
  private func declaredAlone(by parser: HeaderParser) -> [String: Record]? {
    (try? parser.records(of: declaring, named: outermost)).map(MachineRecords.byName)
  }

  private func all(by parser: HeaderParser) -> Answer {
    let present = model.headers.filter(parser.hasHeader)
    if let all = try? parser.records(of: present) {
      return Answer(records: MachineRecords.byName(all))
    }
    // One that this machine does not compile leaves the others.
    var answer = Answer(records: [:])
    for header in present {
      do {
        let found = MachineRecords.byName(try parser.records(of: [header]))
        answer.records?.merge(found) { first, _ in first }
      } catch {
        answer.remarks.append("\(header) is not read: \(error.message)")
      }
    }
    return answer
  }
}

extension TargetMachine {
  /// The folder with the headers of this machine: the same one if that has them, else the one of the
  /// packages for cross compilers, if it is of the same release.
  fileprivate func root(nextTo root: String) -> String? {
    var folders = [folder]
    // One folder serves both.
    if name == "i386" { folders.append("x86_64-linux-gnu") }
    if name == "x86_64" { folders.append("i386-linux-gnu") }
    if folders.contains(where: { FilePaths.isFolder("\(root)/\($0)/asm") }) { return root }
    let cross = "/usr/\(crossFolder)/include"
    guard root == "/usr/include", FilePaths.isFolder(cross + "/asm"),
      let release = HeaderParser.release(of: cross), release == HeaderParser.release(of: root)
    else { return nil }
    return cross
  }
}

extension Record {
  /// Whether every field is at the same place, and the whole is as long and aligned as well.
  fileprivate func hasSameLayout(as other: Record) -> Bool {
    kind == other.kind && size == other.size && alignment == other.alignment
      && fields.count == other.fields.count
      && zip(fields, other.fields).allSatisfy { field, other in
        field.name == other.name && field.kind == other.kind && field.bitOffset == other.bitOffset
          && field.bitWidth == other.bitWidth && field.isBitField == other.isBitField
          && field.storageOffset == other.storageOffset && field.storageSize == other.storageSize
      }
  }
}
