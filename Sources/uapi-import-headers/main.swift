internal import UAPIGenerator

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
  let report = try ImportCommand(arguments: Array(CommandLine.arguments.dropFirst())).run()
  say(report.output, to: STDOUT_FILENO)
  say(report.errors, to: STDERR_FILENO)
  exit(report.errors.isEmpty ? 0 : 1)
} catch {
  say("\(error)\n", to: STDERR_FILENO)
  exit(1)
}
