import Foundation
import PackagePlugin

/// `swift package import-headers ROOT`: folds a folder of kernel headers, or by `--btf` the types of a kernel, into
/// the package's folder `headers`.
@main
struct ImportHeaders: CommandPlugin {
  func performCommand(context: PluginContext, arguments: [String]) throws {
    let tool = try context.tool(named: "uapi-import-headers").url
    var arguments = arguments
    if !arguments.contains("--into") {
      let folder = context.package.directoryURL.appending(path: "headers")
      arguments += ["--into", folder.path(percentEncoded: false)]
    }
    let process = Process()
    process.executableURL = tool
    process.arguments = arguments
    try process.run()
    process.waitUntilExit()
    guard process.terminationReason == .exit, process.terminationStatus == 0 else {
      Diagnostics.error("import-headers: nothing was written")
      return
    }
  }
}
