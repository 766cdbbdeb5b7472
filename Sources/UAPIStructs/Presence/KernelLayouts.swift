internal import Synchronization

/// The layouts that the structs of one kernel really have, from its own type information.
///
/// Layouts are looked up when the first answer of a struct is decoded; what they mean for its history
/// is worked out once.
public final class KernelLayouts: Sendable, ExpressibleByArrayLiteral {
  private let lookup: @Sendable (String) -> StructLayout?
  private let matches = Mutex<[Key: Known]>([:])
  /// What ``number`` was found to be.
  private let knownNumber = Atomic<UInt32>(.max)
  /// What these layouts are told apart from all others by.
  let identity = KernelLayouts.nextIdentity()

  /// The layouts that a function finds by the names of structs in C; `nil` says that nothing is known
  /// of a struct.
  ///
  /// The function is called at most once for each struct as long as few are asked for, from any
  /// thread.
  public init(lookup: @escaping @Sendable (String) -> StructLayout?) {
    self.lookup = lookup
  }

  /// The given layouts; of two with one name the first counts.
  public convenience init(_ layouts: [StructLayout]) {
    self.init { name in layouts.first { $0.name == name } }
  }

  /// The layouts of an array, one for each struct.
  public convenience init(arrayLiteral layouts: StructLayout...) {
    self.init(layouts)
  }

  /// The layout of a struct by its name in C, or `nil` where nothing is known of it.
  public func layout(of name: String) -> StructLayout? { lookup(name) }

  /// How the layout of a struct relates to its history, or `nil` where nothing is known of it.
  func match(for history: LayoutHistory, abi: ABI) -> ExactMatch? {
    let key = Key(history: ObjectIdentifier(history), abi: abi)
    if let known = matches.withLock({ $0[key] }) { return known.match }
    // Not under the lock: the function may take its time, or decode something itself.
    let match = lookup(history.name).map { history.match(to: $0, abi: abi) }
    matches.withLock { matches in
      if matches.count >= Self.mostMatches { matches = [:] }
      matches[key] = Known(history: history, match: match)
    }
    return match
  }

  /// The number by which a decoded struct can name these layouts without holding a reference: they
  /// decide about the structs inside it too. From then on they are kept for the life of the process.
  ///
  /// 0 where there are more than can be numbered.
  var number: UInt32 {
    let known = knownNumber.load(ordering: .acquiring)
    if known != .max { return known }
    return Self.numbered.withLock { layouts in
      let known = knownNumber.load(ordering: .relaxed)
      if known != .max { return known }
      var number: UInt32 = 0
      if layouts.count < Reading.mostKernelLayouts {
        layouts.append(self)
        number = UInt32(layouts.count)
      }
      knownNumber.store(number, ordering: .releasing)
      return number
    }
  }

  /// The layouts with a number.
  static func layouts(_ number: UInt32) -> KernelLayouts? {
    guard number > 0 else { return nil }
    return numbered.withLock { layouts in
      layouts.count >= number ? layouts[Int(number) - 1] : nil
    }
  }

  private static let numbered = Mutex<[KernelLayouts]>([])

  private static func nextIdentity() -> UInt64 {
    identities.add(1, ordering: .relaxed).newValue
  }

  private static let identities = Atomic<UInt64>(0)

  private struct Key: Hashable {
    let history: ObjectIdentifier
    let abi: ABI
  }

  private struct Known {
    /// Kept, so that no other history gets its identity.
    let history: LayoutHistory
    let match: ExactMatch?
  }

  /// Histories that are made at run time are many only in a program that makes them again and again.
  private static let mostMatches = 256
}

/// How an exact layout relates to a history.
struct ExactMatch {
  /// The size of the struct.
  let size: Int
  /// The generations that have all known fields at the same places, several where only the structs
  /// inside them differ, or the number of the layout among the ``ExactLayouts``.
  let layout: Layout

  enum Layout {
    case generations(GenerationSet)
    case own(UInt32)
  }
}

extension LayoutHistory {
  /// Compares an exact layout with the generations.
  fileprivate func match(to layout: StructLayout, abi: ABI) -> ExactMatch {
    let places = fields.map { field -> FieldPlace? in
      let names = [field.name] + aliases.filter { $0.field == field.name }.map(\.name)
      guard let found = layout.fields.first(where: { names.contains($0.name) }) else { return nil }
      return FieldPlace(
        found.type, at: found.offset, size: found.size, bits: found.bits,
        in: GenerationSet(bits: 0), onI386: found.offset)
    }
    let equal = allGenerations.filtered { number in
      generation(number)?.size(in: abi) == layout.size
        && fields.indices.allSatisfy { index in
          if fields[index].isReserved { return true }
          guard let place = fields[index].place(inGeneration: number) else {
            return places[index] == nil
          }
          guard let found = places[index] else { return false }
          return place.offset(in: abi) == found.offset && place.size == found.size
            && place.bits == found.bits
        }
    }
    return ExactMatch(
      size: layout.size,
      layout: equal.isEmpty ? .own(ExactLayouts.number(of: places)) : .generations(equal))
  }
}
