// swift-tools-version: 6.2

import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

// What reads bytes that kernels, files and headers hand over marks each unsafe expression.
let strictSettings = settings + [.strictMemorySafety()]

// For the command alone: a package that depends on this one without traits does not fetch it.
let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser", condition: .when(traits: ["Command"]))

// A package that depends on this one builds the tools of all plugins that our products use, whatever it
// asks for. So the command has bindings of its own only where it is built in this package itself.
let isCheckout = Context.packageDirectory.contains("/checkouts/")
let commandPlugins: [Target.PluginUsage] = isCheckout ? [] : ["UAPIBindings"]
let commandSettings = settings + (isCheckout ? [] : [.define("InstalledBindings")])

let package = Package(
  name: "swift-uapi",
  platforms: [.macOS(.v26)],
  products: [
    .library(name: "UAPIStructs", targets: ["UAPIStructs"]),
    .library(name: "MPTCP", targets: ["MPTCP"]),
    .library(name: "BTF", targets: ["BTF"]),
    .library(name: "Netlink", targets: ["Netlink"]),
    .plugin(name: "UAPIBindings", targets: ["UAPIBindings"]),
    .executable(name: "uapi", targets: ["uapi"]),
  ],
  traits: [
    .default(enabledTraits: ["Command"]),
    .trait(
      name: "Command",
      description:
        "The command uapi and the tools of maintainers, which need swift-argument-parser."
    ),
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
      name: "MPTCP",
      dependencies: ["CSystemCalls", "LibC", "Netlink", "UAPIStructs"],
      exclude: ["uapi-bindings.json5"], swiftSettings: strictSettings),
    // Questions to the kernel over netlink, whatever they are about.
    .target(name: "Netlink", dependencies: ["LibC", "UAPIStructs"], swiftSettings: strictSettings),
    // The types of kernels, from the kernels themselves.
    .target(name: "BTF", dependencies: ["LibC", "UAPIStructs"], swiftSettings: strictSettings),
    // System calls that Swift cannot make by itself.
    .target(name: "CSystemCalls"),

    // Text and files that the tools put out, and what they know of their own process.
    .target(name: "CProgram"),
    .target(name: "UAPIText", dependencies: ["CProgram", "LibC"], swiftSettings: settings),

    // From C headers to Swift source.
    .target(name: "CLibClang"),
    .target(
      name: "UAPIHeaders",
      dependencies: ["CLibClang", "CSystemCalls", "LibC", "UAPIStructs", "UAPIText"],
      swiftSettings: strictSettings),
    // The files of the folder headers/, inside the tools, and what they say.
    .target(name: "CEmbeddedKnowledge"),
    .target(
      name: "UAPIKnowledge", dependencies: ["CEmbeddedKnowledge", "UAPIStructs", "UAPIText"],
      swiftSettings: settings),
    .target(
      name: "UAPIGenerator",
      dependencies: ["UAPIHeaders", "UAPIKnowledge", "UAPIStructs", "UAPIText"],
      swiftSettings: settings),
    .executableTarget(
      name: "uapi-generate",
      dependencies: ["LibC", "UAPIGenerator", "UAPIHeaders", "UAPIText"],
      swiftSettings: settings),
    .plugin(name: "UAPIBindings", capability: .buildTool(), dependencies: ["uapi-generate"]),
    .plugin(
      name: "UpdateBindings",
      capability: .command(
        intent: .custom(
          verb: "update-bindings",
          description:
            "Writes the committed bindings again, after a change of a spec or of headers."),
        permissions: [.writeToPackageDirectory(reason: "It writes the folders Bindings.")]),
      dependencies: ["uapi-generate"]),
    // Headers, releases and kernels against each other.
    .target(
      name: "UAPIComparison",
      dependencies: [
        "BTF", "UAPIGenerator", "UAPIHeaders", "UAPIKnowledge", "UAPIStructs", "UAPIText",
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "uapi-import-headers",
      dependencies: [
        "LibC", "UAPIComparison", "UAPIHeaders", "UAPIStructs", "UAPIText",
        argumentParser,
      ],
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

    // Interfaces, addresses and routes, as far as paths depend on them.
    .target(
      name: "Routing", dependencies: ["MPTCP", "Netlink", "UAPIStructs"],
      swiftSettings: strictSettings),

    // From records, traces and dumps to decoded answers.
    .target(
      name: "CaptureDecoding",
      dependencies: ["BTF", "LibC", "MPTCP", "UAPIKnowledge", "UAPIStructs", "UAPIText"],
      swiftSettings: settings),

    // The command: a thin main over what tests can import.
    .target(name: "CommandTrait"),
    .executableTarget(
      name: "uapi", dependencies: ["CommandTrait", "UAPICommands"], swiftSettings: settings),
    .target(
      name: "UAPICommands",
      dependencies: [
        "BTF", "CMPTCPPreload", "CSystemCalls", "CaptureDecoding", "CommandTrait", "LibC", "MPTCP",
        "Netlink", "Routing", "UAPIComparison", "UAPIGenerator", "UAPIHeaders", "UAPIKnowledge",
        "UAPIStructs", "UAPIText", argumentParser,
      ], exclude: ["uapi-bindings.json5"], swiftSettings: commandSettings, plugins: commandPlugins),
    // What the command and its library for other programs share. The library itself, below Library,
    // must not become part of the command: the plugin builds it as a resource, and that of a C
    // target, since resources of a Swift target bring in Foundation.
    .target(name: "CMPTCPPreload", exclude: ["Library"], plugins: ["MPTCPPreload"]),
    .plugin(name: "MPTCPPreload", capability: .buildTool()),

    .testTarget(
      name: "UAPIStructsTests", dependencies: ["MPTCP", "UAPIStructs"], swiftSettings: settings),
    .testTarget(
      name: "BTFTests", dependencies: ["BTF", "BTFBytes", "MPTCP", "TestSupport", "UAPIStructs"],
      swiftSettings: settings),
    // Types of kernels and ELF files that tests make up.
    .target(
      name: "BTFBytes", dependencies: ["BTF", "TestSupport"], path: "Tests/BTFBytes",
      swiftSettings: settings),
    .testTarget(
      name: "CaptureDecodingTests",
      dependencies: [
        "CaptureDecoding", "DecodingSupport", "MPTCP", "TestSupport", "UAPIStructs", "UAPIText",
      ], swiftSettings: settings),
    // The decoder on bytes in memory.
    .target(
      name: "DecodingSupport", dependencies: ["CaptureDecoding", "TestSupport", "UAPIText"],
      path: "Tests/DecodingSupport", swiftSettings: settings),
    .testTarget(
      name: "UAPITextTests", dependencies: ["TestSupport", "UAPIText"], swiftSettings: settings),
    .testTarget(
      name: "UAPIHeadersTests", dependencies: ["TestSupport", "UAPIHeaders", "UAPIStructs"],
      swiftSettings: settings),
    .testTarget(
      name: "UAPIKnowledgeTests",
      dependencies: ["GeneratorSamples", "TestSupport", "UAPIKnowledge", "UAPIStructs"],
      swiftSettings: settings),
    .testTarget(
      name: "UAPIGeneratorTests",
      dependencies: [
        "GeneratorSamples", "GoldenBindings", "TestSupport", "UAPIGenerator", "UAPIHeaders",
        "UAPIKnowledge", "UAPIStructs",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "UAPIComparisonTests",
      dependencies: [
        "BTF", "BTFBytes", "GeneratorSamples", "GoldenBindings", "TestSupport", "UAPIComparison",
        "UAPIGenerator", "UAPIHeaders", "UAPIKnowledge", "UAPIStructs", "UAPIText",
        "uapi-import-headers",
        argumentParser,
      ],
      swiftSettings: settings),
    // A struct that grows, its header, and files of the package that tests look at.
    .target(
      name: "GeneratorSamples",
      dependencies: ["TestSupport", "UAPIHeaders", "UAPIKnowledge", "UAPIStructs"],
      path: "Tests/GeneratorSamples", swiftSettings: settings),
    // What the generator must write for the sample of its tests, compiled and run.
    .target(
      name: "GoldenBindings", dependencies: ["UAPIStructs"], path: "Tests/GoldenBindings",
      swiftSettings: settings),
    .testTarget(
      name: "NetlinkTests",
      dependencies: [
        "MPTCP", "ModelledNetlink", "Netlink", "Routing", "TestSupport", "UAPIStructs",
      ],
      swiftSettings: settings),
    // Netlink messages that tests make up, and a kernel that answers with them.
    .target(
      name: "ModelledNetlink", dependencies: ["Netlink", "UAPIStructs"],
      path: "Tests/ModelledNetlink", swiftSettings: settings),
    .testTarget(
      name: "MPTCPTests",
      dependencies: [
        "CAllocationCounter", "CInstalledLayouts", "InstalledBindings", "MPTCP",
        "ModelledNetlink", "Netlink", "TestSupport", "UAPIStructs",
      ],
      swiftSettings: settings),
    // The spec of MPTCP, which is a link there, bound by the plugin from the installed headers.
    .target(
      name: "InstalledBindings", dependencies: ["UAPIStructs"], path: "Tests/InstalledBindings",
      exclude: ["uapi-bindings.json5"], swiftSettings: settings, plugins: ["UAPIBindings"]),
    .testTarget(
      name: "uapiTests",
      dependencies: [
        "BTF", "BTFBytes", "CMPTCPPreload", "CaptureDecoding", "DecodingSupport", "MPTCP",
        "Netlink", "Routing", "TestSupport", "UAPICommands", "UAPIGenerator",
        "UAPIHeaders", "UAPIStructs", "UAPIText", argumentParser,
      ], swiftSettings: settings),
    // What tests share: folders, files of the package, bytes, programs, and networks of their own.
    .target(name: "TestSupport", path: "Tests/Support", swiftSettings: settings),
    .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
    .target(name: "CInstalledLayouts", path: "Tests/CInstalledLayouts"),
  ]
)
