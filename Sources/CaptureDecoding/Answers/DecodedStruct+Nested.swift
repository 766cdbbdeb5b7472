package import UAPIStructs

extension DecodedStruct {
  /// The struct that a present field holds, decoded by its own history, or `nil` where it has none.
  ///
  /// - Parameters:
  ///   - index: the field's index in the history.
  ///   - bytes: the field's bytes, all of them.
  ///   - structs: where the history of the inner struct is found.
  package func nested(ofField index: Int, bytes: [UInt8], structs: KnownStructs) -> DecodedStruct? {
    guard history.fields.indices.contains(index),
      case .nested(let name) = history.fields[index].kind,
      let inner = try? structs.history(name)
    else { return nil }
    var kernel = KernelKnowledge.unknown
    if let layouts = reading.kernelLayouts {
      kernel = .exact(layouts)
    } else if reading.generations.count == 1,
      // Where one generation of the outer struct remains, its release is that of the inner one.
      let generation = reading.generations.oldest.flatMap(history.generation)
    {
      kernel = .release(generation.since)
    }
    // A present field is whole, and so is the struct in it.
    return DecodedStruct(bytes, history: inner, extent: .whole, kernel: kernel, abi: reading.abi)
  }
}
