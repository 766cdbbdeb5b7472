import TestSupport
import Foundation

@testable import CaptureDecoding

/// The presence rule a second time, written from its description and from the history files alone.
///
/// It shares no code with the library, so that a mistake would have to be made twice. It writes what
/// a little-endian answer must look like once it is decoded.
final class Oracle {
  private struct Generation {
    var release: [Int]
    var size: Int
    var places: [String: Place]
    /// For each byte the bits that are padding or reserved.
    var unused: [UInt8]
  }

  private struct Place: Hashable {
    var offset: Int
    var size: Int
    var firstBit: Int?
    var bitCount: Int?
  }

  /// What a field must decode to.
  private enum Verdict {
    case absent
    case truncated(Place)
    case indeterminate(Place)
    case present(Place)
  }

  /// What decides the verdicts on all fields.
  private struct Case: Hashable {
    var length: Int
    var candidates: [Int]
    var vendorBase: Int?
  }

  private let name: String
  private let isZeroFilled: Bool
  private var generations: [Generation] = []
  /// The names of the fields, reserved ones left out, in the order of their newest places.
  private var order: [String] = []
  private var verdicts: [Case: [(text: [UInt8], verdict: Verdict)]] = [:]

  /// Reads `headers/history/<name>.json`.
  init(_ name: String) throws {
    self.name = name
    let url = Repository.root.appending(path: "headers/history/\(name).json")
    let file = try JSONObject(String(contentsOf: url, encoding: .utf8))
    isZeroFilled = file["zero_filled"] == .bool(true)
    var places: [String: Place] = [:]
    var newest: [String: Place] = [:]
    for entry in file["generations"]?.elements ?? [] {
      for removed in entry["removed"]?.elements ?? [] { places[removed.text ?? ""] = nil }
      for field in entry["fields"]?.elements ?? [] {
        let place = Place(
          offset: field["offset"]?.integer ?? -1, size: field["size"]?.integer ?? -1,
          firstBit: field["bit_offset"]?.integer, bitCount: field["bit_width"]?.integer)
        places[field["name"]?.text ?? ""] = place
        newest[field["name"]?.text ?? ""] = place
      }
      let release = (entry["since"]?.text ?? "").split(separator: ".").compactMap { Int($0) }
      let size = entry["size"]?.integer ?? -1
      generations.append(
        Generation(
          release: entry["or_earlier"] == .bool(true) ? [0, 0] : release, size: size,
          places: places, unused: Self.unused(places, size: size)))
    }
    order = newest.filter { !Self.isReserved($0.key) }
      .sorted { left, right in
        (left.value.offset, left.value.firstBit ?? 0)
          < (right.value.offset, right.value.firstBit ?? 0)
      }.map(\.key)
  }

  private static func isReserved(_ name: String) -> Bool {
    name.wholeMatch(of: /_*(reserved|resv|rsvd|pad|padding|unused)\d*/) != nil
  }

  private static func unused(_ places: [String: Place], size: Int) -> [UInt8] {
    var unused = [UInt8](repeating: 0xFF, count: size)
    for (name, place) in places where !isReserved(name) {
      let start = place.offset * 8 + (place.firstBit ?? 0)
      for bit in start..<(start + (place.bitCount ?? place.size * 8)) {
        unused[bit / 8] &= ~(1 << UInt8(bit % 8))
      }
    }
    return unused
  }

  /// Writes what bytes must decode to.
  ///
  /// - Parameters:
  ///   - bytes: the answer.
  ///   - kernelSize: the kernel's own size of the struct, where it is known.
  ///   - kernel: what `uname -r` printed, where the decoder is told.
  func json(_ bytes: [UInt8], kernelSize: Int?, kernel: String?) -> [UInt8] {
    let known = self.case(bytes, kernelSize: kernelSize, kernel: kernel)
    let fields = fields(in: known)
    var text = Array("{\"struct\":\"\(name)\",\"length\":\(bytes.count),\"fields\":{".utf8)
    for (index, field) in fields.enumerated() {
      if index > 0 { text.append(UInt8(ascii: ",")) }
      text += field.text
      switch field.verdict {
      case .absent: text += Array("absent\"}".utf8)
      case .truncated(let place):
        text += Array("truncated\",\"bytes\":\"\(Self.hex(bytes, place))\"}".utf8)
      case .indeterminate(let place):
        text += Array("indeterminate\",\"bytes\":\"\(Self.hex(bytes, place))\"}".utf8)
      case .present(let place):
        text += Array("present\",\"value\":\(Self.integer(bytes, place))}".utf8)
      }
    }
    let newest = generations.map(\.size).max() ?? 0
    let trailing = bytes.dropFirst(newest).map { String(format: "%02x", $0) }.joined()
    return text + Array("},\"trailing\":\"\(trailing)\"}".utf8)
  }

  /// The verdicts on all fields in their order, each with its name as JSON has it.
  private func fields(in known: Case) -> [(text: [UInt8], verdict: Verdict)] {
    if let found = verdicts[known] { return found }
    let fields = order.map {
      (Array("\"\($0)\":{\"presence\":\"".utf8), verdict(on: $0, in: known))
    }
    verdicts[known] = fields
    return fields
  }

  /// What the answer says that is wrong of the kernel that gave it, whose release is on record.
  ///
  /// On a kernel of the mainline no field may be called present that its release lacks, or absent that it
  /// has inside the answer; told the release, nothing may be left open.
  func contradiction(
    _ bytes: [UInt8], kernelSize: Int?, kernel: String?, answering release: String
  ) -> String? {
    guard let own = generation(of: release) else { return "\(release) is not a release" }
    let known = self.case(bytes, kernelSize: kernelSize, kernel: kernel)
    for (field, (_, verdict)) in zip(order, fields(in: known)) {
      let place = generations[own].places[field]
      let isInside = place.map { $0.offset < bytes.count } ?? false
      let isWhole = place.map { $0.offset + $0.size <= bytes.count } ?? false
      let isRight =
        switch verdict {
        case .present: isWhole
        case .absent: !isInside
        case .truncated: isInside && !isWhole
        case .indeterminate: kernel == nil
        }
      if !isRight { return "\(field) of \(name) is not so on \(release)" }
    }
    return nil
  }

  private static func hex(_ bytes: [UInt8], _ place: Place) -> String {
    bytes[place.offset..<min(place.offset + place.size, bytes.count)]
      .map { String(format: "%02x", $0) }.joined()
  }

  private static func integer(_ bytes: [UInt8], _ place: Place) -> UInt64 {
    var value: UInt64 = 0
    for index in (0..<place.size).reversed() {
      value = value << 8 | UInt64(bytes[place.offset + index])
    }
    guard let firstBit = place.firstBit, let bitCount = place.bitCount else { return value }
    return value >> UInt64(firstBit) & ((1 << UInt64(bitCount)) - 1)
  }

  // MARK: - The rule

  /// Steps 2 to 4.
  private func `case`(_ bytes: [UInt8], kernelSize: Int?, kernel: String?) -> Case {
    let sizes = generations.map(\.size)
    let newest = generations.count - 1
    var candidates: [Int]
    if let kernelSize {
      candidates = generations.indices.filter { sizes[$0] == kernelSize }
      if candidates.isEmpty, kernelSize > sizes.max() ?? 0 { candidates = [newest] }
      if candidates.isEmpty {
        let base = generations.indices.last { sizes[$0] < kernelSize } ?? -1
        return Case(length: bytes.count, candidates: [], vendorBase: base)
      }
    } else {
      candidates = generations.indices.filter { sizes[$0] >= bytes.count }
      if candidates.isEmpty { candidates = [newest] }
    }
    if isZeroFilled {
      let clean = candidates.filter { number in
        let unused = generations[number].unused
        for index in 0..<min(bytes.count, unused.count) where bytes[index] & unused[index] != 0 {
          return false
        }
        return true
      }
      if !clean.isEmpty { candidates = clean }
    }
    if let kernel, kernel.firstMatch(of: /\.(el|amzn)\d/) == nil,
      let own = generation(of: kernel), candidates.contains(own)
    {
      candidates = [own]
    }
    return Case(length: bytes.count, candidates: candidates, vendorBase: nil)
  }

  /// The generation of a release as `uname -r` prints it.
  private func generation(of release: String) -> Int? {
    guard let match = release.firstMatch(of: /^(\d+)\.(\d+)/), let major = Int(match.1),
      let minor = Int(match.2)
    else { return nil }
    return generations.indices.last {
      ![major, minor].lexicographicallyPrecedes(generations[$0].release)
    }
  }

  /// Step 5.
  private func verdict(on name: String, in known: Case) -> Verdict {
    if let base = known.vendorBase {
      if base >= 0, let place = generations[base].places[name] {
        return judge(place, length: known.length)
      }
      let younger = generations.indices.last { index in
        index > base && (generations[index].places[name].map { $0.offset < known.length } ?? false)
      }
      return younger.flatMap { generations[$0].places[name] }.map { .indeterminate($0) } ?? .absent
    }
    let places = known.candidates.map { generations[$0].places[name] }
    guard let inside = places.last(where: { ($0?.offset ?? .max) < known.length }) ?? nil else {
      return .absent
    }
    return places.allSatisfy { $0 == inside }
      ? judge(inside, length: known.length) : .indeterminate(inside)
  }

  private func judge(_ place: Place, length: Int) -> Verdict {
    if place.offset >= length { return .absent }
    return place.offset + place.size > length ? .truncated(place) : .present(place)
  }
}
