"""Train the analysis model against the clock.

    python -m training.train PREPARED ENCODER CHECKPOINTS --minutes 80 [--from MODEL.onnx]

PREPARED is what training.prepare wrote, ENCODER a folder with model.safetensors and tokenizer.json of
all-MiniLM-L6-v2. CHECKPOINTS gets last.pt after every epoch (what --resume goes on from) and best.pt. Both hold
under 'average' the running average of the weights, which is what is scored and exported.
"""

import argparse
import copy
import json
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from training.augment import varied
from training.corpora import Sentence
from training.examples import Encoder, Vocabulary, batches
from training.network import Analyser
from training.objective import WEIGHTS, Tensors, dev_scores, losses, tensors
from training.prepare import read_sentences
from training.warm import start_from

WARM_STEPS = 200
AVERAGED = 0.998
"""How much of the running average of the weights stays at each step."""
SHARES = {"ewt": 0.5, "gum": 1.0, "wikigold": 0.5, "crossner": 1.0, "voa": 1.0}
"""How often a pass reads the sentences of each corpus: edited text, the target, more than the web."""


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


def chosen_for_pass(sentences: list[Sentence], rng: random.Random) -> list[Sentence]:
    """Return the sentences of one pass by SHARES, drawn anew each time."""
    whole = [s for s in sentences for _ in range(int(SHARES[s.source]))]
    return whole + [s for s in sentences if rng.random() < SHARES[s.source] % 1]


class Trainer:
    """One training run: the model, its optimizer, the data, and the clock."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.rng = random.Random(options.seed)
        vocabulary: Vocabulary = json.loads((options.prepared / "vocabulary.json").read_text("utf-8"))
        self.encoder = Encoder(options.encoder / "tokenizer.json", vocabulary)
        self.sentences = self._short(read_sentences(options.prepared / "train.jsonl.gz"))
        self.dev = {
            name: [self.encoder.encode(s) for s in read_sentences(options.prepared / f"{name}.jsonl.gz")[::2]]
            for name in ("ewt-dev", "gum-dev")
        }
        self.model = Analyser(vocabulary)
        self.model.encoder.load_pretrained(options.encoder / "model.safetensors")
        if options.warm:
            print("new: " + ", ".join(start_from(self.model, options.warm)), flush=True)
        self.average = copy.deepcopy(self.model).requires_grad_(False)
        self.optimizer = optimizer_of(self.model, options.rate, options.head_rate)
        self.progress = Progress()
        self.started = time.monotonic()

    def _short(self, sentences: list[Sentence]) -> list[Sentence]:
        return [s for s in sentences if len(self.encoder.encode(s).ids) <= self.options.longest]

    def resume(self) -> None:
        """Go on from last.pt."""
        state = torch.load(self.options.checkpoints / "last.pt", weights_only=False)
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
        factor = min((step + 1) / WARM_STEPS, max(0.0, 1 - done))
        for group in self.optimizer.param_groups:
            group["lr"] = group["base"] * factor

    def step(self, batch: Tensors) -> list[float]:
        """Make one step; return the losses in the order of WEIGHTS."""
        with torch.autocast("cpu", torch.bfloat16, enabled=self.options.bf16):
            parts = losses(self.model, batch)
        total = torch.stack([weight * parts[name] for name, weight in WEIGHTS.items()]).sum()
        self.optimizer.zero_grad(set_to_none=True)
        total.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.progress.step += 1
        kept = min(AVERAGED, self.progress.step / (self.progress.step + 10))
        torch._foreach_lerp_(list(self.average.parameters()), list(self.model.parameters()), 1 - kept)
        return [float(parts[name].detach()) for name in WEIGHTS]

    def epoch(self) -> None:
        """Train one pass over freshly varied sentences, or until time is up."""
        read = chosen_for_pass(self.sentences, self.rng)
        examples = [
            self.encoder.masked(self.encoder.encode(varied(sentence, self.rng)), self.options.masked, self.rng)
            for sentence in read
        ]
        order = batches([len(e.ids) for e in examples], self.options.pieces, self.rng)
        steps = len(order) * self.options.epochs
        history: list[list[float]] = []
        words, began = 0, time.monotonic()
        for indices in order:
            if self.out_of_time():
                break
            self.set_rate(steps)
            chosen = [examples[i] for i in indices]
            history.append(self.step(tensors(chosen, len(self.model.vocabulary["ner"]))))
            words += sum(len(e.sentence.words) for e in chosen)
            if self.progress.step % 50 == 0:
                means = np.mean(history[-50:], axis=0)
                shown = " ".join(f"{name} {mean:.3f}" for name, mean in zip(WEIGHTS, means, strict=True))
                speed = words / (time.monotonic() - began)
                print(f"{self.minutes():.1f} min, step {self.progress.step}/{steps}: {shown},", end=" ")
                print(f"{speed:.0f} words/s", flush=True)
        self.progress.epoch += 1

    def validate_and_save(self) -> None:
        """Score the dev parts, write last.pt, and best.pt if this epoch is the best so far."""
        scores = {name: dev_scores(self.average, examples) for name, examples in self.dev.items()}
        for name, values in scores.items():
            shown = " ".join(f"{key} {value:.2f}" for key, value in values.items())
            print(f"epoch {self.progress.epoch} {name}: {shown}", flush=True)
        merit = sum(v["las"] + v["upos"] + 0.5 * v["ner"] for v in scores.values())
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
