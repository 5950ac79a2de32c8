"""Train the readers of events: which words tell an event, what has which part in it, and how real it is.

    python -m training.events LABELS... --words CORPORA/ner/gmb-silver.iob2.gz --out kg/extract/model

LABELS are files of annotated articles (training/labels/events-*.jsonl); those that `training.happenings` holds out give
the figures, and the temperature that makes shares honest (Guo et al. 2017, "On Calibration of Modern Neural Networks").
The readers are small: features of kg/extract/features.py beside word vectors of the language model, one hidden layer,
a softmax, the mean of several trainings. They are trained again whenever the language model changes: a few minutes.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as functional
from torch import Tensor, nn

from kg.annotate.network import fingerprint, model_path
from kg.extract.readers import NONE
from training.articles import annotated
from training.eventexamples import KINDS, Annotated, Examples, examples
from training.happenings import fold_of

HIDDEN, BATCH, RATE = 128, 256, 2e-3
MIN_SEEN, KEPT = 3, 0.85  # how often a feature must be seen, and the share of them that a step sees
_TEMPERATURES = np.arange(0.7, 3.05, 0.05)


class Reader(nn.Module):
    """Features and vectors to the scores of labels: one hidden layer."""

    def __init__(self, names: dict[str, int], width: int, labels: list[str], hidden: int = HIDDEN) -> None:
        super().__init__()
        self.names, self.labels, self.width = names, labels, width
        self.sparse = nn.EmbeddingBag(len(names), hidden, mode="sum")
        nn.init.normal_(self.sparse.weight, std=0.05)
        self.dense = nn.Linear(width, hidden)
        self.out = nn.Linear(hidden, len(labels))
        self.drop, self.dense_drop = nn.Dropout(0.4), nn.Dropout(0.3)

    def forward(self, rows: Tensor, offsets: Tensor, vectors: Tensor) -> Tensor:
        """Scores (n, labels)."""
        hidden = self.sparse(rows, offsets) + self.dense(self.dense_drop(vectors))
        scores: Tensor = self.out(self.drop(functional.relu(hidden)))
        return scores


def batch(data: Examples, chosen: Sequence[int], names: dict[str, int], rng: random.Random | None) -> Any:
    """The tensors of some examples; with ``rng`` a part of the features is dropped."""
    rows: list[int] = []
    offsets: list[int] = []
    for n in chosen:
        offsets.append(len(rows))
        rows += [names[f] for f in data.names[n] if f in names and (rng is None or rng.random() < KEPT)]
    vectors = torch.from_numpy(np.stack([data.vectors[n] for n in chosen]).astype(np.float32))
    return torch.tensor(rows, dtype=torch.long), torch.tensor(offsets, dtype=torch.long), vectors


def train(data: Examples, labels: list[str], epochs: int, seed: int) -> Reader:
    """Train one reader."""
    rng = random.Random(seed)
    torch.manual_seed(seed)
    seen = Counter(f for names in data.names for f in names)
    names = {f: n for n, f in enumerate(sorted(f for f, count in seen.items() if count >= MIN_SEEN))}
    model = Reader(names, len(data.vectors[0]), labels)
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=1e-2)
    order = [n for n, weight in enumerate(data.weights) if weight > 0]
    index = {name: n for n, name in enumerate(labels)}
    steps = epochs * (len(order) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.0, steps)
    for _ in range(epochs):
        rng.shuffle(order)
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            scores = model(*batch(data, chosen, names, rng))
            gold = torch.tensor([index[data.labels[n]] for n in chosen])
            weights = torch.tensor([data.weights[n] for n in chosen])
            loss = (functional.cross_entropy(scores, gold, reduction="none") * weights).sum() / weights.sum()
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
    return model.eval()


@torch.no_grad()
def together(models: Sequence[Reader]) -> Reader:
    """Several trainings of one reader as one network: its scores are the mean of theirs."""
    first = models[0]
    whole = Reader(first.names, first.width, first.labels, HIDDEN * len(models))
    whole.sparse.weight.copy_(torch.cat([m.sparse.weight for m in models], 1))
    whole.dense.weight.copy_(torch.cat([m.dense.weight for m in models]))
    whole.dense.bias.copy_(torch.cat([m.dense.bias for m in models]))
    whole.out.weight.copy_(torch.cat([m.out.weight for m in models], 1) / len(models))
    whole.out.bias.copy_(torch.stack([m.out.bias for m in models]).mean(0))
    return whole.eval()


@torch.no_grad()
def scores_of(model: Reader, data: Examples) -> tuple[Tensor, list[str], list[str]]:
    """Scores, gold labels, and what the frames alone say, of the examples that count."""
    order = [n for n, weight in enumerate(data.weights) if weight > 0 and data.labels[n] in model.labels]
    parts = [model(*batch(data, order[s : s + 2048], model.names, None)) for s in range(0, len(order), 2048)]
    return torch.cat(parts), [data.labels[n] for n in order], [_said(data.names[n]) for n in order]


def _said(names: list[str]) -> str:
    told = [f.partition("=")[2] for f in names if f.startswith(("rule=", "told="))]
    return next((name for name in told if name not in ("True", "False", "Statement", "untold")), NONE)


def figures(found: Sequence[str], gold: Sequence[str]) -> str:
    """Precision, recall and F1 of all labels but ``none``."""
    both = sum(a == b != NONE for a, b in zip(found, gold, strict=True))
    p, r = both / max(1, sum(a != NONE for a in found)), both / max(1, sum(b != NONE for b in gold))
    return f"P {p:.3f} R {r:.3f} F1 {2 * p * r / max(1e-9, p + r):.3f}"


def chosen_labels(model: Reader, scores: Tensor) -> list[str]:
    """The best label of each example, ``none`` only where it has more than half."""
    shares = torch.softmax(scores, -1)
    if NONE in model.labels:
        none = model.labels.index(NONE)
        likely = shares[:, none] > 0.5
        shares[:, none] = likely.float() * 2
    return [model.labels[n] for n in shares.argmax(-1).tolist()]


@torch.no_grad()
def cool(model: Reader, scores: Tensor, gold: list[str]) -> float:
    """Divide the scores by the temperature under which the gold is likeliest; return it."""
    wanted = torch.tensor([model.labels.index(name) for name in gold])
    best = min(_TEMPERATURES, key=lambda t: float(functional.cross_entropy(scores / t, wanted)))
    model.out.weight /= best
    model.out.bias /= best
    return float(best)


def save(models: dict[str, Reader], width: int, out: Path) -> None:
    """Write the weights (half precision) and names of all readers, and which language model they were made for.

    The same models give the same bytes; ``width`` is that of a word's vector.
    """
    arrays: dict[str, np.ndarray[Any, Any]] = {}
    names: dict[str, Any] = {}
    for kind, model in models.items():
        arrays |= {f"{kind}.{k}": v.numpy().astype(np.float16) for k, v in model.state_dict().items()}
        names[kind] = {"names": list(model.names), "labels": model.labels, "width": width}
    arrays["names"] = np.frombuffer(json.dumps(names, ensure_ascii=False).encode(), dtype=np.uint8)
    out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(out / "events.npz", **arrays)  # type: ignore[arg-type]
    (out / "language-model.sha256").write_text(fingerprint(model_path()) + "\n", encoding="ascii")


def gather(files: Sequence[Path], words: Path | None) -> tuple[dict[str, Examples], dict[str, Examples]]:
    """The examples of all articles of some files: those to train on, and those of held out articles."""
    found, held = ({kind: Examples() for kind in KINDS} for _ in range(2))
    for file in files:
        for gold, text in annotated(file, words):
            part = held if fold_of(str(gold["id"])) < 0 else found
            for kind, data in examples(Annotated(gold, text)).items():
                part[kind].extend(data)
    return found, held


def main() -> None:
    """Train, print the figures, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("labels", nargs="+", type=Path)
    parser.add_argument("--words", type=Path, help="the corpus that labels without texts refer to")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=16)
    parser.add_argument("--seeds", type=int, default=2, help="trainings whose mean is taken (default 2)")
    options = parser.parse_args()
    torch.set_num_threads(1)
    data, check = gather(options.labels, options.words)
    width = len(data["type"].vectors[0]) // 2
    models = {}
    for kind in KINDS:
        labels = sorted(set(data[kind].labels), key=lambda name: (name != NONE, name))
        model = together([train(data[kind], labels, options.epochs, seed) for seed in range(options.seeds)])
        print(f"{kind}: {len(data[kind].labels)} examples, {len(model.names)} features, {len(labels)} labels")
        scores, gold, said = scores_of(model, check[kind])
        print(f"  readers {figures(chosen_labels(model, scores), gold)}; frames alone {figures(said, gold)}")
        print(f"  temperature {cool(model, scores, gold):.2f}", flush=True)
        models[kind] = model
    save(models, width, options.out)


if __name__ == "__main__":
    main()
