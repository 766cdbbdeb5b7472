// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "own-bindings",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "swift-uapi", path: "../..", traits: [])],
  targets: [
    .executableTarget(
      name: "own-bindings",
      dependencies: ["CFileCalls", .product(name: "UAPIStructs", package: "swift-uapi")],
      exclude: ["uapi-bindings.json5"],
      plugins: [.plugin(name: "UAPIBindings", package: "swift-uapi")]),
    // System calls that take a struct which grows have no function in every C library.
    .target(name: "CFileCalls"),
  ]
)
