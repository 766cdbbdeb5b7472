internal import Synchronization

/// The exact layouts that equal no generation, by numbers, so that a decoded struct can name one
/// without holding a reference.
///
/// Kernels of one machine have one layout of each struct, an archive of captures a few more. They
/// are kept for the life of the process, each once.
enum ExactLayouts {
  private struct Known: Sendable {
    var numbers: [[FieldPlace?]: UInt32] = [:]
    var places: [[FieldPlace?]] = []
  }

  private static let known = Mutex(Known())

  /// The number of a layout, from 1 on, given by the place of each field of a history.
  static func number(of places: [FieldPlace?]) -> UInt32 {
    known.withLock { known in
      if let number = known.numbers[places] { return number }
      known.places.append(places)
      let number = UInt32(clamping: known.places.count)
      known.numbers[places] = number
      return number
    }
  }

  /// The place of each field in the layout with a number.
  static func places(_ number: UInt32) -> [FieldPlace?]? {
    known.withLock { known in
      let index = Int(number) - 1
      return known.places.indices.contains(index) ? known.places[index] : nil
    }
  }
}
