import CaseModel

/// The quote of the scalars `start..<start + length` of `utterance`.
func quote(_ start: Int, _ length: Int, of utterance: String) -> Quote {
  let scalars = utterance.unicodeScalars
  let lower = scalars.index(scalars.startIndex, offsetBy: start)
  return Quote(lower..<scalars.index(lower, offsetBy: length), of: utterance)
}

func vote(_ voter: EdgeVoter, _ sign: EdgeSign = .excitatory, _ strength: EdgeStrength = .moderate) -> EdgeVote {
  EdgeVote(voter: voter, sign: sign, strength: strength)
}
