"""Train the analysis model, or a teacher of it, against the clock.

    python -m training.train PREPARED ENCODER CHECKPOINTS --minutes 80 [--from MODEL.onnx]
    python -m training.train PREPARED MPNET CHECKPOINTS/teacher-0 --spare 0
    python -m training.train PREPARED ENCODER CHECKPOINTS --teachers CHECKPOINTS/teacher-*/last.pt

PREPARED is what training.prepare and training.happenings wrote, ENCODER a folder with config.json, model.safetensors
and tokenizer.json of all-MiniLM-L6-v2, MPNET one of all-mpnet-base-v2. CHECKPOINTS gets last.pt after every epoch (what
--resume goes on from) and best.pt. Both hold under 'average' the running average of the weights, which is what is
scored and exported.

A teacher learns from gold, but not the events of the third of the articles that --spare names. With teachers, events
are learnt from them alone, those of each article from the teacher that was kept from it: so what the model says of
an article that it was trained on is no surer than what it says of others.
"""

import argparse
import copy
import json
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from training.augment import varied
from training.corpora import Sentence
from training.examples import NONE, Encoder, Vocabulary, batches
from training.mpnet import MPNet
from training.network import Analyser, Matrix
from training.network import Encoder as MiniLM
from training.objective import (
    WEIGHTS,
    Tensors,
    answers,
    dev_scores,
    event_scores,
    hidden_anew,
    imitation,
    losses,
    moved,
    tensors,
)  # fmt: skip
from training.prepare import read_sentences
from training.warm import start_from

WARM_STEPS = 200
AVERAGED = 0.998
"""How much of the running average of the weights stays at each step."""
SHARES = {"ewt": 0.5, "gum": 1.0, "wikigold": 0.5, "crossner": 1.0, "voa": 1.0, "events": 1.0, "gmb": 1.0}
"""How often a pass reads the sentences of each corpus: edited text, the target, more than the web."""
GOLD = 0.5
"""What gold weighs beside the teachers."""


@dataclass(slots=True)
class Progress:
    """Where a training run stands; `seconds` counts over resumed runs."""

    epoch: int = 0
    step: int = 0
    seconds: float = 0.0
    best: float = 0.0


def optimizer_of(model: Analyser, rate: float, head_rate: float) -> torch.optim.AdamW:
    """Return AdamW with a slow rate for what is pretrained, and no decay of biases and norms."""
    groups: dict[tuple[float, float], list[Tensor]] = {}
    for name, parameter in model.named_parameters():
        pretrained = name.startswith("encoder.") and name != "encoder.shape.weight"
        key = (rate if pretrained else head_rate, 0.0 if parameter.ndim == 1 else 0.01)
        groups.setdefault(key, []).append(parameter)
    options: list[dict[str, Any]] = [
        {"params": members, "lr": lr, "base": lr, "weight_decay": decay} for (lr, decay), members in groups.items()
    ]
    return torch.optim.AdamW(options, betas=(0.9, 0.98), fused=True)


def chosen_for_pass(sentences: list[Sentence], rng: random.Random) -> list[int]:
    """Return the numbers of the sentences of one pass by SHARES, drawn anew each time."""
    whole = [n for n, s in enumerate(sentences) for _ in range(int(SHARES[s.source]))]
    return whole + [n for n, s in enumerate(sentences) if rng.random() < SHARES[s.source] % 1]


class Batches(Dataset[tuple[int, Tensors]]):
    """The batches of one pass, each made when it is asked for: freshly varied sentences, some of their words hidden."""

    def __init__(
        self,
        encoder: Encoder,
        sentences: Sequence[Sentence],
        order: list[tuple[int, list[int]]],
        masked: float,
        seed: str,
    ) -> None:
        self.encoder, self.sentences, self.order = encoder, sentences, order
        self.masked, self.seed = masked, seed

    def __len__(self) -> int:
        return len(self.order)

    def __getitem__(self, number: int) -> tuple[int, Tensors]:
        """The number of the teacher to ask, and the tensors."""
        rng = random.Random(f"{self.seed} {number}")
        teacher, indices = self.order[number]
        read = [self.encoder.encode(varied(self.sentences[i], rng)) for i in indices]
        hidden = [self.encoder.masked(example, self.masked, rng) for example in read]
        return teacher, tensors(hidden, len(self.encoder.vocabulary["ner"]))


def event_labels(sentences: Iterable[Sentence]) -> Vocabulary:
    """Return the label lists of the event heads, none first."""
    told = [s.happenings for s in sentences if s.happenings]
    return {
        "event": [NONE, *sorted({kind for t in told for kind in t.kinds.values() if kind})],
        "status": sorted({status for t in told for status in t.status.values()}),
        "part": [NONE, *sorted({part for t in told for *_, part in t.parts if part != NONE})],
    }


def network_of(folder: Path, vocabulary: Vocabulary) -> Analyser:
    """Return a network with the pretrained encoder of a folder."""
    config = json.loads((folder / "config.json").read_text("utf-8"))
    encoder = MPNet() if config["model_type"] == "mpnet" else MiniLM()
    encoder.load_pretrained(folder / "model.safetensors")
    return Analyser(vocabulary, encoder)


def teacher_from(checkpoint: Path, device: torch.device) -> Analyser:
    """Return a trained teacher."""
    state = torch.load(checkpoint, weights_only=False, map_location="cpu")
    teacher = Analyser(state["vocabulary"], MPNet())
    teacher.load_state_dict(state["average"])
    return teacher.to(device, torch.bfloat16).eval().requires_grad_(False)


class Trainer:
    """One training run: the model, its optimizer, the data, and the clock."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.rng = random.Random(options.seed)
        self.device = torch.device(options.device)
        told = read_sentences(options.prepared / "happenings.jsonl.gz")
        vocabulary: Vocabulary = json.loads((options.prepared / "vocabulary.json").read_text("utf-8"))
        vocabulary |= event_labels(told)
        self.encoder = Encoder(options.encoder / "tokenizer.json", vocabulary)
        self.teachers = [teacher_from(path, self.device) for path in options.teachers]
        self.sentences, self.lengths = self._short(self._read(told))
        self.asked = [s.happenings.fold if s.happenings else -1 for s in self.sentences]
        if self.teachers:
            self.sentences = [replace(s, happenings=None) for s in self.sentences]
        self.dev = {
            name: [self.encoder.encode(s) for s in read_sentences(options.prepared / f"{name}.jsonl.gz")[::every]]
            for name, every in (("ewt-dev", 2), ("gum-dev", 2), ("happenings-dev", 1))
        }
        self.model = network_of(options.encoder, vocabulary)
        if options.warm:
            print("new: " + ", ".join(start_from(self.model, options.warm)), flush=True)
        if options.layers:
            self.model.encoder.cut(options.layers)
        self.model.to(self.device)
        self.average = copy.deepcopy(self.model).requires_grad_(False)
        self.optimizer = optimizer_of(self.model, options.rate, options.head_rate)
        self.kept: list[list[tuple[Tensors, Tensors]]] = []
        self.progress = Progress()
        self.started = time.monotonic()

    def _read(self, told: list[Sentence]) -> list[Sentence]:
        known = read_sentences(self.options.prepared / "train.jsonl.gz")
        if self.teachers:
            return known + told + read_sentences(self.options.prepared / "unlabelled.jsonl.gz")
        return known + [s for s in told if s.happenings and s.happenings.fold != self.options.spare]

    def _short(self, sentences: list[Sentence]) -> tuple[list[Sentence], list[int]]:
        """Return the sentences that are not too long, with their lengths in pieces."""
        sized = [(s, len(self.encoder.encode(s).ids)) for s in sentences if s.words]
        kept = [(s, size) for s, size in sized if size <= self.options.longest]
        return [s for s, _ in kept], [size for _, size in kept]

    def resume(self) -> None:
        """Go on from last.pt."""
        state = torch.load(self.options.checkpoints / "last.pt", weights_only=False, map_location=self.device)
        self.model.load_state_dict(state["model"])
        self.average.load_state_dict(state["average"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.progress = Progress(**state["progress"])
        self.rng.seed(self.options.seed + self.progress.epoch)
        self.started = time.monotonic() - self.progress.seconds

    def minutes(self) -> float:
        """Return the minutes trained."""
        return (time.monotonic() - self.started) / 60

    def out_of_time(self) -> bool:
        """Tell whether the time limit is over."""
        return bool(self.minutes() >= self.options.minutes)

    def set_rate(self, steps: int) -> None:
        """Set the learning rate: linear warm-up, then linear in what is used up first, steps or time."""
        step = self.progress.step
        done = max(step / steps, self.minutes() / self.options.minutes)
        for part in (*self.model.modules(), *self.average.modules()):
            if isinstance(part, Matrix):
                part.rounded = done >= self.options.rounded
        factor = min((step + 1) / WARM_STEPS, max(0.0, 1 - done))
        for group in self.optimizer.param_groups:
            group["lr"] = group["base"] * factor

    def taught(self, teacher: int, batch: Tensors) -> Tensors:
        """Return what a teacher says of a batch, if there are teachers."""
        if not self.teachers:
            return {}
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.options.bf16):
            found = answers(self.teachers[teacher], batch)
        return {name: value.bfloat16() if value.is_floating_point() else value for name, value in found.items()}

    def step(self, batch: Tensors, taught: Tensors) -> Tensor:
        """Make one step; return the losses in the order of WEIGHTS."""
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.options.bf16):
            words = self.model.word_vectors(batch["ids"], batch["shp"], batch["mask"], batch["first"], batch["last"])
            parts = losses(self.model, batch, words)
            total = torch.stack([weight * parts[name] for name, weight in WEIGHTS.items()]).sum()
            if taught:
                parts = imitation(self.model, batch, words, taught)
                total = GOLD * total + torch.stack([WEIGHTS[name] * part for name, part in parts.items()]).sum()
        self.optimizer.zero_grad(set_to_none=True)
        total.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.progress.step += 1
        kept = min(AVERAGED, self.progress.step / (self.progress.step + 10))
        torch._foreach_lerp_(list(self.average.parameters()), list(self.model.parameters()), 1 - kept)
        return torch.stack([parts[name].detach() for name in WEIGHTS])

    def order(self) -> tuple[list[Sentence], list[tuple[int, list[int]]]]:
        """Return the sentences of a pass and its batches, each with the number of the teacher to ask."""
        chosen = chosen_for_pass(self.sentences, self.rng)
        read = [self.sentences[n] for n in chosen]
        lengths = [self.lengths[n] for n in chosen]
        count = max(1, len(self.teachers))
        asked = [self.asked[n] if self.asked[n] >= 0 else self.rng.randrange(count) for n in chosen]
        order: list[tuple[int, list[int]]] = []
        for teacher in range(count):
            own = [k for k, number in enumerate(asked) if number == teacher or count == 1]
            found = batches([lengths[k] for k in own], self.options.pieces, self.rng)
            order += [(teacher, [own[k] for k in batch]) for batch in found]
        self.rng.shuffle(order)
        return read, order

    def read(self) -> Iterator[tuple[int, Tensors, Tensors]]:
        """Yield the batches of a pass over freshly varied sentences: how many, each, and what is taught of it.

        With --kept only so many passes are made; after them they come again in turn, other words hidden.
        """
        if len(self.kept) == self.options.kept > 0:
            again = self.kept[self.progress.epoch % len(self.kept)]
            self.rng.shuffle(again)
            mask = self.encoder.mask
            yield from ((len(again), hidden_anew(batch, self.options.masked, mask), taught) for batch, taught in again)
            return
        chosen, order = self.order()
        seed = f"{self.options.seed} {self.progress.epoch}"
        made = Batches(self.encoder, chosen, order, self.options.masked, seed)
        kept = []
        for teacher, batch in DataLoader(made, batch_size=None, num_workers=self.options.workers):
            there = moved(batch, self.device)
            taught = self.taught(teacher, there)
            if self.options.kept:
                kept.append((there, taught))
            yield len(order), there, taught
        if self.options.kept:
            self.kept.append(kept)

    def epoch(self) -> None:
        """Train one pass, or until time is up."""
        history: list[Tensor] = []
        words, began = 0, time.monotonic()
        for count, batch, taught in self.read():
            if self.out_of_time():
                break
            steps = count * self.options.epochs
            self.set_rate(steps)
            history.append(self.step(batch, taught))
            words += batch["wmask"].numel()
            if self.progress.step % 50 == 0:
                means = torch.stack(history[-50:]).mean(0).tolist()
                shown = " ".join(f"{name} {mean:.3f}" for name, mean in zip(WEIGHTS, means, strict=True))
                speed = words / (time.monotonic() - began)
                print(f"{self.minutes():.1f} min, step {self.progress.step}/{steps}: {shown},", end=" ")
                print(f"{speed:.0f} words/s with padding", flush=True)
        self.progress.epoch += 1

    def validate_and_save(self) -> None:
        """Score the dev parts, write last.pt, and best.pt if this epoch is the best so far."""
        measure = {"happenings-dev": event_scores}
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.options.bf16):
            scores = {
                name: measure.get(name, dev_scores)(self.average, examples, self.device)
                for name, examples in self.dev.items()
            }
        for name, values in scores.items():
            shown = " ".join(f"{key} {value:.2f}" for key, value in values.items())
            print(f"epoch {self.progress.epoch} {name}: {shown}", flush=True)
        merit = sum(v["las"] + v["upos"] + 0.5 * v["ner"] for v in scores.values() if "las" in v)
        better = merit > self.progress.best
        self.progress.best = max(merit, self.progress.best)
        self.progress.seconds = self.minutes() * 60
        state = {
            "model": self.model.state_dict(),
            "average": self.average.state_dict(),
            "vocabulary": self.model.vocabulary,
            "dev": scores,
            "progress": {name: getattr(self.progress, name) for name in Progress.__slots__},
        }
        folder = self.options.checkpoints
        if better:
            torch.save(state, folder / "best.pt")
        state["optimizer"] = self.optimizer.state_dict()
        torch.save(state, folder / "last.part")
        (folder / "last.part").replace(folder / "last.pt")

    def run(self) -> None:
        """Train until the epochs or the minutes are used up."""
        words = sum(len(s.words) for s in self.sentences)
        print(f"{len(self.sentences)} sentences, {words} words", flush=True)
        self.model.train()
        while self.progress.epoch < self.options.epochs and not self.out_of_time():
            self.epoch()
            if self.progress.epoch % self.options.every == 0 or self.out_of_time():
                self.validate_and_save()
        if self.progress.epoch % self.options.every:
            self.validate_and_save()


def main() -> None:
    """Train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("prepared", type=Path)
    parser.add_argument("encoder", type=Path)
    parser.add_argument("checkpoints", type=Path)
    parser.add_argument("--epochs", type=int, default=8, help="at most (default 8)")
    parser.add_argument("--minutes", type=float, default=80, help="time limit (default 80)")
    parser.add_argument("--rate", type=float, default=2e-4, help="learning rate of the encoder")
    parser.add_argument("--head-rate", type=float, default=1.5e-3, help="learning rate of all else")
    parser.add_argument("--pieces", type=int, default=1500, help="word pieces a batch")
    parser.add_argument("--masked", type=float, default=0.1, help="share of the words hidden in training (0.1)")
    parser.add_argument("--longest", type=int, default=240, help="leave out longer sentences (pieces)")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--bf16", action="store_true", help="16-bit products: three times as fast where the CPU has them"
    )
    parser.add_argument("--from", dest="warm", type=Path, help="an exported model whose weights are the first values")
    parser.add_argument("--layers", type=int, default=0, help="how many layers of the encoder to keep (default all)")
    parser.add_argument("--rounded", type=float, default=1, help="share of the run after which matrices are int8 (1)")
    parser.add_argument("--kept", type=int, default=0, help="passes to make and read again, by memory (0: all are new)")
    parser.add_argument("--teachers", type=Path, nargs="*", default=[], help="checkpoints of teachers, by number")
    parser.add_argument("--spare", type=int, default=-1, help="the number of the teacher that this run makes")
    parser.add_argument("--device", default="cpu", help="where to train: cpu (default) or cuda")
    parser.add_argument("--workers", type=int, default=0, help="processes that make batches")
    parser.add_argument("--every", type=int, default=1, help="score and save after so many epochs (1)")
    parser.add_argument("--resume", action="store_true", help="go on from last.pt")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    options.checkpoints.mkdir(parents=True, exist_ok=True)
    trainer = Trainer(options)
    if options.resume:
        trainer.resume()
    trainer.run()


if __name__ == "__main__":
    main()
