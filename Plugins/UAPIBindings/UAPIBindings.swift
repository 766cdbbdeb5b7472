import Foundation
import PackagePlugin

/// Generates Swift bindings of kernel structs for a target with a file `uapi-bindings.json5`.
///
/// The plan depends on where files are, never on what they contain: the build system keeps it.
@main
struct UAPIBindings: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard let module = target.sourceModule else {
      Diagnostics.error(
        "UAPIBindings: target '\(target.name)' has no sources: apply the plugin to a Swift target")
      return []
    }
    let clang = try? context.tool(named: "clang").url
    return try commands(
      target: target.name, folder: module.directoryURL, output: context.pluginWorkDirectoryURL,
      tool: try context.tool(named: "uapi-generate").url, clang: clang)
  }

  func commands(
    target: String, folder: URL, output: URL, tool: URL, clang: URL?
  ) throws -> [Command] {
    let spec = folder.appending(path: "uapi-bindings.json5")
    guard FileManager.default.fileExists(atPath: spec.path(percentEncoded: false)) else {
      Diagnostics.error(
        "UAPIBindings: target '\(target)' has no \(spec.path(percentEncoded: false)): create it, for "
          + "example with { headers: [\"linux/mptcp.h\"], structs: [\"mptcp_info\"] }")
      return []
    }
    // What the tool reads of the environment. The spec can name a root of its own, so it is no argument.
    let variables = ProcessInfo.processInfo.environment.filter { name, value in
      ["UAPI_HEADERS", "LIBCLANG_PATH"].contains(name) && !value.isEmpty
    }
    let root = variables["UAPI_HEADERS"] ?? "/usr/include"
    var arguments = [
      "--spec", spec.path(percentEncoded: false), "--output", output.path(percentEncoded: false),
    ]
    if let clang { arguments += ["--clang", clang.path(percentEncoded: false)] }
    return [
      .buildCommand(
        displayName: "Generating kernel bindings for \(target)",
        executable: tool,
        arguments: arguments,
        environment: variables,
        inputFiles: [spec] + Self.knowledge(in: folder, except: spec)
          + Self.headers(in: URL(filePath: root, directoryHint: .isDirectory)),
        outputFiles: [
          output.appending(path: "UAPIBindings.Structs.swift"),
          output.appending(path: "UAPIBindings.Constants.swift"),
        ])
    ]
  }

  /// Every JSON file of the target, which may be knowledge that the spec names.
  private static func knowledge(in folder: URL, except spec: URL) -> [URL] {
    let base = folder.path(percentEncoded: false)
    let paths = FileManager.default.enumerator(atPath: base)?.compactMap { $0 as? String } ?? []
    return paths.sorted().filter { $0.hasSuffix(".json") || $0.hasSuffix(".json5") }
      .map { folder.appending(path: $0) }.filter { $0.path() != spec.path() }
  }

  /// The headers that may be read: those of `linux`, whose version stands among them.
  private static func headers(in root: URL) -> [URL] {
    let folder = root.appending(path: "linux")
    let names =
      (try? FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false)))
      ?? []
    return names.sorted().filter { $0.hasSuffix(".h") }.map { folder.appending(path: $0) }
  }
}

#if canImport(XcodeProjectPlugin)
  import XcodeProjectPlugin

  extension UAPIBindings: XcodeBuildToolPlugin {
    func createBuildCommands(context: XcodePluginContext, target: XcodeTarget) throws -> [Command] {
      let spec = target.inputFiles.first { $0.url.lastPathComponent == "uapi-bindings.json5" }
      let folder = spec?.url.deletingLastPathComponent() ?? context.xcodeProject.directoryURL
      return try commands(
        target: target.displayName, folder: folder, output: context.pluginWorkDirectoryURL,
        tool: try context.tool(named: "uapi-generate").url,
        clang: try? context.tool(named: "clang").url)
    }
  }
#endif
