package import UAPIKnowledge
internal import UAPIStructs

/// A constant that differs between two headers.
package struct ConstantChange: Hashable, Sendable {
  /// What happened to a constant from the first header to the second.
  package enum Kind: String, Hashable, Sendable {
    case added, removed, changed
  }

  /// What happened.
  package var kind: Kind
  /// The constant's name in C.
  package var name: String
  /// The header that defines it, or the first of several that are described together.
  package var header: String
  /// The value in the first header.
  package var before: ConstantValue?
  /// The value in the second header.
  package var after: ConstantValue?
  /// Whether it only counts the others.
  package var isSentinel: Bool
}

/// What one side says about a constant.
enum ConstantState: Hashable {
  case absent
  case value(ConstantValue)
  /// The history looked at headers before and after the release, and they differ.
  case unknown
}

extension KnownConstant {
  /// What the header of a release says, as far as the headers that the history looked at tell.
  func state(in release: KernelRelease, sampled: [KernelRelease]) -> ConstantState {
    if let since, release < since { return .absent }
    func value(in sample: KernelRelease) -> ConstantState {
      values.first { $0.seenIn.contains(sample) }.map { .value($0.value) } ?? .absent
    }
    if sampled.contains(release) { return value(in: release) }
    let earlier = sampled.filter { $0 < release }.max().map(value)
    let later = sampled.filter { $0 > release }.min().map(value)
    switch (earlier, later) {
    case (let earlier?, let later?) where earlier == later: return earlier
    // Since a release that is known exactly it is there; its first value is the one seen next.
    case (.absent?, let later?) where since != nil, (nil, let later?) where since != nil:
      return later
    // No header drops what a younger one has again: before the first sample there is nothing to lose.
    case (nil, .absent?): return .absent
    case (let earlier?, nil): return earlier
    default: return .unknown
    }
  }
}

/// Compares the constants of two headers.
struct ConstantComparison {
  private(set) var changes: [ConstantChange] = []
  /// Constants that one of the releases has or has not: the history does not say.
  private(set) var undecided: [String] = []

  /// A constant as one side has it.
  struct Entry {
    var state: ConstantState
    var header: String
    var isSentinel: Bool
    var isBigEndian: Bool
    /// The number of its enum among those of its header; `nil` for a macro.
    var enumNumber: Int?
  }

  /// The constants of one side in the order of their declaration.
  struct Side {
    private(set) var names: [String] = []
    private(set) var entries: [String: Entry] = [:]

    mutating func add(_ name: String, _ entry: Entry) {
      // A sentinel can be in a history twice: the header has one of them.
      if let old = entries[name] {
        if old.state == .absent { entries[name] = entry }
        return
      }
      names.append(name)
      entries[name] = entry
    }

    mutating func add(_ constant: KnownConstant, state: ConstantState) {
      add(
        constant.name,
        Entry(
          state: state, header: constant.header, isSentinel: constant.isSentinel,
          isBigEndian: constant.isBigEndian, enumNumber: constant.enumNumber))
    }

    /// The constants of a little-endian kernel, with those that are kept in network byte order as the
    /// numbers that they stand for.
    ///
    /// A kernel's types have only what lies in memory. That an enum is one of these, a header tells.
    func inOrder(of header: Side) -> Side {
      let swapped = Set(
        names.filter { header.entries[$0]?.isBigEndian == true }.compactMap(enumPlace))
      var side = Side()
      for name in names {
        guard var entry = entries[name] else { continue }
        if let place = enumPlace(name), swapped.contains(place),
          case .value(let value) = entry.state, let number = value.byteSwapped32
        {
          entry.state = .value(number)
          entry.isBigEndian = true
        }
        side.add(name, entry)
      }
      return side
    }

    /// An enum, by its place among those of a header.
    private struct EnumPlace: Hashable {
      var header: String
      var number: Int
    }

    private func enumPlace(_ name: String) -> EnumPlace? {
      entries[name].flatMap { entry in
        entry.enumNumber.map { EnumPlace(header: entry.header, number: $0) }
      }
    }

    /// The constants of which a kernel's types tell: those of enums that they have.
    ///
    /// Of macros, and of enums that no code of the kernel uses, nothing can be concluded.
    func told(by kernel: Side) -> Side {
      let enums = Set(
        kernel.names.filter { entries[$0]?.isSentinel == false }.compactMap(enumPlace))
      var side = Side()
      for name in names {
        guard let entry = entries[name], let place = enumPlace(name), enums.contains(place) else {
          continue
        }
        side.add(name, entry)
      }
      return side
    }
  }

  /// Compares two sides.
  init(before: Side, after: Side) {
    for name in before.names + after.names.filter({ before.entries[$0] == nil }) {
      compare(name, before.entries[name], after.entries[name])
    }
  }

  private mutating func compare(_ name: String, _ before: Entry?, _ after: Entry?) {
    guard let entry = after ?? before else { return }
    func change(_ kind: ConstantChange.Kind, _ old: ConstantValue?, _ new: ConstantValue?) {
      changes.append(
        ConstantChange(
          kind: kind, name: name, header: entry.header, before: old, after: new,
          isSentinel: entry.isSentinel))
    }
    switch (before?.state ?? .absent, after?.state ?? .absent) {
    case (.absent, .absent): break
    // What only counts the others is not worth a question.
    case (.unknown, _), (_, .unknown): if !entry.isSentinel { undecided.append(name) }
    case (.absent, .value(let value)): change(.added, nil, value)
    case (.value(let value), .absent): change(.removed, value, nil)
    case (.value(let old), .value(let new)):
      let isSwapped =
        (before?.isBigEndian ?? false) != (after?.isBigEndian ?? false)
        && old.byteSwapped32 == new
      if old != new, !isSwapped { change(.changed, old, new) }
    }
  }
}
