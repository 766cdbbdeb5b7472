import Foundation
import TestSupport
import Testing

@testable import UAPIComparison

/// The C compilers of this machine.
enum CCompilers {
  /// Compiles `checks.c` beside headers with gcc and clang, and returns the errors of each.
  static func compile(
    _ files: [String: String], options: [String]
  ) throws -> [(compiler: String, errors: String?)] {
    try withFolder(files) { folder in
      try ["clang", "gcc"].compactMap { compiler in
        try run(
          [compiler, "-Wall", "-Wextra", "-Werror", "-isystem", folder] + options, in: folder)
      }
    }
  }

  /// Compiles `checks.c` with the installed headers: with gcc and clang for this machine, with clang alone for a target.
  ///
  /// A target without headers here gives nothing.
  static func compile(
    _ files: [String: String], installedFor target: String?
  ) throws -> [(compiler: String, errors: String?)] {
    // What the C library of 64-bit machines lacks for others says nothing of structs.
    let stubs = ["gnu/stubs-32.h": "", "gnu/stubs-soft.h": "", "gnu/stubs-hard.h": ""]
    return try withFolder(files.merging(stubs) { first, _ in first }) { folder in
      guard let target else {
        return try ["clang", "gcc"].compactMap {
          try run([$0, "-O1", "-Wall", "-Wextra", "-Werror"], in: folder)
        }
      }
      guard let machine = machineFolder(of: target) else {
        print("skipped: no kernel headers for \(target) here")
        return []
      }
      let arguments = [
        "clang", "-target", target, "-O1", "-isystem", machine, "-isystem", "/usr/include",
        "-idirafter", hostFolder, "-idirafter", folder,
      ]
      return try [run(arguments, in: folder)].compactMap { $0 }
    }
  }

  /// The folder with the headers that depend on the machine.
  private static func machineFolder(of target: String) -> String? {
    let names: [String] =
      switch target {
      case "i386-linux-gnu": ["i386-linux-gnu", "x86_64-linux-gnu"]
      case "armv7-linux-gnueabihf": ["arm-linux-gnueabihf"]
      case "ppc64le-linux-gnu": ["powerpc64le-linux-gnu"]
      default: [target]
      }
    return names.map { "/usr/include/\($0)" }
      .first { FileManager.default.fileExists(atPath: $0 + "/asm") }
  }

  private static var hostFolder: String {
    #if arch(arm64)
      "/usr/include/aarch64-linux-gnu"
    #else
      "/usr/include/x86_64-linux-gnu"
    #endif
  }

  private static func withFolder<T>(
    _ files: [String: String], _ body: (String) throws -> T
  ) throws -> T {
    let folder = try ScratchFolder(files)
    return try withExtendedLifetime(folder) { try body(folder.path) }
  }

  /// Runs a compiler; `nil` with a word about it where it is not there.
  private static func run(
    _ arguments: [String], in folder: String
  ) throws -> (compiler: String, errors: String?)? {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments + ["-c", folder + "/checks.c", "-o", folder + "/checks.o"]
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let name = arguments[0]
    if process.terminationStatus == 127 {
      try #require(name != "clang", "the toolchain has a clang")
      print("skipped: there is no \(name)")
      return nil
    }
    let text = String(decoding: output, as: UTF8.self)
    return (name, process.terminationStatus == 0 ? nil : text)
  }
}
