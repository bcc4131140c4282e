import CaseModel
import Testing

@Suite struct ClientTests {
  @Test(arguments: [
    "K", "7", "K-014", "k_014", "2026.014", "Ä-1", "王小明", "a-", "A.b-c_d", String(repeating: "k", count: 64),
    String(repeating: "ä", count: 64),
  ])
  func aPlainCodeIsValid(_ code: String) {
    #expect(Client.isValidCode(code))
  }

  @Test(arguments: [
    "", "-1", "_1", ".", "..", ".hidden", "K 014", " K", "K/014", "../K", "K\\014", "K:1", "K\n", "K\0", "K*", "K\"",
    "K'",
    "K;--", "K\u{301}", "👍", "K\u{200D}1", String(repeating: "k", count: 65), "~K", "K%",
  ])
  func aCodeThatIsNoFileNameIsNot(_ code: String) {
    #expect(!Client.isValidCode(code))
  }
}

@Suite struct CaseErrorTests {
  /// `sysexits.h` of glibc: `grep -E 'EX_(USAGE|DATAERR|NOINPUT|UNAVAILABLE|SOFTWARE|CANTCREAT|TEMPFAIL)' /usr/include/sysexits.h`
  @Test func exitCodesFollowSysexits() {
    let sysexits: [CaseError.Code: Int32] = [
      .usage: 64, .badData: 65, .noInput: 66, .unavailable: 69, .internal: 70, .cannotCreate: 73, .tryAgain: 75,
    ]

    #expect(sysexits.count == CaseError.Code.allCases.count)
    for code in CaseError.Code.allCases { #expect(code.exitCode == sysexits[code]) }
  }

  @Test func saysWhereWhatAndWhatToDo() {
    let bare = CaseError(.badData, "The file is empty.")
    let full = CaseError(.badData, "The file is empty.", at: "a.txt:1", advice: "Name another.")

    #expect(bare.description == "The file is empty.")
    #expect(full.description == "a.txt:1: The file is empty. Name another.")
    #expect("\(full)" == full.description)
  }
}
