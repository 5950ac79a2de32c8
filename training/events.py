"""Train the readers of events: which words tell an event, who plays which part in it, and how real it is.

    python -m training.events GOLD... --out kg/extract/model [--hold GOLD]

GOLD are folders of annotated articles (the form of benchmarks/quality.md's gold, with a list ``trigger`` beside
the ``evidence`` of each event). The readers are small: features of kg/extract/features.py and the word vectors of the
language model, one hidden layer, a softmax. They are trained again whenever the language model changes.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as functional
from spacy.tokens import Token
from torch import Tensor, nn

from kg.annotate import annotate
from kg.extract import extract, features
from kg.extract.matching import sighting
from kg.extract.mentions import Mentions
from kg.model import Document, EntityId, Event, Mention
from kg.read import articles
from kg.resolve.coreference import Coreference

ROLES = ("participant", "actor", "target", "host", "mediator")
NONE = "none"
HIDDEN = 128
MIN_SEEN = 3
Gold = dict[str, Any]


@dataclass(slots=True)
class Examples:
    """Examples of one reader: feature names, vectors (n, d), labels, weights."""

    names: list[list[str]] = field(default_factory=list)
    vectors: list[np.ndarray[Any, Any]] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)

    def add(self, names: list[str], vector: np.ndarray[Any, Any], label: str, weight: float = 1.0) -> None:
        """Add one example."""
        self.names.append(names)
        self.vectors.append(vector.astype(np.float32))
        self.labels.append(label)
        self.weights.append(weight)


def norm(name: str) -> str:
    """A name as scoring compares it: case, accents, punctuation and articles gone."""
    text = unicodedata.normalize("NFKD", name).casefold()
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = re.sub(r"['’]s\b|[^\w\s-]", "", text)
    text = re.sub(r"[-\u2010-\u2015/]", " ", re.sub(r"\b(al|el)[- ]", "", text))
    return " ".join(re.sub(r"^(the|a|an)\s+", "", text.strip()).split())


class Article:
    """One annotated article with its analysis, and what the gold says of its words and mentions."""

    def __init__(self, path: Path, analysed: Document) -> None:
        self.gold: Gold = json.loads(path.read_text("utf-8"))
        self.document = analysed
        self.text = analysed.article.text
        self.mentions = Mentions(analysed)
        self.names = {e["id"]: {norm(n) for n in (e["name"], *e.get("aliases", []))} for e in self.gold["entities"]}
        self.who = Coreference(extract(analysed, frames_only=True))
        self._known: dict[Mention, frozenset[str]] = {}

    def entities(self, mention: Mention) -> frozenset[str]:
        """The gold entities that a mention speaks of, as far as the rules of coreference can tell."""
        if mention not in self._known:
            here = {norm(self.text[mention.span.start : mention.span.end]), norm(mention.name)}
            for key in self.who.ids(mention):
                here |= self._forms(key)
            here.discard("")
            self._known[mention] = frozenset(i for i, names in self.names.items() if names & here)
        return self._known[mention]

    def _forms(self, key: EntityId) -> set[str]:
        draft = self.who.registry.drafts[key]
        return {norm(n) for n in (draft.label, *draft.forms)}

    def triggers(self) -> Iterator[tuple[Token, Gold]]:
        """The words that tell events, with their events."""
        for event in self.gold["events"]:
            for quote, word in zip(event["evidence"], event.get("trigger", ()), strict=False):
                token = self._find(quote, word) if word else None
                if token is not None:
                    yield token, event

    def twins(self, sentence: Any, told: Mapping[int, Event], events: Mapping[int, list[Gold]]) -> dict[int, list[Gold]]:
        """Words by which a frame tells an event that the gold hangs on another word: "signed" beside "agreement"."""
        here = [e for t in sentence for e in events.get(t.i, ())]
        here += [e for e in self.gold["events"] if e not in here and "trigger" not in e and self._stands_in(e, sentence)]
        return {i: same for i, event in told.items() if (same := [e for e in here if e["type"] == event.type])}

    def _stands_in(self, event: Gold, sentence: Any) -> bool:
        words = " ".join(sentence.text.split())
        return any(quote in words or words in quote for quote in (" ".join(q.split()) for q in event["evidence"]))

    def _find(self, quote: str, word: str) -> Token | None:
        word, _, number = word.partition("#")
        pattern = r"\s+".join(re.escape(part) for part in quote.split())
        where = re.search(pattern, self.text)
        if where is None:
            return None
        hits = list(re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", where[0]))
        number_ = int(number or 1)
        if len(hits) < number_:
            return None
        start = where.start() + hits[number_ - 1].start()
        return next((t for t in self.document.doc if t.idx <= start < t.idx + len(t)), None)


def collect(article: Article) -> dict[str, Examples]:
    """The examples that one article gives to each reader."""
    found = {"type": Examples(), "role": Examples(), "status": Examples()}
    doc, mentions = article.document.doc, article.mentions
    events: dict[int, list[Gold]] = {}
    for token, event in article.triggers():
        events.setdefault(token.i, []).append(event)
    for number, sentence in enumerate(doc.sents):
        if number not in article.document.prose:
            continue
        seen = sighting(sentence, article.document, mentions)
        told = seen.events
        agents, scenes = list(features.agents_in(sentence, mentions)), list(features.scenes_in(sentence, mentions))
        twins = article.twins(sentence, told, events)
        for token in sentence:
            here = sorted(events.get(token.i) or twins.get(token.i, []), key=lambda e: bool(e.get("optional")))
            if not here and not features.is_candidate(token, mentions):
                continue
            event = here[0] if here else None
            weight = 0.0 if event is not None and event.get("optional") else 1.0
            vector = np.concatenate([doc.tensor[token.i], doc.tensor[token.head.i]])
            found["type"].add(features.predicate(token, seen, mentions), vector, event["type"] if event else NONE, weight)
            if event is None:
                continue
            weight = 0.5 if event.get("optional") else 1.0
            found["status"].add(features.status(token, event["type"], seen), vector, event["status"], weight)
            args = features.arguments_of(token)
            for candidates, roles in ((agents, (*ROLES, "source")), (scenes, ("place",))):
                for other, mention in candidates:
                    label = next((r for r in roles if set(event.get(r, ())) & article.entities(mention)), NONE)
                    names = features.role(token, event["type"], other, mention, seen, args)
                    if candidates is scenes:
                        names.append("scene")
                    found["role"].add(names, np.concatenate([doc.tensor[token.i], doc.tensor[other.i]]), label, weight)
    return found


class Reader(nn.Module):
    """Features and vectors to labels: one hidden layer."""

    def __init__(self, names: dict[str, int], size: int, labels: list[str], hidden: int = HIDDEN) -> None:
        super().__init__()
        self.names, self.labels = names, labels
        self.sparse = nn.EmbeddingBag(len(names), hidden, mode="sum")
        nn.init.normal_(self.sparse.weight, std=0.05)
        self.dense = nn.Linear(size, hidden)
        self.drop = nn.Dropout(0.4)
        self.dense_drop = nn.Dropout(0.3)
        self.out = nn.Linear(hidden, len(labels))

    def forward(self, rows: Tensor, offsets: Tensor, vectors: Tensor) -> Tensor:
        """Scores (n, labels)."""
        hidden = self.sparse(rows, offsets) + self.dense(self.dense_drop(vectors))
        scores: Tensor = self.out(self.drop(functional.relu(hidden)))
        return scores


def _batch(examples: Examples, chosen: Sequence[int], names: dict[str, int], keep: float, rng: random.Random) -> Any:
    rows: list[int] = []
    offsets: list[int] = []
    for n in chosen:
        offsets.append(len(rows))
        rows += [names[f] for f in examples.names[n] if f in names and (keep >= 1 or rng.random() < keep)]
    vectors = torch.from_numpy(np.stack([examples.vectors[n] for n in chosen]))
    return torch.tensor(rows, dtype=torch.long), torch.tensor(offsets, dtype=torch.long), vectors


def train(examples: Examples, labels: list[str], epochs: int, seed: int = 1, decay: float = 1e-2) -> Reader:
    """Train one reader."""
    rng = random.Random(seed)
    torch.manual_seed(seed)
    seen = Counter(f for names in examples.names for f in names)
    names = {f: n for n, f in enumerate(sorted(f for f, c in seen.items() if c >= MIN_SEEN))}
    model = Reader(names, len(examples.vectors[0]), labels)
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=decay)
    order = [n for n, w in enumerate(examples.weights) if w > 0]
    index = {name: n for n, name in enumerate(labels)}
    total = epochs * (len(order) // 256 + 1)
    step = 0
    for _ in range(epochs):
        rng.shuffle(order)
        for start in range(0, len(order), 256):
            chosen = order[start : start + 256]
            for group in optimizer.param_groups:
                group["lr"] = 2e-3 * (1 - step / total)
            step += 1
            scores = model(*_batch(examples, chosen, names, 0.85, rng))
            gold = torch.tensor([index.get(examples.labels[n], 0) for n in chosen])
            weights = torch.tensor([examples.weights[n] for n in chosen])
            loss = (functional.cross_entropy(scores, gold, reduction="none") * weights).sum() / weights.sum()
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
    return model.eval()


@torch.no_grad()
def test(model: Reader, examples: Examples, threshold: float = 0.5) -> str:
    """Precision, recall and F1 of all labels but ``none``, at a threshold."""
    order = [n for n, w in enumerate(examples.weights) if w > 0]
    both = found = gold = 0
    rng = random.Random(0)
    for start in range(0, len(order), 2048):
        chosen = order[start : start + 2048]
        shares = torch.softmax(model(*_batch(examples, chosen, model.names, 1.0, rng)), -1)
        for n, row in zip(chosen, shares, strict=True):
            row = row.clone()
            if NONE in model.labels:
                none = model.labels.index(NONE)
                if 1 - row[none] < threshold:
                    best = NONE
                else:
                    row[none] = 0
                    best = model.labels[int(row.argmax())]
            else:
                best = model.labels[int(row.argmax())]
            found += best != NONE
            gold += examples.labels[n] != NONE
            both += best == examples.labels[n] != NONE
    p, r = both / max(1, found), both / max(1, gold)
    return f"P {p:.3f} R {r:.3f} F {2 * p * r / max(1e-9, p + r):.3f} ({gold} gold)"


def rules(examples: Examples) -> str:
    """The same figures of what the frames alone say."""
    both = found = gold = 0
    for names, label, weight in zip(examples.names, examples.labels, examples.weights, strict=True):
        if weight:
            said = next((f.partition("=")[2] for f in names if f.startswith("rule=") or (f.startswith("told=") and f[5:] not in ("True", "False"))), NONE)
            said = NONE if said in ("Statement", "True", "False", "untold") else said
            found += said != NONE
            gold += label != NONE
            both += said == label != NONE
    p, r = both / max(1, found), both / max(1, gold)
    return f"P {p:.3f} R {r:.3f} F {2 * p * r / max(1e-9, p + r):.3f}"


def together(models: Sequence[Reader]) -> Reader:
    """Several trainings of one reader as one network: its scores are the mean of theirs."""
    first = models[0]
    whole = Reader(first.names, first.dense.in_features, first.labels, HIDDEN * len(models))
    with torch.no_grad():
        whole.sparse.weight.copy_(torch.cat([m.sparse.weight for m in models], 1))
        whole.dense.weight.copy_(torch.cat([m.dense.weight for m in models]))
        whole.dense.bias.copy_(torch.cat([m.dense.bias for m in models]))
        whole.out.weight.copy_(torch.cat([m.out.weight for m in models], 1) / len(models))
        whole.out.bias.copy_(torch.stack([m.out.bias for m in models]).mean(0))
    return whole.eval()


def save(models: dict[str, Reader], out: Path) -> None:
    """Write the weights (half precision) and names of all readers."""
    arrays: dict[str, np.ndarray[Any, Any]] = {}
    names: dict[str, Any] = {}
    for kind, model in models.items():
        state = {k: v.numpy().astype(np.float16) for k, v in model.state_dict().items()}
        arrays |= {f"{kind}.{k}": v for k, v in state.items()}
        names[kind] = {"names": list(model.names), "labels": model.labels}
    out.mkdir(parents=True, exist_ok=True)
    arrays["names"] = np.frombuffer(json.dumps(names, ensure_ascii=False).encode(), dtype=np.uint8)
    np.savez_compressed(out / "events.npz", **arrays)


def read_all(folders: Sequence[Path], load: Any = None) -> list[dict[str, Examples]]:
    """The examples of every article in the folders."""
    found = []
    for folder in folders:
        for path in sorted(folder.glob("*.json")):
            gold = json.loads(path.read_text("utf-8"))
            published = date.fromisoformat(gold["published"]) if gold.get("published") else None
            article = next(iter(articles([str(folder / gold["text"])], published=published)))
            document = (load or annotate)(article)
            found.append(collect(Article(path, document)))
    return found


def joined(parts: Sequence[dict[str, Examples]], kind: str) -> Examples:
    """All examples of one kind."""
    out = Examples()
    for part in parts:
        one = part[kind]
        out.names += one.names
        out.vectors += one.vectors
        out.labels += one.labels
        out.weights += one.weights
    return out


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--hold", nargs="*", type=Path, default=[], help="folders to test on, never trained on")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--epochs", type=int, default=16)
    parser.add_argument("--seeds", type=int, default=2, help="trainings whose mean is taken")
    options = parser.parse_args()
    torch.set_num_threads(1)
    parts, held = read_all(options.gold), read_all(options.hold)
    models = {}
    for kind in ("type", "role", "status"):
        examples = joined(parts, kind)
        labels = sorted(set(examples.labels), key=lambda name: (name != NONE, name))
        models[kind] = together([train(examples, labels, options.epochs, seed) for seed in range(options.seeds)])
        print(kind, len(examples.labels), "examples,", len(models[kind].names), "features")
        if held:
            print("  held out:", test(models[kind], joined(held, kind)), "| frames alone:", rules(joined(held, kind)))
    if options.out:
        save(models, options.out)


if __name__ == "__main__":
    main()
