internal import UAPIGenerator
internal import UAPIHeaders
internal import UAPIKnowledge
internal import UAPIStructs

/// What headers say on i386, where 64-bit integers are aligned to four bytes.
struct I386Figures {
  private let model: HeaderModel?
  private let failure: String

  /// Reads headers for i386.
  init(root: String, headers: [String]) {
    do throws(HeaderError) {
      model = try HeaderParser(includeRoot: root, target: "i386-linux-gnu").parse(headers: headers)
      failure = ""
    } catch {
      model = nil
      failure = error.message
    }
  }

  /// Adds the figures to the layouts that a release or a vendor brought; returns what hindered it.
  func fill(_ known: inout KnownStruct, newIn release: KernelRelease, vendor: String?) -> [String] {
    guard let record = model?.record(named: known.name) else {
      return ["\(known.name) has no figures for i386: \(failure)"]
    }
    known.takeFigures(ofI386: record, newIn: release, vendor: vendor)
    return []
  }
}
