import Foundation
import PackagePlugin

/// Builds the library that `uapi mptcp run` puts into programs, as a resource next to the command.
///
/// A product of the package would need the Swift runtime (the native build system links it to every
/// dynamic library, one of C alone included), and then each program that loads the library would
/// need it too. Nor would `swift run uapi` build such a product.
@main
struct MPTCPPreload: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    #if os(Linux)
      let folder = context.package.directoryURL.appending(path: "Sources/CMPTCPPreload")
      let headers = folder.appending(path: "include")
      let files =
        try FileManager.default.contentsOfDirectory(
          at: folder.appending(path: "Library"), includingPropertiesForKeys: nil
        ).sorted { $0.path < $1.path } + [headers.appending(path: "CMPTCPPreload.h")]
      let sources = files.filter { $0.pathExtension == "c" }
      let library = context.pluginWorkDirectoryURL.appending(path: "libmptcp-preload.so")
      return [
        .buildCommand(
          displayName: "Building \(library.lastPathComponent)",
          executable: try context.tool(named: "clang").url,
          arguments: Self.options + [
            "-I", headers.path(percentEncoded: false), "-o", library.path(percentEncoded: false),
          ] + sources.map { $0.path(percentEncoded: false) },
          inputFiles: files, outputFiles: [library])
      ]
    #else
      // There is no socket call to replace: MPTCP sockets of this kind are Linux only.
      return []
    #endif
  }

  private static var options: [String] {
    var options = [
      "-std=c17", "-O2", "-Wall", "-Wextra", "-fPIC", "-fvisibility=hidden", "-shared",
      "-nostdlib", "-fuse-ld=lld", "-Wl,-soname,libmptcp-preload.so",
    ]
    #if arch(arm64)
      // Their helper functions live in a library that is not linked.
      options.append("-mno-outline-atomics")
    #endif
    return options
  }
}
