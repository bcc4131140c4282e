// swift-tools-version: 6.2
import PackageDescription

// Rooms and who may import whom: docs/architecture.md. Arrows point down only.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]
// Numeric and byte loops crawl without optimization; a debug build of these targets is for testing, not for stepping.
let numeric: [SwiftSetting] = strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

let package = Package(
  name: "caseloom",
  platforms: [.macOS(.v15)],
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
    .target(name: "CaseModel", swiftSettings: numeric),
    .target(
      name: "Schema", path: "Migrations",
      resources: [
        .embedInCode("0001_cases.sql"), .embedInCode("0002_networks.sql"),
        .embedInCode("0003_modules_and_measures.sql"), .embedInCode("0004_work.sql"),
        .embedInCode("0005_embeddings.sql"), .embedInCode("0006_over_time.sql"),
        .embedInCode("0007_module_models.sql"),
      ], swiftSettings: strict),
    .target(
      name: "CaseStore",
      dependencies: ["CaseModel", "Schema", grdb, .product(name: "GRDBSQLite", package: "GRDB.swift"), crypto],
      swiftSettings: strict),
    .target(name: "Transcripts", dependencies: ["CaseModel"], swiftSettings: numeric),
    .systemLibrary(
      name: "CBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
    .target(name: "Numerics", dependencies: ["CBLAS"], swiftSettings: numeric),
    .target(name: "SentenceEncoder", dependencies: ["CBLAS", "Numerics"], swiftSettings: numeric),
    .target(name: "LanguageModel", swiftSettings: strict),
    .target(name: "Drawing", swiftSettings: numeric),
    .target(
      name: "ProcessNetworks", dependencies: ["CaseModel", "SentenceEncoder", "LanguageModel", "Drawing", yams],
      swiftSettings: numeric),
    .target(
      name: "ModuleSequences", dependencies: ["CaseModel", "CBLAS", "Numerics", "Drawing", yams],
      swiftSettings: numeric),
    .target(name: "GuidedSessions", dependencies: ["CaseModel", "LanguageModel"], swiftSettings: strict),
    .target(
      name: "Evaluation",
      dependencies: ["CaseModel", "Transcripts", "SentenceEncoder", "ProcessNetworks", "ModuleSequences"],
      swiftSettings: numeric),
    .target(
      name: "Casework",
      dependencies: [
        "CaseModel", "CaseStore", "Transcripts", "SentenceEncoder", "ProcessNetworks", "ModuleSequences",
        "GuidedSessions", crypto,
      ], swiftSettings: strict),
    .target(name: "Daemon", dependencies: ["Casework", lifecycle, logging], swiftSettings: strict),
    .target(
      name: "Commands",
      dependencies: [
        "CaseModel", "CaseStore", "Transcripts", "SentenceEncoder", "ProcessNetworks", "ModuleSequences", "Evaluation",
        "Casework", "Daemon",
        argumentParser, logging,
      ], swiftSettings: strict),
    .executableTarget(
      name: "encbench", dependencies: ["SentenceEncoder"], path: "Benchmarks/encbench", swiftSettings: numeric),
    .executableTarget(name: "caseloom", dependencies: ["Commands"], swiftSettings: strict),

    // What several test targets share; no product holds it.
    .target(
      name: "TestSupport", dependencies: ["CaseStore", "CaseModel", "ModuleSequences", grdb], path: "Tests/TestSupport",
      swiftSettings: strict),
    .testTarget(name: "CaseModelTests", dependencies: ["CaseModel"], swiftSettings: strict),
    .testTarget(
      name: "CaseStoreTests", dependencies: ["CaseStore", "CaseModel", "Schema", "TestSupport", grdb],
      swiftSettings: strict),
    .testTarget(name: "TranscriptsTests", dependencies: ["Transcripts", "CaseModel"], swiftSettings: strict),
    .testTarget(
      name: "SentenceEncoderTests", dependencies: ["SentenceEncoder", "Numerics"], exclude: ["Expected"],
      swiftSettings: strict),
    .testTarget(name: "LanguageModelTests", dependencies: ["LanguageModel"], swiftSettings: strict),
    .testTarget(
      name: "ProcessNetworksTests",
      dependencies: ["ProcessNetworks", "Drawing", "SentenceEncoder", "CaseModel", yams], exclude: ["Expected"],
      swiftSettings: strict),
    .testTarget(
      name: "ModuleSequencesTests", dependencies: ["ModuleSequences", "Drawing", "CaseModel", "TestSupport"],
      exclude: ["Expected"], swiftSettings: strict),
    .testTarget(
      name: "CommandsTests",
      dependencies: [
        "Commands", "Casework", "CaseStore", "ModuleSequences", "CaseModel", "TestSupport", argumentParser,
      ],
      exclude: ["Snapshots"], swiftSettings: strict),
    .testTarget(
      name: "EvaluationTests", dependencies: ["Evaluation", "CaseModel", "TestSupport"], swiftSettings: strict),
    .testTarget(name: "GuidedSessionsTests", dependencies: ["GuidedSessions"], swiftSettings: strict),
    .testTarget(
      name: "CaseworkTests",
      dependencies: [
        "Casework", "CaseStore", "ModuleSequences", "ProcessNetworks", "SentenceEncoder", "CaseModel", "TestSupport",
        crypto, grdb,
      ],
      swiftSettings: strict),
    // These run the built program as a process.
    .testTarget(
      name: "DaemonTests", dependencies: ["caseloom", "CaseStore", "CaseModel", "TestSupport"], swiftSettings: strict),
  ]
)
