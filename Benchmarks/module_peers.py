#!/usr/bin/env python3
"""The module model (embedding and LSTM over module sequences) in PyTorch, and baselines that a model has to beat.

    python3 Benchmarks/module_peers.py train --from sequences.csv [--seed N] [--epochs N] [--threads N] [--fast [HOW]]
    python3 Benchmarks/module_peers.py random [--count 100000] [--seed N] > big.csv
    python3 Benchmarks/module_peers.py epoch --from big.csv [--batch 256] [--threads N] [--fast [HOW]]
    python3 Benchmarks/module_peers.py ridge --from sequences.csv [--folds 5] [--seed N]

Files are CSV with the columns `sequence_id,split,modules,effectiveness`: modules are codes with spaces between them, a split is
`train`, `validation`, `test` or nothing. Each command prints one line of JSON.

`train`   Learns the split `train` and stops by `validation`, as the model is defined: embedding of 32, one LSTM layer of 64, dropout
          of 0.2 on the last hidden state, a linear output; MSE, Adam with L2 in the gradient, rate halved on a plateau of validation.
          `train_seconds` is the loop over epochs alone: batches, steps, validation and keeping the best weights are in it; reading,
          imports, building the model and one warm-up step of a throwaway model are not. `test_r2` and `test_mse` are of the weights
          with the best validation loss, `last_r2` is of the weights after the last epoch.
`epoch`   One epoch of training over the whole file: `epoch_seconds` in the same sense; `peak_mb` is the peak of the whole process,
          `loaded_mb` what it has before the epoch, with data and warm-up, `imported_mb` what it has with PyTorch imported alone.
`ridge`   R² and MSE of a constant and of a ridge on how often each module occurs, its strength chosen by cross-validation inside of
          what it learns from. By the file's split (learns from `train` and `validation`; `ridge_train` from `train` alone), or by
          K folds where the file has no split or `--folds` asks for them. Intervals: 95% of 2,000 bootstrap samples of the sequences
          predicted, predictions held fixed.
`random`  Sequences of 4 to 20 out of 17 modules, to time `epoch` on.

Without `--fast`, batches come from a DataLoader that pads and packs, which is what most would write. With it, the data are tensors
beforehand and Adam is fused; the steps learned from are the same:
    packed     (default) each batch sorted by length and packed
    padded     no packing: the LSTM runs over the padding, and the state at each sequence's end is gathered
    bucketed   padded, and batches get sequences of like lengths (so they are not drawn evenly any more)
`processors` is processor time over wall time: on a shared machine it tells which runs to believe. At batches of 16 a second thread
buys PyTorch nothing, and costs it much where others want the processors (threads wait for each other many times a step); it pays
at 256. Hence 1 thread for `train` and 2 for `epoch`, where `--threads` does not say.

The peers live in a virtual environment of their own, `.build-peers-modules` in the checkout, made at the first call, unless the
interpreter has torch already. CASELOOM_TORCH says which package pip gets (such as `torch==2.13.0+cpu`, else `torch`).
"""

import argparse
import csv
import importlib.util
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
ENVIRONMENT = CHECKOUT / ".build-peers-modules"
EMBEDDING, HIDDEN, DROPOUT = 32, 64, 0.2
RATE, DECAY = 1e-3, 1e-4
PLATEAU, PATIENCE = 10, 20
LETTERS = "ABCDEFGHIJKLMNOPQ"


def use_peers():
    """Goes on in the virtual environment, which is made if need be, where this interpreter has no torch."""
    if importlib.util.find_spec("torch") and importlib.util.find_spec("sklearn"):
        return
    if Path(sys.prefix) == ENVIRONMENT:
        sys.exit(f"Delete {ENVIRONMENT}: it was not made to the end.")
    python = ENVIRONMENT / "bin" / "python"
    if not (ENVIRONMENT / "complete").exists():
        torch = os.environ.get("CASELOOM_TORCH", "torch")
        subprocess.run([sys.executable, "-m", "venv", "--clear", ENVIRONMENT], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", torch, "numpy", "scikit-learn"], check=True, stdout=sys.stderr)
        (ENVIRONMENT / "complete").touch()
    os.execv(python, [str(python), *sys.argv])


def read_sequences(path):
    """Rows of (split, list of codes, effectiveness)."""
    with open(path, newline="", encoding="utf-8") as file:
        return [(row["split"], row["modules"].split(), float(row["effectiveness"])) for row in csv.DictReader(file)]


def indices_of(rows):
    """Each sequence as places in the vocabulary, whose place 0 is padding and the others the sorted codes; its size."""
    codes = sorted({code for _, modules, _ in rows for code in modules})
    place = {code: number for number, code in enumerate(codes, start=1)}
    return [[place[code] for code in modules] for _, modules, _ in rows], len(codes) + 1


def memory(name):
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(name):
            return round(int(line.split()[1]) / 1024, 1)
    return 0.0


class Stopwatch:
    """Wall seconds and processors at work between `with` and its end."""

    def __enter__(self):
        self.start, self.processor = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_):
        self.seconds = time.perf_counter() - self.start
        self.processors = round((time.process_time() - self.processor) / self.seconds, 2)


# Torch is imported late: `random` does without, and the environment has to be there first.

def make_model(vocabulary):
    import torch
    from torch import nn
    from torch.nn.utils.rnn import PackedSequence

    class ModuleModel(nn.Module):
        def __init__(self):
            super().__init__()
            self.embedding = nn.Embedding(vocabulary, EMBEDDING)
            self.lstm = nn.LSTM(EMBEDDING, HIDDEN, batch_first=True)
            self.dropout = nn.Dropout(DROPOUT)
            self.output = nn.Linear(HIDDEN, 1)

        def forward(self, batch):
            """Batch: packed indices, or a pair of padded indices and lengths."""
            if isinstance(batch, PackedSequence):
                _, (last, _) = self.lstm(batch._replace(data=self.embedding(batch.data)))
                last = last[-1]
            else:
                padded, lengths = batch
                states, _ = self.lstm(self.embedding(padded))
                last = states[torch.arange(len(lengths)), lengths - 1]
            return self.output(self.dropout(last)).squeeze(1)

    return ModuleModel()


def make_optimizer(model, fast):
    from torch.optim import Adam

    return Adam(model.parameters(), lr=RATE, weight_decay=DECAY, fused=True if fast else None)


class Loader:
    """Batches as a DataLoader gives them, with the padding and packing in its collate function."""

    def __init__(self, sequences, targets, batch, shuffle):
        import torch
        from torch.nn.utils.rnn import pack_sequence
        from torch.utils.data import DataLoader

        def collate(items):
            packed = pack_sequence([indices for indices, _ in items], enforce_sorted=False)
            return packed, torch.tensor([target for _, target in items])

        data = list(zip([torch.tensor(indices) for indices in sequences], targets))
        self.loader = DataLoader(data, batch_size=batch, shuffle=shuffle, collate_fn=collate)

    def __iter__(self):
        return iter(self.loader)


class Tensors:
    """The same batches cut from tensors that are made once: packed, padded or bucketed."""

    def __init__(self, sequences, targets, batch, shuffle, how):
        import torch
        from torch.nn.utils.rnn import pad_sequence

        self.padded = pad_sequence([torch.tensor(indices) for indices in sequences], batch_first=True)
        self.lengths = torch.tensor([len(indices) for indices in sequences])
        self.targets = torch.tensor(targets)
        self.batch, self.shuffle, self.how = batch, shuffle, how

    def __iter__(self):
        import torch
        from torch.nn.utils.rnn import pack_padded_sequence

        order = torch.randperm(len(self.targets)) if self.shuffle else torch.arange(len(self.targets))
        if self.how == "bucketed":
            order = order[self.lengths[order].argsort(stable=True)]
        chunks = list(order.split(self.batch))
        if self.how == "bucketed" and self.shuffle:
            chunks = [chunks[place] for place in torch.randperm(len(chunks))]
        for chosen in chunks:
            lengths = self.lengths[chosen]
            if self.how == "packed":
                lengths, by_length = lengths.sort(descending=True)
                chosen = chosen[by_length]
            padded = self.padded[chosen, : int(lengths.max())]
            packed = pack_padded_sequence(padded, lengths, batch_first=True) if self.how == "packed" else (padded, lengths)
            yield packed, self.targets[chosen]


def make_batches(sequences, targets, batch, shuffle, fast):
    return Tensors(sequences, targets, batch, shuffle, fast) if fast else Loader(sequences, targets, batch, shuffle)


def train_epoch(model, optimizer, batches):
    from torch.nn.functional import mse_loss

    model.train()
    for batch, targets in batches:
        optimizer.zero_grad()
        mse_loss(model(batch), targets).backward()
        optimizer.step()


def mean_loss(model, batches):
    """The mean of the batches' mean squared errors."""
    import torch
    from torch.nn.functional import mse_loss

    model.eval()
    with torch.inference_mode():
        losses = [mse_loss(model(batch), targets).item() for batch, targets in batches]
    return sum(losses) / len(losses)


def predict(model, sequences):
    import torch

    model.eval()
    with torch.inference_mode():
        return [float(model((torch.tensor([indices]), torch.tensor([len(indices)])))) for indices in sequences]


def warm_up(vocabulary, batches, fast):
    """One step of a throwaway model: whatever libraries load or allocate late is there afterwards."""
    model = make_model(vocabulary)
    first = next(iter(batches))
    train_epoch(model, make_optimizer(model, fast), [first])
    mean_loss(model, [first])


def run_loop(model, training, validation, epochs, fast):
    """The training loop that is timed. Returns the losses of validation; the model ends with its last weights, `best` are the best."""
    from torch.optim.lr_scheduler import ReduceLROnPlateau

    optimizer = make_optimizer(model, fast)
    scheduler = ReduceLROnPlateau(optimizer, patience=PLATEAU, factor=0.5)
    losses, best, best_epoch = [], None, 0
    for epoch in range(epochs):
        train_epoch(model, optimizer, training)
        losses.append(mean_loss(model, validation))
        scheduler.step(losses[-1])
        if losses[-1] < min(losses[:-1], default=float("inf")):
            best_epoch, best = epoch, {name: value.clone() for name, value in model.state_dict().items()}
        elif epoch - best_epoch >= PATIENCE:
            break
    return losses, best, best_epoch


def train(options):
    import torch

    rows = read_sequences(options.file)
    sequences, vocabulary = indices_of(rows)

    def part(split):
        chosen = [number for number, row in enumerate(rows) if row[0] == split]
        if not chosen:
            sys.exit(f"{options.file} has no sequence with the split “{split}”.")
        return [sequences[number] for number in chosen], [rows[number][2] for number in chosen]

    torch.set_num_threads(options.threads)
    training = make_batches(*part("train"), options.batch or 16, True, options.fast)
    validation = make_batches(*part("validation"), options.batch or 16, False, options.fast)
    warm_up(vocabulary, training, options.fast)
    torch.manual_seed(options.seed)
    model = make_model(vocabulary)
    with Stopwatch() as watch:
        losses, best, best_epoch = run_loop(model, training, validation, options.epochs, options.fast)
    asked, truth = part("test")
    last = score(truth, predict(model, asked))
    model.load_state_dict(best)
    tested = score(truth, predict(model, asked))
    return {
        "test_r2": tested["r2"], "test_mse": tested["mse"], "last_r2": last["r2"], "last_mse": last["mse"],
        "validation_mse": round(min(losses), 6), "epochs": len(losses), "best_epoch": best_epoch + 1,
        "train_seconds": round(watch.seconds, 3), "processors": watch.processors, "threads": options.threads,
        "how": options.fast or "loader", "seed": options.seed, "torch": torch.__version__,
    }


def epoch(options):
    import torch

    imported = memory("VmRSS")
    rows = read_sequences(options.file)
    sequences, vocabulary = indices_of(rows)
    torch.set_num_threads(options.threads)
    batches = make_batches(sequences, [row[2] for row in rows], options.batch or 256, True, options.fast)
    warm_up(vocabulary, batches, options.fast)
    torch.manual_seed(options.seed)
    model = make_model(vocabulary)
    optimizer = make_optimizer(model, options.fast)
    loaded = memory("VmRSS")
    with Stopwatch() as watch:
        train_epoch(model, optimizer, batches)
    return {
        "sequences": len(rows), "epoch_seconds": round(watch.seconds, 2), "peak_mb": memory("VmHWM"), "loaded_mb": loaded, "imported_mb": imported,
        "processors": watch.processors, "threads": options.threads, "batch": options.batch or 256,
        "how": options.fast or "loader", "torch": torch.__version__,
    }


def score(truth, predicted, interval=False):
    """R² about the truth's own mean, and MSE; with 95% intervals over the sequences where asked."""
    import numpy

    truth, predicted = numpy.asarray(truth), numpy.asarray(predicted)
    errors = (truth - predicted) ** 2
    result = {"r2": round(float(1 - errors.mean() / truth.var()), 4), "mse": round(float(errors.mean()), 5)}
    if interval:
        chance = numpy.random.default_rng(1)
        drawn = chance.integers(len(truth), size=(2000, len(truth)))
        samples = 1 - errors[drawn].mean(axis=1) / truth[drawn].var(axis=1)
        result["r2_interval"] = [round(float(bound), 4) for bound in numpy.quantile(samples, [0.025, 0.975])]
    return result


def ridge(options):
    import numpy
    from sklearn.linear_model import RidgeCV
    from sklearn.model_selection import KFold

    rows = read_sequences(options.file)
    sequences, vocabulary = indices_of(rows)
    counts = numpy.stack([numpy.bincount(indices, minlength=vocabulary)[1:] for indices in sequences]).astype(float)
    truth = numpy.array([row[2] for row in rows])
    splits = numpy.array([row[0] for row in rows])

    def fitted(learned, asked):
        inner = KFold(5, shuffle=True, random_state=options.seed)
        model = RidgeCV(alphas=numpy.logspace(-2, 5, 29), cv=inner, scoring="neg_mean_squared_error")
        model.fit(counts[learned], truth[learned])
        return model.predict(counts[asked]), float(model.alpha_)

    if options.folds is None and (splits == "test").any():
        learned, asked = numpy.flatnonzero(splits != "test"), numpy.flatnonzero(splits == "test")
        predicted, alpha = fitted(learned, asked)
        alone = numpy.flatnonzero(splits == "train")
        extra = {"alphas": [round(alpha, 3)], "ridge_train": score(truth[asked], fitted(alone, asked)[0], interval=True)}
        constant, by = numpy.full(len(asked), truth[learned].mean()), "split"
    else:
        folds = options.folds or 5
        predicted, constant, alphas = numpy.zeros(len(rows)), numpy.zeros(len(rows)), []
        for learned, held in KFold(folds, shuffle=True, random_state=options.seed).split(counts):
            predicted[held], alpha = fitted(learned, held)
            constant[held] = truth[learned].mean()
            alphas.append(round(alpha, 3))
        asked, by, extra = numpy.arange(len(rows)), f"{folds} folds", {"alphas": alphas}
    return {
        "by": by, "predicted": len(asked), "constant": score(truth[asked], constant, interval=True),
        "ridge": score(truth[asked], predicted, interval=True), **extra,
    }


def write_random(options):
    chance = random.Random(options.seed)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["sequence_id", "split", "modules", "effectiveness"])
    for number in range(options.count):
        modules = " ".join(chance.choices(LETTERS, k=chance.randint(4, 20)))
        writer.writerow([number, "train", modules, f"{chance.random():.6f}"])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["train", "epoch", "ridge", "random"])
    parser.add_argument("--from", dest="file", metavar="FILE")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=100, help="the most epochs of `train`")
    parser.add_argument("--batch", type=int, help="16 for `train`, 256 for `epoch`")
    parser.add_argument("--threads", type=int, help="1 for `train`, 2 for `epoch`")
    parser.add_argument("--fast", nargs="?", const="packed", choices=["packed", "padded", "bucketed"])
    parser.add_argument("--folds", type=int)
    parser.add_argument("--count", type=int, default=100_000)
    options = parser.parse_args()
    if options.command == "random":
        return write_random(options)
    options.threads = options.threads or (1 if options.command == "train" else 2)
    if options.file is None:
        parser.error(f"`{options.command}` needs --from FILE")
    use_peers()
    print(json.dumps({"train": train, "epoch": epoch, "ridge": ridge}[options.command](options)))


if __name__ == "__main__":
    main()
