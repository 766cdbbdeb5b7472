import Foundation
import PackagePlugin

/// `swift package update-bindings`: writes the committed bindings of this package's targets again.
///
/// A target has committed bindings where a folder `Bindings` is next to its `uapi-bindings.json5`. They are made of what
/// the folder `headers` knows, and of no installed header: every machine writes the same files.
@main
struct UpdateBindings: CommandPlugin {
  func performCommand(context: PluginContext, arguments: [String]) throws {
    let tool = try context.tool(named: "uapi-generate").url
    let folders = context.package.targets.compactMap { $0.sourceModule?.directoryURL }
      .filter { Self.exists($0, "Bindings") && Self.exists($0, "uapi-bindings.json5") }
    for folder in folders {
      let bindings = folder.appending(path: "Bindings").path(percentEncoded: false)
      let process = Process()
      process.executableURL = tool
      process.arguments = [
        "--spec", folder.appending(path: "uapi-bindings.json5").path(percentEncoded: false),
        "--output", bindings, "--history-only",
      ]
      try process.run()
      process.waitUntilExit()
      guard process.terminationReason == .exit, process.terminationStatus == 0 else {
        Diagnostics.error("update-bindings: \(bindings) is as it was")
        return
      }
      print("\(bindings) is up to date")
    }
  }

  private static func exists(_ folder: URL, _ name: String) -> Bool {
    FileManager.default.fileExists(
      atPath: folder.appending(path: name).path(percentEncoded: false))
  }
}
