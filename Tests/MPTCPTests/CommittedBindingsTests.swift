import Foundation
import enum InstalledBindings.InstalledStructs
import MPTCP
import Testing
import UAPIStructs

/// The committed bindings held against those that the plugin makes of the same spec and the headers
/// that are installed here.
struct CommittedBindingsTests {
  private static let remedy: Comment = """
    Sources/MPTCP/Bindings is not what the plugin makes of the spec here. Run: \
    swift package --allow-writing-to-package-directory update-bindings
    Where the installed headers are newer than the folder headers, run before it: \
    swift package --allow-writing-to-package-directory import-headers /usr/include
    """

  private static let committed: [StructHistory] = [
    MPTCPInfo.history, MPTCPFullInfo.history, MPTCPSubflowData.history, MPTCPSubflowInfo.history,
    MPTCPSubflowAddresses.history, TCPInfo.history,
  ]

  @Test func `Every struct has the layouts, fields, places and releases that the plugin binds`() {
    #expect(Self.committed.map(\.name) == InstalledStructs.histories.map(\.name))
    for (committed, installed) in zip(Self.committed, InstalledStructs.histories) {
      #expect(committed.header == installed.header, Self.remedy)
      #expect(committed.knownThrough == installed.knownThrough, Self.remedy)
      #expect(committed.generations == installed.generations, Self.remedy)
      #expect(committed.aliases == installed.aliases, Self.remedy)
      #expect(committed.fields.map(\.name) == installed.fields.map(\.name), Self.remedy)
      for (field, other) in zip(committed.fields, installed.fields) {
        #expect(field == other, Self.remedy)
      }
    }
  }

  /// Names, constants and documentation have no value at run time: the text tells.
  @Test(arguments: ["UAPIBindings.Structs.swift", "UAPIBindings.Constants.swift"])
  func `Every line is what the plugin writes`(name: String) throws {
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let committed = try String(
      contentsOf: package.appending(path: "Sources/MPTCP/Bindings/\(name)"), encoding: .utf8)
    let generated = try String(contentsOf: try Self.generated(name), encoding: .utf8)
    let lines = committed.split(separator: "\n", omittingEmptySubsequences: false)
    let others = generated.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count > 1000)
    let first = zip(lines, others).enumerated().first { $0.element.0 != $0.element.1 }
    let difference = first.map { "line \($0.offset + 1): \($0.element.0) / \($0.element.1)" }
    #expect(difference == nil, Self.remedy)
    #expect(lines.count == others.count, Self.remedy)
    if name.contains("Structs") {
      let structs = lines.filter { $0.hasSuffix(": UAPIStruct {") }
      #expect(structs.count == Self.committed.count, "the lists of structs in these tests")
    }
  }

  /// A file that the plugin wrote, in the build folder that holds this test.
  private static func generated(_ name: String) throws -> URL {
    var folder = URL(filePath: CommandLine.arguments[0])
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      let outputs = folder.appending(path: "plugins/outputs")
      let files = FileManager.default.enumerator(at: outputs, includingPropertiesForKeys: nil)
      while let file = files?.nextObject() as? URL {
        if file.lastPathComponent == name, file.pathComponents.contains("InstalledBindings") {
          return file
        }
      }
    }
    throw CocoaError(
      .fileNoSuchFile,
      userInfo: [NSFilePathErrorKey: "\(name) below \(CommandLine.arguments[0])"])
  }
}
