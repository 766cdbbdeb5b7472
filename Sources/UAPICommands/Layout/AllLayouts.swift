internal import CaptureDecoding
internal import UAPIText
internal import BTF
internal import UAPIStructs

/// The layouts of all structs, one after the other, each written before the next is made.
struct AllLayouts {
  /// Where the structs are from.
  enum Origin {
    /// A kernel or module, every struct and union of it.
    case types(BTFTypes, title: String)
    /// What the histories know of a release, or of the newest one, on a machine.
    case histories(KernelRelease?, ABI)
  }

  let origin: Origin
  let format: LayoutCommand.Format
  let isColored: Bool
  let output: OutputBuffer
  /// Where what cannot be laid out is named.
  let errors: OutputBuffer

  /// Writes all layouts, and says whether none was left out.
  func write() throws(CommandFailure) -> Bool {
    let (written, failed) =
      switch origin {
      case .types(let types, let title): try list(types, title)
      case .histories(let release, let abi): try list(release, abi)
      }
    try output.finish()
    if failed > 0 {
      errors.append(
        "error: \(failed) of \(written + failed) structs have no layout, for the reasons above\n")
    }
    errors.flush()
    return failed == 0
  }

  private func list(
    _ types: BTFTypes, _ title: String
  ) throws(CommandFailure) -> (written: Int, failed: Int) {
    var count = (written: 0, failed: 0)
    let typedefs = Self.typedefs(in: types)
    for id in types.ids {
      guard let kind = types.kind(of: id), kind == .struct || kind == .union else { continue }
      do throws(BTFError) {
        append(try types.layout(ofType: typedefs[id] ?? id), title)
        count.written += 1
      } catch {
        let name = (try? types.type(id).name) ?? ""
        errors.append(
          "error: \(kind == .union ? "union" : "struct") \(TerminalText.printable(name)) (type \(id)): "
            + "\(error)\n")
        errors.flushIfFull()
        count.failed += 1
      }
      output.flushIfFull()
      if output.errorNumber != nil { break }
    }
    return count
  }

  private func list(
    _ release: KernelRelease?, _ abi: ABI
  ) throws(CommandFailure) -> (written: Int, failed: Int) {
    var count = (written: 0, failed: 0)
    var later = 0
    let known = KnownStructs()
    for name in known.names {
      do {
        let history = try known.history(name)
        guard let number = release.map(history.generation(of:)) ?? history.newestGeneration else {
          later += 1
          continue
        }
        guard let layout = history.layout(ofGeneration: number, abi: abi) else {
          throw CommandFailure("the struct '\(name)' has no layout")
        }
        append(layout, ReleaseSpan.text(GenerationSet(number), in: history))
        count.written += 1
      } catch {
        errors.append("error: \(error)\n")
        count.failed += 1
      }
      output.flushIfFull()
      if output.errorNumber != nil { break }
    }
    if later > 0, let release {
      errors.append("remark: \(later) structs came after Linux \(release)\n")
    }
    return count
  }

  /// The names of structs that have none of their own: typedefs, by the struct that they are of.
  private static func typedefs(in types: BTFTypes) -> [BTFTypes.ID: BTFTypes.ID] {
    var typedefs: [BTFTypes.ID: BTFTypes.ID] = [:]
    for id in types.ids where types.kind(of: id) == .typedef {
      guard case .typedef(_, let target)? = try? types.type(id), typedefs[target] == nil,
        types.ids.contains(target)
      else { continue }
      switch try? types.type(target) {
      case .struct(let record)? where record.name.isEmpty,
        .union(let record)? where record.name.isEmpty:
        typedefs[target] = id
      default: continue
      }
    }
    return typedefs
  }

  private func append(_ layout: StructLayout, _ title: String) {
    let text = LayoutText(layout: layout, style: Style(isColored: isColored))
    switch format {
    case .table:
      text.append(title: title, to: output)
      output.append("\n")
    case .json: text.appendJSON(to: output)
    case .ndjson: text.appendLine(to: output)
    }
  }
}

extension LayoutText {
  /// Appends the layout as JSON on a line of its own.
  func appendLine(to output: OutputBuffer) {
    let json = OutputBuffer()
    appendJSON(to: json)
    output.bytes += JSONText.compact(json.bytes[...])
    output.append("\n")
  }
}
