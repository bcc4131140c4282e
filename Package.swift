// swift-tools-version: 6.1
import PackageDescription

// Rooms and who may import whom: docs/architecture.md. Arrows point down only.
let warningsAreErrors: [SwiftSetting] = [.treatAllWarnings(as: .error)]
// Numeric loops crawl without optimization; in these targets a debug build is for testing, not for stepping through.
let numeric: [SwiftSetting] = warningsAreErrors + [.unsafeFlags(["-O"], .when(configuration: .debug))]

let package = Package(
  name: "caseloom",
  platforms: [.macOS(.v14)],
  products: [.executable(name: "caseloom", targets: ["caseloom"])],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.0"),
    .package(url: "https://github.com/apple/swift-log.git", from: "1.16.0"),
    .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
  ],
  targets: [
    .target(name: "CaseModel", swiftSettings: warningsAreErrors),
    .target(name: "Transcripts", dependencies: ["CaseModel"], swiftSettings: numeric),
  ]
)
