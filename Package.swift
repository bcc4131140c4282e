// swift-tools-version: 6.2
import PackageDescription

// Rooms and who may import whom: docs/architecture.md. Arrows point down only.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]
// Numeric and byte loops crawl without optimization; a debug build of these targets is for testing, not for stepping.
let numeric: [SwiftSetting] = strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]

let package = Package(
  name: "caseloom",
  platforms: [.macOS(.v14)],
  products: [],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.0"),
    .package(url: "https://github.com/apple/swift-log.git", from: "1.16.0"),
    .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
  ],
  targets: [
    .target(name: "CaseModel", swiftSettings: strict),
    .target(
      name: "Schema", path: "Migrations",
      resources: [
        .embedInCode("0001_cases.sql"), .embedInCode("0002_networks.sql"),
        .embedInCode("0003_modules_and_measures.sql"), .embedInCode("0004_work.sql"),
      ], swiftSettings: strict),
    .target(
      name: "CaseStore",
      dependencies: [
        "CaseModel", "Schema", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Crypto", package: "swift-crypto"),
      ], swiftSettings: strict),
  ]
)
