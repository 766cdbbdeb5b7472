internal import UAPIGenerator
internal import UAPIHeaders

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Writes a line to standard error.
func say(_ line: String) {
  let bytes = Array((line + "\n").utf8)
  _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
}

do {
  let command = try GeneratorCommand(
    arguments: Array(CommandLine.arguments.dropFirst()),
    environment: ProcessInfo.processInfo.environment)
  Supervision.isPossible = true
  exit(
    try Supervision.run {
      do {
        let outcome = try command.run()
        for remark in outcome.result.remarks { say("note: \(remark)") }
        return 0
      } catch {
        say("\(error)")
        return 1
      }
    })
} catch {
  say("\(error)")
  exit(1)
}
