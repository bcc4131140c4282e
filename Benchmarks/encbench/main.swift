import Foundation
import SentenceEncoder

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// `encbench FILE [MODEL] [--all] [--vectors FILE]`: encodes the lines of FILE and prints texts a second, how many processors
/// were at work, and the peak of resident memory. `--all` encodes equal texts each for itself; `--vectors` writes 32-bit floats.
let arguments = CommandLine.arguments
guard arguments.count >= 2 else {
  print("usage: encbench FILE [MODEL] [--all] [--vectors FILE]")
  exit(64)
}
let model = arguments.count > 2 && !arguments[2].hasPrefix("--") ? arguments[2] : "all-minilm-l6-v2"
let content = try String(contentsOfFile: arguments[1], encoding: .utf8)
var texts = content.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
if texts.last == "" { texts.removeLast() }

let watch = ContinuousClock()
let start = watch.now
let encoder = try MiniLMEncoder(folder: URL(fileURLWithPath: model))
let loadSeconds = (watch.now - start) / .seconds(1)
let processorStart = clock()
let encodeStart = watch.now
let vectors =
  arguments.contains("--all")
  ? try encoder.encode(pieces: texts.map(encoder.tokenizer.identifiers)) : try encoder.encode(texts)
let seconds = (watch.now - encodeStart) / .seconds(1)
let processors = Double(clock() - processorStart) / Double(CLOCKS_PER_SEC) / seconds

let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
let peak = status.split(separator: "\n").first { $0.hasPrefix("VmHWM") }.flatMap { Double($0.filter(\.isNumber)) } ?? 0
print("texts", texts.count, "seconds", seconds, "texts/s", Double(texts.count) / seconds, "processors", processors)
print("load", loadSeconds, "peakMB", peak / 1024)
if let place = arguments.firstIndex(of: "--vectors"), place + 1 < arguments.count {
  try vectors.flatMap { $0 }.withUnsafeBytes { Data($0) }.write(to: URL(fileURLWithPath: arguments[place + 1]))
}
