// swift-tools-version: 6.2

import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  // Both in one flag: of two the compiler takes the last one only.
  .unsafeFlags(["-sanitize=fuzzer,address"]),
]

// The libraries are those of the package above, by links, so that all of their code is instrumented
// and nothing of them is out of reach.
let package = Package(
  name: "uapi-fuzz",
  platforms: [.macOS(.v26)],
  targets: [
    .target(name: "LibC", swiftSettings: settings),
    .target(name: "UAPIStructs", swiftSettings: settings),
    .target(name: "BTF", dependencies: ["LibC", "UAPIStructs"], swiftSettings: settings),
    .target(name: "Netlink", dependencies: ["LibC", "UAPIStructs"], swiftSettings: settings),
    .target(name: "CSystemCalls"),
    .target(
      name: "MPTCP",
      dependencies: ["CSystemCalls", "LibC", "Netlink", "UAPIStructs"],
      exclude: ["uapi-bindings.json5"], swiftSettings: settings),
    .target(name: "CProgram"),
    .target(name: "UAPIText", dependencies: ["CProgram", "LibC"], swiftSettings: settings),
    .target(name: "CLibClang"),
    .target(
      name: "UAPIHeaders",
      dependencies: ["CLibClang", "CSystemCalls", "LibC", "UAPIStructs", "UAPIText"],
      swiftSettings: settings),
    .target(name: "CEmbeddedKnowledge"),
    .target(
      name: "UAPIKnowledge", dependencies: ["CEmbeddedKnowledge", "UAPIStructs", "UAPIText"],
      swiftSettings: settings),
    .target(
      name: "UAPIGenerator",
      dependencies: ["UAPIHeaders", "UAPIKnowledge", "UAPIStructs", "UAPIText"],
      swiftSettings: settings),
    .target(
      name: "UAPIComparison",
      dependencies: [
        "BTF", "UAPIGenerator", "UAPIHeaders", "UAPIKnowledge", "UAPIStructs", "UAPIText",
      ],
      swiftSettings: settings),
    .target(
      name: "CaptureDecoding",
      dependencies: [
        "BTF", "LibC", "MPTCP", "UAPIKnowledge", "UAPIStructs", "UAPIText",
      ],
      swiftSettings: settings),

    .target(name: "FuzzSupport", dependencies: ["UAPIStructs"], swiftSettings: settings),
    .fuzzer("FuzzBTF", of: ["BTF", "UAPIStructs"]),
    .fuzzer("FuzzNetlink", of: ["MPTCP", "Netlink", "UAPIStructs"]),
    .fuzzer("FuzzCaptures", of: ["CaptureDecoding", "MPTCP", "UAPIText"]),
    .fuzzer("FuzzStructs", of: ["MPTCP", "UAPIStructs"]),
  ]
)

extension Target {
  /// A program whose main function is that of libFuzzer.
  static func fuzzer(_ name: String, of dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
      name: name, dependencies: dependencies + ["FuzzSupport"],
      swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])],
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address"])])
  }
}
