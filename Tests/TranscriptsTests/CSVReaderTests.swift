import CaseModel
import Testing

@testable import Transcripts

@Suite struct CSVReaderTests {
  struct Table: Equatable {
    var header: [String] = []
    var lines: [Int] = []
    var records: [[String]] = []
  }

  static func read(_ text: String, chunk: Int = 262_144, limit: Int = 1_000_000) throws -> Table {
    try withFile(Array(text.utf8)) { path in
      let reader = try CSVReader(path: path, chunkBytes: chunk, recordLimitBytes: limit)
      var table = Table(header: reader.header)
      try reader.forEachRecord { record in
        table.lines.append(record.line)
        table.records.append((0..<record.count).map { record[$0] })
      }
      return table
    }
  }

  static func fault(_ text: String, limit: Int = 1_000_000) -> Fault {
    do {
      _ = try read(text, limit: limit)
      return Fault(line: nil, text: "read")
    } catch let error as CaseError {
      return Fault(error)
    } catch {
      return Fault(line: nil, text: "\(error)")
    }
  }

  /// Quotes, line breaks and ends of the file at every place of a chunk.
  @Test(arguments: ["\n", "\r\n", "\r"])
  func readsQuotesAcrossChunks(lineBreak: String) throws {
    let rows = [
      "a,b,c", "1,\"x, y\",\"\"", "", "2,\"say \"\"no\"\"\",\"line~break~~\"", "\"\"\"\",é,😀", "", "4,,",
      "5,\"\",\"6\"",
    ]
    let text = rows.joined(separator: "\n").replacing("~", with: "\n").replacing("\n", with: lineBreak)
    let expected = Table(
      header: ["a", "b", "c"], lines: [2, 4, 8, 10, 11],
      records: [
        ["1", "x, y", ""], ["2", "say \"no\"", "line\(lineBreak)break\(lineBreak)\(lineBreak)"], ["\"", "é", "😀"],
        ["4", "", ""], ["5", "", "6"],
      ])
    for chunk in 1...(text.utf8.count + 2) {
      #expect(try CSVReaderTests.read(text, chunk: chunk) == expected, "chunk \(chunk)")
      #expect(try CSVReaderTests.read(text + lineBreak, chunk: chunk) == expected, "chunk \(chunk)")
    }
  }

  @Test(arguments: [
    ("a,b\n1,2", [["1", "2"]]), ("a;b\n1;2,3", [["1", "2,3"]]), ("a\tb\n1\t2;3", [["1", "2;3"]]),
    ("\"a,;;\",b\n1,2", [["1", "2"]]), ("a\n1", [["1"]]), ("a,b\n1,2,,\n", [["1", "2"]]),
    ("a,b\n1, \"2\" ", [["1", " \"2\" "]]), ("a,b\nx\"y,\"z\"", [["x\"y", "z"]]), ("a,b\n", []),
    ("\n\na,b\n\n1,2", [["1", "2"]]),
    ("a,b\n,", [["", ""]]),
  ])
  func readsTables(text: String, records: [[String]]) throws {
    #expect(try CSVReaderTests.read(text).records == records)
  }

  @Test(arguments: [
    ("", 1, "empty"), ("\n\n", 1, "empty"), ("a,b\n1,2\n1", 3, "1 field, the header 2"),
    ("a,b\n\"x\ny\",2\n1,2,3", 4, "3 fields"), ("a,b\n1,\"two\n\n", 2, "not closed"), ("\"a,b", 1, "not closed"),
    ("a,b\n\"1\n\",\"2\n\n", 3, "not closed"), ("a,b\n\"1\"2,3", 2, "after the closing quote"),
    ("a,b\n1,\"x\ny\"z\n", 3, "began on line 2"),
  ])
  func refuses(text: String, line: Int, words: String) {
    let fault = CSVReaderTests.fault(text)
    #expect(fault.line == line)
    #expect(fault.text.contains(words), "\(fault.text)")
  }

  @Test func limitsRecords() {
    let words = String(repeating: "word ", count: 200)
    #expect(CSVReaderTests.fault("a,b\n1,2\n1,\(words)", limit: 100).line == 3)
    #expect(CSVReaderTests.fault("a,b\n1,\n3,\"\(words)\n\n", limit: 100).text.contains("not closed within"))
  }
}
