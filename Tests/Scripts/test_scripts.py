"""What the scripts make of small inputs. Needs only Python's standard library.

    python3 -m unittest discover -s Tests/Scripts
"""

import csv
import io
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent.parent


def run(*command):
    return subprocess.run([sys.executable, *map(str, command)], capture_output=True, text=True, check=True)


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


def conversation(initial, final, turns):
    seeker = {"initial_emotion_intensity": initial, "final_emotion_intensity": final}
    dialog = [
        {"speaker": speaker, "annotation": {"strategy": strategy} if strategy else {}, "content": "…"} for speaker, strategy in turns
    ]
    return {"survey_score": {"seeker": {name: value for name, value in seeker.items() if value}}, "dialog": dialog}


class ESConvSequences(unittest.TestCase):
    def convert(self, *conversations):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "conversations.json"
            path.write_text(json.dumps(conversations))
            return run(CHECKOUT / "scripts" / "esconv-sequences", path)

    def test_strategies_in_order(self):
        result = self.convert(conversation("4", "2", [
            ("seeker", None), ("supporter", "Question"), ("supporter", None), ("listener", "Providing Suggestions"), ("seeker", "No")]))
        self.assertEqual(rows_of(result.stdout), [
            {"sequence_id": "0", "split": "", "modules": "Question Providing_Suggestions", "effectiveness": "0.75"}])

    def test_what_is_left_out_is_counted(self):
        said = [("supporter", "Other")]
        result = self.convert(
            conversation("5", None, said), conversation("1", "5", said), conversation("3", "3", []), conversation("9", "1", said))
        self.assertEqual([(row["sequence_id"], row["effectiveness"]) for row in rows_of(result.stdout)], [("1", "0.0")])
        self.assertIn("1 of 4 conversations; left out: 2 without both intensities, 1 without a strategy", result.stderr)


class RandomSequences(unittest.TestCase):
    def test_lengths_and_modules(self):
        rows = rows_of(run(CHECKOUT / "Benchmarks" / "module_peers.py", "random", "--count", 500).stdout)
        sequences = [row["modules"].split() for row in rows]
        self.assertEqual(len(rows), 500)
        self.assertEqual({len(modules) for modules in sequences}, set(range(4, 21)))
        self.assertEqual({code for modules in sequences for code in modules}, set("ABCDEFGHIJKLMNOPQ"))


if __name__ == "__main__":
    unittest.main()
