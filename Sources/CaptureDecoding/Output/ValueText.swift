/// Numbers as a person reads them.
enum ValueText {
  /// A value of some unit in words, or `nil` where the number alone says as much.
  static func words(forValue value: UInt64, unit: String) -> String? {
    switch unit {
    case "us": value < 1000 ? nil : duration(microseconds: value)
    case "ms":
      value < 1000 ? nil : value > UInt64.max / 1000 ? nil : duration(microseconds: value * 1000)
    case "bytes": value < 10_240 ? nil : size(value)
    case "bytes/s": value < 10_240 ? nil : value == .max ? "no limit" : size(value) + "/s"
    default: nil
    }
  }

  /// A duration in the unit that fits it.
  static func duration(microseconds: UInt64) -> String {
    if microseconds < 1000 { return "\(microseconds) us" }
    if microseconds < 1_000_000 { return decimal(microseconds, per: 1000) + " ms" }
    let seconds = microseconds / 1_000_000
    if seconds < 120 { return decimal(microseconds, per: 1_000_000) + " s" }
    if seconds < 7200 { return "\(seconds / 60) min \(seconds % 60) s" }
    if seconds < 172_800 { return "\(seconds / 3600) h \(seconds / 60 % 60) min" }
    return "\(seconds / 86_400) d \(seconds / 3600 % 24) h"
  }

  private static func size(_ bytes: UInt64) -> String {
    var unit: UInt64 = 1024
    for name in ["KiB", "MiB", "GiB", "TiB"] {
      if bytes / 1024 < unit || name == "TiB" { return decimal(bytes, per: unit) + " " + name }
      unit *= 1024
    }
    return "\(bytes)"
  }

  /// A quotient with at most one digit after the point, rounded down.
  private static func decimal(_ value: UInt64, per unit: UInt64) -> String {
    // A tenth of 1024 is not an integer: the last one is a little longer.
    let tenth = min(value % unit / max(unit / 10, 1), 9)
    return tenth == 0 ? "\(value / unit)" : "\(value / unit).\(tenth)"
  }
}
