internal import UAPIGenerator
internal import UAPIHeaders

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Writes a text to an open file.
func say(_ text: String, to descriptor: Int32) {
  var bytes = Array(text.utf8)[...]
  while !bytes.isEmpty {
    let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    if count < 0, errno == EINTR { continue }
    // Nobody reads: there is nothing left to do.
    guard count > 0 else { return }
    bytes = bytes.dropFirst(count)
  }
}

do {
  let command = try ImportCommand(arguments: Array(CommandLine.arguments.dropFirst()))
  Supervision.isPossible = true
  exit(
    try Supervision.run {
      do {
        let report = try command.run()
        say(report.output, to: STDOUT_FILENO)
        say(report.errors, to: STDERR_FILENO)
        return report.errors.isEmpty ? 0 : 1
      } catch {
        say("\(error)\n", to: STDERR_FILENO)
        return 1
      }
    })
} catch {
  say("\(error)\n", to: STDERR_FILENO)
  exit(1)
}
