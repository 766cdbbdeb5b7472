// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "uapi-benchmarks",
  platforms: [.macOS(.v26)],
  dependencies: [
    .package(name: "swift-uapi", path: ".."),
    .package(url: "https://github.com/google/swift-benchmark", from: "0.1.2"),
  ],
  targets: [
    // Optimized in every configuration: this is what the Swift code is measured against.
    .target(name: "CNaiveDecoder", cSettings: [.unsafeFlags(["-O2"])]),
    .target(name: "CAllocations"),
    .target(name: "COwnNetwork"),
    // A program of its own, and a small one: what starts a program counts as that one's memory.
    .executableTarget(name: "peak-memory", path: "Sources/CPeakMemory"),
    .executableTarget(
      name: "uapi-benchmarks",
      dependencies: [
        "CAllocations", "CNaiveDecoder", "COwnNetwork",
        .product(name: "Benchmark", package: "swift-benchmark"),
        .product(name: "BTF", package: "swift-uapi"),
        .product(name: "MPTCP", package: "swift-uapi"),
        .product(name: "UAPIStructs", package: "swift-uapi"),
        // Run as a process, from the folder of the build.
        .product(name: "uapi", package: "swift-uapi"),
      ],
      swiftSettings: [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
      ]),
  ]
)
