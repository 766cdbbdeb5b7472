import BTF
import FuzzSupport
import UAPIStructs

/// Bytes as the types of a kernel, or, behind a first byte 1, as those of a module over a kernel.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  var input = FuzzInput(start, count)
  do throws(BTFError) {
    if input.byte() == 1 {
      let base = try BTFTypes(bytes: input.piece())
      try ask(BTFTypes(bytes: input.rest(), base: base))
    } else {
      try ask(BTFTypes(bytes: input.rest()))
    }
  } catch {
    precondition(!error.description.isEmpty && (error.byte ?? 0) <= count)
  }
  return 0
}

/// Asks everything about the first of the types. What is damaged about one says nothing of another.
private func ask(_ types: BTFTypes) {
  for id in types.ids.prefix(64) {
    _ = types.kind(of: id)
    let type = attempt { () throws(BTFError) in try types.type(id) }
    if let kind = types.kind(of: id), let name = type?.name {
      _ = types.id(named: name, kind: kind)
      _ = types.ids(named: name, kind: kind)
      _ = attempt { () throws(BTFError) in try types.layout(of: name) }
    }
    _ = attempt { () throws(BTFError) in try types.resolved(id) }
    _ = attempt { () throws(BTFError) in try types.size(of: id) }
    let alignment = attempt { () throws(BTFError) in try types.alignment(of: id) }
    if let alignment { precondition(alignment > 0) }
    let layout = attempt { () throws(BTFError) in try types.layout(ofType: id) }
    for field in layout?.fields ?? [] {
      precondition(field.offset + field.size <= layout?.size ?? 0)
    }
    if case .enumeration(let enumeration)? = type {
      for constant in enumeration.constants.prefix(16) {
        _ = constant.value
        _ = attempt { () throws(BTFError) in try types.enumConstant(named: constant.name) }
      }
    }
  }
  _ = attempt { () throws(BTFError) in try types.enumConstants(withPrefix: "M") }
}

private func attempt<Value>(_ question: () throws(BTFError) -> Value) -> Value? {
  do throws(BTFError) {
    return try question()
  } catch {
    return nil
  }
}
