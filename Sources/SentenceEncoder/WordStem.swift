/// A light stem: inflections of one English word meet ("worries", "worried", "worrying"), different words mostly do not.
///
/// It takes off the endings of verbs and plurals only and knows the common irregular verbs. Not the Porter stemmer, which
/// also takes off endings that change the meaning ("hopeless", "careful").
public enum WordStem {
  /// - Parameter word: in lower case.
  public static func stem(of word: String) -> String {
    if let base = irregular[word] { return base }
    if unlike.contains(word) { return word }
    let bytes = Array(word.utf8)
    guard bytes.count > 3, bytes.allSatisfy({ (97...122).contains($0) }) else { return word }
    let stem = stripped(bytes)
    return stem.count == bytes.count ? word : String(decoding: stem, as: UTF8.self)
  }

  /// Words that the rules would take for an inflection of another one.
  private static let unlike: Set<String> = [
    "quite", "evening", "during", "morning", "nothing", "something", "anything", "everything", "wedding", "building",
    "ceiling", "feelings", "feeling", "indeed", "thing", "king", "spring", "string", "news", "always", "hundred",
    "naked",
    "wicked", "crooked", "sacred", "rested", "restless", "ruling", "twins", "series", "lens", "gas", "bus", "plus",
    "these",
    "those", "there", "where", "here", "were", "else", "once", "since", "sense", "tense", "note", "planed",
  ]

  private static func stripped(_ word: [UInt8]) -> [UInt8] {
    if ends(word, "ies") || ends(word, "ied"), word.count > 4 { return word.dropLast(3) + [121] }
    if ends(word, "ing"), word.count > 5, let base = verb(Array(word.dropLast(3))) { return base }
    if ends(word, "ed"), !ends(word, "eed"), word.count > 4, let base = verb(Array(word.dropLast(2))) { return base }
    if ends(word, "sses") || ends(word, "shes") || ends(word, "ches") || ends(word, "xes") {
      return word.dropLast(2)
    }
    if ends(word, "s"), !ends(word, "ss"), !ends(word, "us"), !ends(word, "is") { return silent(word.dropLast()) }
    return silent(word)
  }

  /// What is left of a verb without its ending, if it can be one: it has a vowel. "stopp" → "stop".
  private static func verb(_ base: [UInt8]) -> [UInt8]? {
    guard base.contains(where: isVowel) || base.contains(121) else { return nil }
    if base.count > 3, let last = base.last, last == base[base.count - 2], !isVowel(last), !"lsz".utf8.contains(last) {
      return base.dropLast()
    }
    return silent(base)
  }

  /// Without a final silent "e", so that "hope", "hoped" and "hoping" meet.
  private static func silent(_ word: some Collection<UInt8>) -> [UInt8] {
    let word = Array(word)
    return word.count > 3 && word.last == 101 && !ends(word, "ee") ? word.dropLast() : word
  }

  private static func ends(_ word: [UInt8], _ suffix: StaticString) -> Bool {
    suffix.withUTF8Buffer { word.count >= $0.count && word.suffix($0.count).elementsEqual($0) }
  }

  private static func isVowel(_ letter: UInt8) -> Bool { "aeiou".utf8.contains(letter) }

  private static let irregular: [String: String] = {
    var table: [String: String] = [:]
    for line in irregularVerbs.split(separator: "\n") {
      let forms = line.split(separator: " ").map(String.init)
      guard let base = forms.first else { continue }
      let plain = Array(base.utf8)
      let target = plain.count > 3 ? String(decoding: stripped(plain), as: UTF8.self) : base
      for form in forms { table[form] = target }
    }
    return table
  }()

  /// A verb a line: its base, then its irregular forms and the regular ones that the rules miss.
  private static let irregularVerbs = """
    ache aches aching ached
    be am is are was were been being
    beat beaten beating
    become became
    begin began begun beginning
    bite bit bitten
    blow blew blown
    break broke broken
    bring brought
    buy bought
    catch caught
    choose chose chosen
    come came coming
    cry cries cried crying
    cut cutting
    die dies died dying
    do does did done doing
    draw drew drawn
    drink drank drunk
    drive drove driven
    eat ate eaten
    fall fell fallen
    feel felt
    fight fought
    find found
    forget forgot forgotten
    get got gotten getting
    give gave given giving
    go goes went gone going
    grow grew grown
    have has had having
    hear heard
    hide hid hidden hiding
    hit hitting
    hold held
    hurt hurting hurts
    keep kept
    know knew known
    leave left leaving
    lie lies lay lain lying lied
    lose lost losing
    make made making
    mean meant
    meet met
    pay paid
    put putting
    quit quitting
    read reading
    ring rang rung
    rise rose risen
    run ran running
    say said says
    see saw seen
    sell sold
    send sent
    shake shook shaken
    shut shutting
    sing sang sung
    sink sank sunk
    sit sat sitting
    sleep slept
    speak spoke spoken
    spend spent
    stand stood
    stick stuck
    take took taken taking
    teach taught
    tell told
    think thought thoughts
    throw threw thrown
    try tries tried trying
    use uses used using
    wake woke woken waking
    wear wore worn
    win won
    write wrote written
    """
}
