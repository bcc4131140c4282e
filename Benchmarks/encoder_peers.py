#!/usr/bin/env python3
"""Texts a second of the native encoder beside sentence-transformers and onnxruntime, on the same weights and texts.

    python Benchmarks/encoder_peers.py .build/release/encbench MODEL_FOLDER ANNOMI_CSV [ROUNDS [EVERY]]

`bench.py` calls it with the interpreter of a virtual environment that has the peers.

The texts are what the clients of AnnoMI say (column `interlocutor` is `client`), all rows with their duplicates. Each engine
runs in a process of its own with 2 threads, one after the other in turns; times are without loading. Peers get batches of
32 texts sorted by length, padded to the longest of a batch. `ours-all` encodes every duplicate anew.

`processors` is processor time over wall time. On a shared machine it tells which runs to believe: where others take their
part, peers lose more than we do, for their threads wait for each other several times a layer. The second table has only the
rounds in which every engine had 1.8 of 2. EVERY takes every n-th text, for rounds short enough to fall into a quiet minute.
"""

import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

THREADS = 2
BATCH = 32
QUIET = 1.8


def read_texts(path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = [row["utterance_text"] for row in csv.DictReader(file) if row["interlocutor"] == "client"]
    return [" ".join(row.splitlines()) for row in rows]


def resident_peak():
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0


def timed(work):
    """Wall seconds, and processors that were at work in them."""
    start, processor = time.perf_counter(), time.process_time()
    work()
    seconds = time.perf_counter() - start
    return seconds, (time.process_time() - processor) / seconds


def run_sentence_transformers(model, texts):
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(THREADS)
    encoder = SentenceTransformer(model, device="cpu")
    encoder.encode(texts[:BATCH])
    return timed(lambda: encoder.encode(texts, batch_size=BATCH))


def export_onnx(model, path):
    import torch
    from transformers import AutoModel

    class LastHidden(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.bert = AutoModel.from_pretrained(model, attn_implementation="eager")

        def forward(self, ids, mask):
            return self.bert(input_ids=ids, attention_mask=mask).last_hidden_state

    ids = torch.ones((2, 16), dtype=torch.int64)
    axes = {0: "batch", 1: "length"}
    torch.onnx.export(
        LastHidden().eval(), (ids, ids), path, input_names=["ids", "mask"], output_names=["hidden"],
        dynamic_axes={"ids": axes, "mask": axes, "hidden": axes}, opset_version=17, dynamo=False)


def run_onnxruntime(path, model, texts):
    import numpy
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = THREADS
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(str(Path(model) / "tokenizer.json"))
    tokenizer.enable_truncation(256)
    tokenizer.no_padding()
    vectors = numpy.zeros((len(texts), 384), dtype=numpy.float32)

    def encode(chosen):
        rows = [encoding.ids for encoding in tokenizer.encode_batch([texts[index] for index in chosen])]
        order = sorted(range(len(rows)), key=lambda row: -len(rows[row]))
        for first in range(0, len(order), BATCH):
            batch = order[first:first + BATCH]
            ids = numpy.zeros((len(batch), len(rows[batch[0]])), dtype=numpy.int64)
            mask = numpy.zeros_like(ids)
            for place, row in enumerate(batch):
                ids[place, :len(rows[row])] = rows[row]
                mask[place, :len(rows[row])] = 1
            hidden = session.run(None, {"ids": ids, "mask": mask})[0]
            mean = (hidden * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)
            vectors[[chosen[row] for row in batch]] = mean / numpy.linalg.norm(mean, axis=1, keepdims=True)

    encode(range(BATCH))
    return timed(lambda: encode(range(len(texts))))


def child(engine, model, texts_path, onnx_path):
    texts = json.loads(Path(texts_path).read_text())
    seconds, processors = (
        run_sentence_transformers(model, texts) if engine == "st" else run_onnxruntime(onnx_path, model, texts))
    print(json.dumps({"rate": len(texts) / seconds, "processors": processors, "peak": resident_peak()}))


def run_ours(program, path, model, *options):
    out = subprocess.run([program, path, model, *options], capture_output=True, text=True, check=True).stdout.split()
    names = {"rate": "texts/s", "processors": "processors", "peak": "peakMB"}
    return {name: float(out[out.index(word) + 1]) for name, word in names.items()}


def main():
    program, model, csv_path = sys.argv[1:4]
    rounds = int(sys.argv[4]) if len(sys.argv) > 4 else 3
    texts = read_texts(csv_path)[::int(sys.argv[5]) if len(sys.argv) > 5 else 1]
    print(f"{len(texts)} texts, {len(set(texts))} distinct")
    with tempfile.TemporaryDirectory() as folder:
        lines, array, onnx = (os.path.join(folder, name) for name in ("texts.txt", "texts.json", "model.onnx"))
        Path(lines).write_text("".join(text + "\n" for text in texts), encoding="utf-8")
        Path(array).write_text(json.dumps(texts))
        subprocess.run([sys.executable, __file__, "--export", model, onnx], check=True, capture_output=True)
        results = {"ours": [], "ours-all": [], "st": [], "ort": []}
        for number in range(rounds):
            results["ours"].append(run_ours(program, lines, model))
            for engine in ("st", "ort"):
                command = [sys.executable, __file__, "--child", engine, model, array, onnx]
                out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
                results[engine].append(json.loads(out.splitlines()[-1]))
            results["ours-all"].append(run_ours(program, lines, model, "--all"))
            last = {name: runs[-1] for name, runs in results.items()}
            print(f"round {number + 1}:", "  ".join(
                f"{name} {run['rate']:.1f} ({run['processors']:.2f})" for name, run in last.items()), flush=True)
    report("all rounds", results)
    quiet = [number for number in range(rounds) if all(runs[number]["processors"] >= QUIET for runs in results.values())]
    if quiet:
        report("quiet rounds", {name: [runs[number] for number in quiet] for name, runs in results.items()})


def report(title, results):
    print(f"medians of {len(results['ours'])} {title}:")
    for name, runs in results.items():
        ratios = {peer: statistics.median(a["rate"] / b["rate"] for a, b in zip(runs, results[peer])) for peer in ("st", "ort")}
        rate, peak = statistics.median(run["rate"] for run in runs), max(run["peak"] for run in runs)
        print(f"{name:9} {rate:7.1f} texts/s  peak {peak:6.1f} MB  "
              + "  ".join(f"{ratio:.2f} x {peer}" for peer, ratio in ratios.items()))


if __name__ == "__main__":
    if sys.argv[1] == "--export":
        export_onnx(sys.argv[2], sys.argv[3])
    elif sys.argv[1] == "--child":
        child(*sys.argv[2:])
    else:
        main()
