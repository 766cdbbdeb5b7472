// swift-tools-version: 6.2

import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

// What reads bytes that kernels, files and headers hand over marks each unsafe expression.
let strictSettings = settings + [.strictMemorySafety()]

let package = Package(
  name: "swift-uapi",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "UAPIStructs", targets: ["UAPIStructs"]),
    .library(name: "MPTCP", targets: ["MPTCP"]),
    .library(name: "BTF", targets: ["BTF"]),
    .plugin(name: "UAPIBindings", targets: ["UAPIBindings"]),
    .executable(name: "uapi", targets: ["uapi"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
  ],
  targets: [
    // What embedders link.
    // The C library of this system, and its calls.
    .target(name: "LibC", swiftSettings: strictSettings),
    .target(name: "UAPIStructs", swiftSettings: strictSettings),
    .target(
      name: "MPTCP", dependencies: ["CSystemCalls", "CThreadMemory", "LibC", "UAPIStructs"],
      exclude: ["uapi-bindings.json5"],
      swiftSettings: strictSettings, plugins: ["UAPIBindings"]),
    // The types of kernels, from the kernels themselves.
    .target(name: "BTF", dependencies: ["LibC", "UAPIStructs"], swiftSettings: strictSettings),
    // System calls that Swift cannot make by itself.
    .target(name: "CSystemCalls"),
    // Memory of each thread's own, in which the kernel answers.
    .target(name: "CThreadMemory"),

    // Text and files that the tools put out, and what they know of their own process.
    .target(name: "CProgram"),
    .target(name: "UAPIText", dependencies: ["CProgram", "LibC"], swiftSettings: settings),

    // From C headers to Swift source.
    .target(name: "CLibClang"),
    .target(
      name: "UAPIHeaders",
      dependencies: ["CLibClang", "CSystemCalls", "LibC", "UAPIStructs", "UAPIText"],
      swiftSettings: strictSettings),
    .target(
      name: "UAPIGenerator",
      dependencies: ["BTF", "CEmbeddedKnowledge", "UAPIHeaders", "UAPIStructs", "UAPIText"],
      swiftSettings: settings),
    // The files of the folder headers/, inside the tools.
    .target(name: "CEmbeddedKnowledge"),
    .executableTarget(
      name: "uapi-generate", dependencies: ["LibC", "UAPIGenerator", "UAPIHeaders", "UAPIText"],
      swiftSettings: settings),
    .plugin(name: "UAPIBindings", capability: .buildTool(), dependencies: ["uapi-generate"]),
    .executableTarget(
      name: "uapi-import-headers",
      dependencies: ["LibC", "UAPIGenerator", "UAPIHeaders", "UAPIText"],
      swiftSettings: settings),
    .plugin(
      name: "ImportHeaders",
      capability: .command(
        intent: .custom(
          verb: "import-headers",
          description:
            "Folds a folder of kernel headers, or a kernel's own types, into the folder headers."),
        permissions: [
          .writeToPackageDirectory(reason: "It writes what it learnt into the folder headers.")
        ]), dependencies: ["uapi-import-headers"]),

    // The command.
    .executableTarget(
      name: "uapi",
      dependencies: [
        "BTF", "CMPTCPPreload", "CSystemCalls", "LibC", "MPTCP", "UAPIGenerator", "UAPIHeaders",
        "UAPIStructs", "UAPIText",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: settings),
    // What the command and its library for other programs share. The library itself, below Library,
    // must not become part of the command: the plugin builds it as a resource, and that of a C
    // target, since resources of a Swift target bring in Foundation.
    .target(name: "CMPTCPPreload", exclude: ["Library"], plugins: ["MPTCPPreload"]),
    .plugin(name: "MPTCPPreload", capability: .buildTool()),

    .testTarget(
      name: "UAPIStructsTests", dependencies: ["UAPIStructs"], swiftSettings: settings),
    .testTarget(
      name: "BTFTests", dependencies: ["BTF", "BTFBytes", "MPTCP", "TestSupport", "UAPIStructs"],
      swiftSettings: settings),
    // Types of kernels and ELF files that tests make up.
    .target(
      name: "BTFBytes", dependencies: ["BTF", "TestSupport"], path: "Tests/BTFBytes",
      swiftSettings: settings),
    .testTarget(
      name: "UAPITextTests", dependencies: ["TestSupport", "UAPIText"], swiftSettings: settings),
    .testTarget(
      name: "UAPIHeadersTests", dependencies: ["TestSupport", "UAPIHeaders", "UAPIStructs"],
      swiftSettings: settings),
    .testTarget(
      name: "UAPIGeneratorTests",
      dependencies: [
        "BTF", "BTFBytes", "GoldenBindings", "TestSupport", "UAPIGenerator", "UAPIHeaders",
        "UAPIStructs",
      ],
      swiftSettings: settings),
    // What the generator must write for the sample of its tests, compiled and run.
    .target(
      name: "GoldenBindings", dependencies: ["UAPIStructs"], path: "Tests/GoldenBindings",
      swiftSettings: settings),
    .testTarget(
      name: "MPTCPTests",
      dependencies: [
        "CAllocationCounter", "CInstalledLayouts", "MPTCP", "TestSupport", "UAPIStructs",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "uapiTests",
      dependencies: [
        "BTF", "BTFBytes", "CMPTCPPreload", "MPTCP", "TestSupport", "UAPIHeaders",
        "UAPIStructs", "UAPIText", "uapi",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: settings),
    // What tests share: folders, files of the package, bytes, programs, and networks of their own.
    .target(name: "TestSupport", path: "Tests/Support", swiftSettings: settings),
    .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
    .target(name: "CInstalledLayouts", path: "Tests/CInstalledLayouts"),
  ]
)
