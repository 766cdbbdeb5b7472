// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "newer-header",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "swift-uapi", path: "../..", traits: [])],
  targets: [
    .executableTarget(
      name: "newer-header",
      dependencies: [
        .product(name: "MPTCP", package: "swift-uapi"),
        .product(name: "UAPIStructs", package: "swift-uapi"),
      ],
      exclude: ["include", "uapi-bindings.json5"],
      plugins: [.plugin(name: "UAPIBindings", package: "swift-uapi")])
  ]
)
