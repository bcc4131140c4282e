#!/usr/bin/env python3
"""Makes sentences.json and vectors.f32, which the encoder is tested against, from the reference implementation.

    python3 -m venv venv && venv/bin/pip install sentence-transformers==6.2.0 transformers==5.23.0 tokenizers==0.23.3 torch==2.15.0
    venv/bin/python make_expected.py MODEL_FOLDER        # the folder of all-MiniLM-L6-v2

sentences.json: {"texts": 300 texts, "ids": their word pieces, at most 256}. vectors.f32: 300 rows of 384 floats, 32 bits,
little-endian, the n-th row for the n-th text. All texts are made up here; the generated ones come from a fixed seed.
"""

import json
import random
import sys
import unicodedata
from pathlib import Path

HERE = Path(__file__).resolve().parent
COUNT = 300

ORDINARY = """
I can't sleep.
I lie awake until three or four and then the alarm goes off.
My mother calls every day and I never know what to say to her.
When I wake up I already feel tired.
I worry about my job all the time.
It's like there is a weight on my chest.
I said yes again, although I wanted to say no.
He left, and I sat in the kitchen for two hours.
I don't know, maybe it's my own fault.
On Sunday evenings my stomach hurts.
I feel guilty when I rest.
If I make one mistake they'll see that I'm a fraud.
The walk by the river did help a little.
I used to paint; now the brushes are in a box.
Sometimes I think it would be easier not to wake up.
No, I have no plans to hurt myself.
We had a fight about money, of course.
I checked the stove six times before I left.
People look at me on the bus.
My heart was racing and I thought I was dying.
I called in sick three days in a row.
Drinking makes it quiet for a while.
I'm fine.
Okay.
Mm-hmm.
Yeah, no, I mean... yeah.
What if it never gets better?
My daughter said she misses the old me.
I felt proud for a moment, then I felt silly for it.
Last week was better: I cooked twice and saw a friend.
I couldn't breathe in the elevator, so I took the stairs, all eleven floors of them.
Everyone else seems to manage.
I avoid the phone and then it gets worse and then I avoid it more.
When he raises his voice I go blank.
I keep replaying what I said at dinner.
Honestly? I'd rather be alone.
The medication makes my mouth dry.
I promised myself I'd stop at one glass.
She's been dead for two years and I still set the table for two.
I think I'm angry, but it comes out as tears.
""".strip().split("\n")

# Each a text for one rule or one danger of the tokenizer.
EDGES = [
    "", " ", "\t\r\n ", "\u00a0\u2003\u3000", "a", "I", "7", ".", "?!", "\u00e9", "\u4e2d", "\U0001f600",
    "...", "......!!!???", "-- --- ----", "(((((a)))))", "\"'`\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb", "a-b_c/d\\e|f~g^h`i",
    "$5 + 3 = 8 < 9 > 7", "100% & more @home #1 *", "\u2260 \u226e \u226f \u1fef \u037e \u0387", "don't won't can't I'm you're it's",
    "don\u2019t won\u2019t", "rock'n'roll", "3.14159 1,000,000 1e-10 0x1F 12:30", "+49 (0)30 123456-78",
    "https://example.org/path/to?query=value&other=1#fragment", "www.example.com/a_b-c.html", "someone@example.org",
    "C:\\Users\\name\\file.txt", "f(x)=a*x^2+b*x+c;", "<p class=\"x\">text &amp; more</p>", "{\"key\": [1, 2, null]}",
    "[CLS]", "[SEP] [MASK][PAD]x[UNK]", "[cls] [Sep] [MASK", "[[MASK]]", "##ing ##", "# # ing", "[UNK]known",
    "\u0000", "a\u0000b", "\u0001\u0002\u001f\u007f", "a\u0007b\u001bc", "line\u000bfeed\u000cform\u0085next\u2028sep\u2029para",
    "\ufffd", "a\ufffdb \ufffd\ufffd", "\ufeffbom", "soft\u00adhyphen", "zero\u200bwidth\u200cnon\u200djoin\u2060er",
    "\u202eright to left\u202c", "\ue000\uf8ff private", "\U000e0041\U000e007f tags", "\U0010ffff\ufdd0\uffff noncharacters",
    "caf\u00e9 na\u00efve r\u00e9sum\u00e9", "cafe\u0301 nai\u0308ve re\u0301sume\u0301", "\u0301\u0302 only marks \u0303", "a" + "\u0301" * 50 + "b",
    "Z\u0351\u036b\u0343\u036a\u0302a\u033f\u0369l\u034eg\u0334o\u0321", "\u00c5ngstr\u00f6m \u212bngstrom A\u030angstrom", "\u1e9b\u0323 \u1e69 s\u0323\u0307 s\u0307\u0323",
    "\ufb01ne \ufb02ow \ufb03", "\u2167 \u2460 \u00bd \u00b2 \u00b5 \u2126 \u212a", "\u1f82 \u1f80\u0300 \u0390", "\ud55c\uad6d\uc5b4 \ud55c\uad6d", "\u1112\u1161\u11ab \u1100\u1161",
    "Stra\u00dfe STRASSE GRO\u1e9e", "\u0130stanbul I\u0307 \u0131\u011f\u0131r I\u011eDIR", "\u039f\u0394\u039f\u03a3 \u03c3\u03af\u03c3\u03c5\u03c6\u03bf\u03c2 \u03a3", "\u01c5 \u01c4 \u01c6 \u01f0", "\u00c6\u00d8\u00c5 \u00e6\u00f8\u00e5 \u00d0\u00de \u00f0\u00fe \u0141\u00f3d\u017a",
    "\u4e2d\u6587\u5b57\u7b26", "mixed\u4e2d\u6587and\u65e5\u672c\u8a9e text", "\u3042\u3044\u3046\u3048\u304a \u30ab\u30bf\u30ab\u30ca \u304c\u304e\u3050 \u30d1\u30d4", "\uff21\uff22\uff23 \uff11\uff12\uff13 \uff01\uff1f", "\u3002\u3001\u300c\u300d\u30fb\u30fc",
    "\uf900 \ufa0e \U0002f800 \U00020000 \U0002a6df \U0002a700 \U0002b820 \U0002b920 \u3400 \u9fff",
    "\U0001f600\U0001f601\U0001f602", "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 family", "\U0001f44d\U0001f3fd ok \u2764\ufe0f \u2764", "\U0001f1e9\U0001f1ea \U0001f1eb\U0001f1f7", "sad \U0001f622\U0001f622\U0001f622 day", "\u263a\ufe0e\u263a\ufe0f \u2615",
    "\u0939\u093f\u0928\u094d\u0926\u0940 \u092e\u0947\u0902 \u0932\u093f\u0916\u093e \u0939\u0941\u0906", "\u0915\u094d\u0937\u0924\u094d\u0930\u093f\u092f \u0915\u093c \u0958", "\u0645\u0631\u062d\u0628\u0627 \u0628\u0643 \u0641\u064a \u0627\u0644\u0639\u0627\u0644\u0645", "\u0645\u064f\u062d\u064e\u0645\u0651\u064e\u062f \u0622\u0623\u0625 \u0624", "\u05e9\u05b8\u05c1\u05dc\u05d5\u05b9\u05dd \u05e2\u05d5\u05dc\u05dd \u05f3", "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35\u0e0a\u0e32\u0e27\u0e42\u0e25\u0e01", "\u1019\u103c\u1014\u103a\u1019\u102c\u1005\u102c", "\u0bb5\u0ba3\u0b95\u0bcd\u0b95\u0bae\u0bcd \u0b9a\u0bcc", "\u1230\u120b\u121d \u12d3\u1208\u121d \u1362", "\u10d2\u10d0\u10db\u10d0\u10e0\u10ef\u10dd\u10d1\u10d0 \u1c92\u1c90",
    "\u041f\u0440\u0438\u0432\u0435\u0442, \u043a\u0430\u043a \u0434\u0435\u043b\u0430? \u0401\u043b\u043a\u0430 \u0439 \u0438\u0306", "\u0407\u0436\u0430\u043a \u0457\u0445\u0430\u0432 \u0491\u0430\u043d\u043e\u043a",
    "Ti\u1ebfng Vi\u1ec7t r\u1ea5t kh\u00f3, ph\u1ea3i kh\u00f4ng?", "T\u00f4i kh\u00f4ng ng\u1ee7 \u0111\u01b0\u1ee3c \u0110\u1ed3ng", "u\u031bo\u0323\u0302 \u01b0\u1ed9 \u1ea8\u1ea9",
    "Ich kann nachts nicht schlafen, weil ich gr\u00fcble.", "\u00dcber \u00c4pfel und \u00d6l l\u00e4sst sich tr\u00e4umen.", "Donaudampfschifffahrtsgesellschaftskapit\u00e4n",
    "Je ne dors plus, \u00e7a m'\u00e9puise : \u00ab c'est l'angoisse \u00bb.", "O\u00f9 est-ce que \u0153uvre na\u00eet ? \u00c0 l'\u00e2me.", "Uyuyam\u0131yorum, \u00e7\u00fcnk\u00fc \u015f\u00fcpheliyim.", "\u00bfPor qu\u00e9 no duermo? \u00a1Ay, ma\u00f1ana!", "N\u00e3o consigo dormir \u00e0 noite, cora\u00e7\u00e3o.", "Nie mog\u0119 spa\u0107, za\u017c\u00f3\u0142\u0107 g\u0119\u015bl\u0105 ja\u017a\u0144.", "P\u0159\u00edli\u0161 \u017elu\u0165ou\u010dk\u00fd k\u016f\u0148",
    "\u0378 unassigned \u0530", "\u061d \u09fd \u2e4f \u2e5d new punctuation", "\u1734 \u1885 \ua9bd \u166d", "\u08d4\u0898 x\u1dfbx \u0d00", "\u20ac\u00a3\u00a5\u20bf \u2122\u00ae\u00a9 \u2192\u2200\u2203 \u266b", "\u02bb\u02bc\u02c6 \u00b4\u00a8\u00af\u00b8", "\u0f0b\u0f0d\u0f14 \u104a",
    "x" * 99, "x" * 100, "x" * 101, "a" * 100 + " b", "ab" * 400, "\u00e9" * 100, "\u00e9" * 101, "e\u0301" * 101, "\u4e2d" * 300, "!" * 300, "a " * 300,
    "unaffable " * 60, "antidisestablishmentarianism pneumonoultramicroscopicsilicovolcanoconiosis", "qzxjkvbnmwrtp", "zzzzzzzzzzzz", "s" * 50 + "\u4e2d" + "s" * 50,
    " leading and trailing ", "double  spaces   and\ttabs", "UPPER CASE TEXT", "MiXeD cAsE", "iPhone4S and COVID-19 in 2020s", "e.g. i.e. U.S.A. Dr. Smith's",
    "\u0301leading mark", "\u200d\u200d", "\u0345\u03b1 \u1fb3", "\U0001d400\U0001d41a \U0001d7d8", "\U00011938 \U00011935\U00011930 \U0001d15e", "\ud7b0\ud7cb \uffa1", "\u1b44\u302e x\u302e\u1b44", "\u2f00 \u2e80 \u3105 \ua000",
]

WORDS = ("I you we they my mother father boss sister friend always never sometimes today yesterday feel felt think thought "
         "worry afraid angry tired empty ashamed lonely calm proud sleep work drink eat cry shout leave stay call forget "
         "because although when and but so that nothing everything home office kitchen bed phone night morning week the a to "
         "of in at not can't won't didn't really just again too much enough anymore therapist medication breathing panic").split()
MARKS = [".", "?", "!", "...", ",", ";", " -", ":"]
SCRIPTS = [(0x20, 0x7E), (0xA0, 0x24F), (0x250, 0x36F), (0x370, 0x52F), (0x590, 0x6FF), (0x900, 0xDFF), (0xE00, 0x11FF),
           (0x1E00, 0x1FFF), (0x2000, 0x2BFF), (0x3000, 0x33FF), (0x4E00, 0x9FFF), (0xAC00, 0xD7FF), (0xF900, 0xFFFD),
           (0x1F300, 0x1FAFF), (0x0, 0xD7FF), (0x10000, 0x2FFFF)]


def speech(random, count):
    words = []
    for _ in range(count):
        word = random.choice(WORDS)
        if random.random() < 0.12:
            word += random.choice(MARKS)
        words.append(word.capitalize() if random.random() < 0.1 else word)
    return " ".join(words)


def soup(random, count):
    """Characters of one to three scripts, with spaces in between."""
    scripts = random.sample(SCRIPTS, random.randint(1, 3))
    letters = []
    for _ in range(count):
        low, high = random.choice(scripts)
        letters.append(" " if random.random() < 0.15 else chr(random.randint(low, high)))
    text = "".join(letters)
    return unicodedata.normalize(random.choice(["NFC", "NFD"]), text) if random.random() < 0.5 else text


def make_texts():
    source = random.Random(20240501)
    texts = ORDINARY + EDGES
    lengths = [2, 3, 5, 8, 12, 15, 20, 25, 30, 40, 60, 90, 150, 240, 252, 254, 255, 256, 300, 600]
    texts += [speech(source, length) for length in lengths]
    while len(texts) < COUNT:
        kind = len(texts) % 3
        texts.append(speech(source, source.randint(4, 40)) if kind == 0 else soup(source, source.randint(1, 80)))
    assert len(texts) == COUNT
    return texts


def main():
    import numpy
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(sys.argv[1], device="cpu")
    assert model.max_seq_length == 256
    texts = make_texts()
    ids = [model.tokenizer(text, truncation=True, max_length=256)["input_ids"] for text in texts]
    # One text a batch: padding would change the last digits.
    vectors = model.encode(texts, batch_size=1, convert_to_numpy=True)
    rows = ",\n".join(json.dumps(row, separators=(",", ":")) for row in ids)
    lines = ",\n".join(json.dumps(text) for text in texts)
    (HERE / "sentences.json").write_text('{"texts": [\n%s\n], "ids": [\n%s\n]}\n' % (lines, rows))
    (HERE / "vectors.f32").write_bytes(numpy.asarray(vectors, dtype="<f4").tobytes())


if __name__ == "__main__":
    main()
