import Foundation
import PackagePlugin

/// Generates Swift bindings of kernel structs for a target with a file `uapi-bindings.json5`, or with
/// several files `NAME.uapi-bindings.json5`.
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
    // Specs may name headers of other targets, which are inputs then.
    let neighbours: [URL] = target.dependencies.compactMap { dependency in
      guard case .target(let target) = dependency else { return nil }
      return target.sourceModule?.directoryURL
    }
    return try commands(
      target: target.name, folder: module.directoryURL, neighbours: neighbours,
      output: context.pluginWorkDirectoryURL, tool: try context.tool(named: "uapi-generate").url,
      clang: clang)
  }

  func commands(
    target: String, folder: URL, neighbours: [URL], output: URL, tool: URL, clang: URL?
  ) throws -> [Command] {
    let specs = Self.specs(in: folder)
    if specs.isEmpty {
      let spec = folder.appending(path: Self.specName).path(percentEncoded: false)
      Diagnostics.error(
        "UAPIBindings: target '\(target)' has no \(spec): create it, for "
          + "example with { headers: [\"linux/mptcp.h\"], structs: [\"mptcp_info\"] }")
      return []
    }
    // What the tool reads of the environment. The spec can name a root of its own, so it is not an argument.
    let variables = ProcessInfo.processInfo.environment.filter { name, value in
      ["UAPI_HEADERS", "LIBCLANG_PATH"].contains(name) && !value.isEmpty
    }
    let root = variables["UAPI_HEADERS"] ?? "/usr/include"
    let inputs =
      Self.files(in: folder, with: [".json", ".json5", ".h"], except: specs)
      + neighbours.flatMap { Self.files(in: $0, with: [".h"]) }
      + Self.headers(in: URL(filePath: root, directoryHint: .isDirectory))
      + (root == "/usr/include" ? Self.versionsOfOtherMachines : [])
    return specs.map { spec in
      var arguments = [
        "--spec", spec.path(percentEncoded: false), "--output", output.path(percentEncoded: false),
      ]
      if let clang { arguments += ["--clang", clang.path(percentEncoded: false)] }
      // The tool takes the names of its files from that of the spec in the same way.
      let name = spec.lastPathComponent.dropLast(Self.specName.count)
      return .buildCommand(
        displayName: "Generating kernel bindings for \(target)"
          + (name.isEmpty ? "" : " (\(name.dropLast()))"),
        executable: tool,
        arguments: arguments,
        environment: variables,
        inputFiles: [spec] + inputs,
        outputFiles: [
          output.appending(path: "UAPIBindings.\(name)Structs.swift"),
          output.appending(path: "UAPIBindings.\(name)Constants.swift"),
        ])
    }
  }

  private static let specName = "uapi-bindings.json5"

  /// The specs of a target: they are in its folder itself.
  private static func specs(in folder: URL) -> [URL] {
    let names =
      (try? FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false)))
      ?? []
    return names.sorted().filter { name in
      name == specName || name.hasSuffix("." + specName) && !name.hasPrefix(".")
    }.map { folder.appending(path: $0) }
  }

  /// Every file in a folder and below it that a spec may lead to: knowledge, or headers.
  private static func files(
    in folder: URL, with suffixes: [String], except specs: [URL] = []
  ) -> [URL] {
    let base = folder.path(percentEncoded: false)
    let paths = FileManager.default.enumerator(atPath: base)?.compactMap { $0 as? String } ?? []
    return paths.sorted().filter { path in suffixes.contains { path.hasSuffix($0) } }
      .map { folder.appending(path: $0) }.filter { file in
        !specs.contains { $0.path() == file.path() }
      }
  }

  /// What says that the headers of other machines, which packages for cross compilers bring, are
  /// other ones.
  private static var versionsOfOtherMachines: [URL] {
    let root = "/usr"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    return names.sorted().filter { $0.contains("-linux-gnu") }
      .map { URL(filePath: "\(root)/\($0)/include/linux/version.h") }
      .filter { FileManager.default.fileExists(atPath: $0.path(percentEncoded: false)) }
  }

  /// The headers that may be read: those of `linux`, whose version is among them.
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
      let spec = target.inputFiles.first {
        $0.url.lastPathComponent.hasSuffix("uapi-bindings.json5")
      }
      let folder = spec?.url.deletingLastPathComponent() ?? context.xcodeProject.directoryURL
      return try commands(
        target: target.displayName, folder: folder, neighbours: [],
        output: context.pluginWorkDirectoryURL,
        tool: try context.tool(named: "uapi-generate").url,
        clang: try? context.tool(named: "clang").url)
    }
  }
#endif
