// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "mptcp-server",
  platforms: [.macOS(.v26)],
  dependencies: [.package(name: "swift-uapi", path: "../..", traits: [])],
  targets: [
    .executableTarget(
      name: "mptcp-server", dependencies: [.product(name: "MPTCP", package: "swift-uapi")])
  ]
)
