// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "archive",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "swift-uapi", path: "../..", traits: [])],
  targets: [
    .executableTarget(
      name: "archive", dependencies: [.product(name: "MPTCP", package: "swift-uapi")])
  ]
)
