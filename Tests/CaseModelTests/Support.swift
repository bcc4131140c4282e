import CaseModel

/// SplitMix64 (Steele, Lea & Flood 2014): the same numbers for the same seed, everywhere.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// The quote of the scalars `start..<start + length` of `utterance`.
func quote(_ start: Int, _ length: Int, of utterance: String) -> Quote {
  let scalars = utterance.unicodeScalars
  let lower = scalars.index(scalars.startIndex, offsetBy: start)
  return Quote(lower..<scalars.index(lower, offsetBy: length), of: utterance)
}

func vote(_ voter: EdgeVoter, _ sign: EdgeSign = .excitatory, _ strength: EdgeStrength = .moderate) -> EdgeVote {
  EdgeVote(voter: voter, sign: sign, strength: strength)
}
