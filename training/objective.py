"""What training minimizes, and the quick figures by which it watches itself."""

import torch
import torch.nn.functional as functional
from torch import Tensor

from training.entities import Span, coarse, spans_of
from training.examples import EVENT_HEADS, IGNORED, NONE, TAG_HEADS, Example, batches, collate
from training.network import LABEL, Analyser

NER_TYPES = ("PER", "ORG", "LOC")
WEIGHTS = {
    "arc": 1.0, "label": 1.0, "upos": 1.0, "xpos": 0.5, "rule": 0.5, "feats": 0.3, "ner": 1.5,
    "event": 1.0, "status": 0.2, "part": 0.4,
}  # fmt: skip

Tensors = dict[str, Tensor]


def tensors(examples: list[Example], tag_count: int) -> Tensors:
    """Return a batch as tensors (see `collate`)."""
    return {name: torch.from_numpy(value) for name, value in collate(examples, tag_count).items()}


def moved(batch: Tensors, device: torch.device) -> Tensors:
    """Return the batch on a device."""
    return {name: value.to(device, non_blocking=True) for name, value in batch.items()}


def hidden_anew(batch: Tensors, share: float, mask: int) -> Tensors:
    """Return the batch with another share of its words hidden behind a piece (see `Encoder.masked`)."""
    whole, first = batch["whole"], batch["first"]
    begun = torch.zeros_like(whole).scatter_add_(1, first, batch["wmask"])
    word = begun.cumsum(1) - 1
    hide = torch.rand(first.shape, device=whole.device) < share
    hide[:, 0] = False
    places = torch.arange(whole.shape[1], device=whole.device)
    hidden = hide.gather(1, word) & (places <= batch["last"].gather(1, word))
    return {**batch, "ids": whole.masked_fill(hidden, mask)}


def losses(model: Analyser, batch: Tensors, words: Tensor) -> Tensors:
    """Return the losses by the names of WEIGHTS; heads without a label in the batch lose nothing."""
    parsed = batch["head"] >= 0
    gold_heads = batch["head"].clamp(min=0)
    child, head = model.label_child(words[:, 1:]), model.label_head(words)
    head = torch.gather(head, 1, gold_heads[:, :, None].expand(-1, -1, head.shape[-1]))
    tags = model.tags(words)
    told = model.happenings(words[:, 1:])
    row, telling, party, part = batch["parts"].unbind(1)
    return {
        "arc": _cross_entropy(model.arc_scores(words, batch["wmask"])[parsed], batch["head"][parsed]),
        "label": _cross_entropy(model.pair_labels(child[parsed], head[parsed]), batch["dep"][parsed]),
        **{name: _cross_entropy(tags[name][parsed], batch[name][parsed]) for name in TAG_HEADS},
        "ner": _partial_loss(tags["ner"], batch["admissible"].bool()),
        **{name: _cross_entropy(told[name].flatten(0, 1), batch[name].flatten()) for name in EVENT_HEADS},
        "part": _cross_entropy(told["part"][row, telling, :, party], part),
    }


@torch.no_grad()
def answers(teacher: Analyser, batch: Tensors) -> Tensors:
    """Return the shares that a teacher gives to all answers; relations are those of its likeliest heads, 'head'."""
    words = teacher.word_vectors(batch["whole"], batch["shp"], batch["mask"], batch["first"], batch["last"])
    arcs = teacher.arc_scores(words, batch["wmask"]).float()
    head = arcs.argmax(-1)
    return {
        **{name: scores.float().softmax(-1) for name, scores in _choices(teacher, words, head).items()},
        "arc": arcs.softmax(-1),
        "part": teacher.happenings(words[:, 1:])["part"].float().softmax(2),
        "head": head,
    }


def _choices(model: Analyser, words: Tensor, head: Tensor) -> Tensors:
    """Return the scores, (b, n, labels), of all heads that choose a label a word, relations for the heads given."""
    heads = torch.gather(model.label_head(words), 1, head[:, :, None].expand(-1, -1, LABEL))
    told = model.happenings(words[:, 1:])
    return {
        **model.tags(words),
        "label": model.pair_labels(model.label_child(words[:, 1:]), heads),
        **{name: told[name] for name in EVENT_HEADS},
    }


def imitation(model: Analyser, batch: Tensors, words: Tensor, taught: Tensors) -> Tensors:
    """Return by the names of WEIGHTS how far the answers are from a teacher's (Hinton et al. 2015, temperature 1).

    Status and parts count as much as the teacher believes that the word tells an event.
    """
    real = batch["wmask"][:, 1:].float()
    telling = (1 - taught["event"][..., 0]) * real
    found = {
        name: _distance(scores, taught[name], telling if name == "status" else real)
        for name, scores in _choices(model, words, taught["head"]).items()
    }
    found["arc"] = _distance(model.arc_scores(words, batch["wmask"]), taught["arc"], real)
    part = model.happenings(words[:, 1:])["part"].float().log_softmax(2)
    pairs = -(taught["part"] * part).sum(2) * telling[..., None] * real[:, None]
    found["part"] = pairs.sum() / telling.sum().clamp(min=1)
    return found


def _distance(scores: Tensor, shares: Tensor, weights: Tensor) -> Tensor:
    return (-(shares * scores.float().log_softmax(-1)).sum(-1) * weights).sum() / weights.sum().clamp(min=1)


def _cross_entropy(scores: Tensor, gold: Tensor) -> Tensor:
    known = (gold != IGNORED).sum().clamp(min=1)
    return functional.cross_entropy(scores.float(), gold, ignore_index=IGNORED, reduction="sum") / known


def _partial_loss(scores: Tensor, admissible: Tensor) -> Tensor:
    """Return the mean of -log of the probability of all admissible tags together."""
    known = admissible.any(-1)
    log = torch.log_softmax(scores[known].float(), -1).masked_fill(~admissible[known], -1e9)
    return -torch.logsumexp(log, -1).sum() / known.sum().clamp(min=1)


@torch.no_grad()
def dev_scores(model: Analyser, examples: list[Example], device: torch.device, pieces: int = 6000) -> dict[str, float]:
    """Return UPOS, FEATS, UAS and LAS of greedily chosen heads, and the F1 of PER, ORG and LOC, in per cent.

    Good for choosing an epoch; the figures of the finished model come from training.evaluate.
    """
    model.eval()
    counts = dict.fromkeys(("words", "upos", "feats", "uas", "las", "gold", "found", "both"), 0)
    for indices in batches([len(e.ids) for e in examples], pieces, None):
        chosen = [examples[i] for i in indices]
        batch = moved(tensors(chosen, len(model.vocabulary["ner"])), device)
        words = model.word_vectors(batch["ids"], batch["shp"], batch["mask"], batch["first"], batch["last"])
        heads = model.arc_scores(words, batch["wmask"]).argmax(-1)
        projected = model.label_head(words)
        head = torch.gather(projected, 1, heads[:, :, None].expand(-1, -1, projected.shape[-1]))
        labels = model.pair_labels(model.label_child(words[:, 1:]), head).argmax(-1)
        tags = model.tags(words)
        right = heads == batch["head"]
        counts["words"] += int((batch["head"] >= 0).sum())
        for name in ("upos", "feats"):
            counts[name] += int((tags[name].argmax(-1) == batch[name]).sum())
        counts["uas"] += int(right.sum())
        counts["las"] += int((right & (labels == batch["dep"])).sum())
        for example, row in zip(chosen, tags["ner"].argmax(-1).tolist(), strict=True):
            named = [model.vocabulary["ner"][i] for i in row[: len(example.sentence.words)]]
            gold, found = _names(list(example.sentence.tags)), _names(named)
            counts["gold"] += len(gold)
            counts["found"] += len(found)
            counts["both"] += len(gold & found)
    model.train()
    scores = {name: 100 * counts[name] / max(1, counts["words"]) for name in ("upos", "feats", "uas", "las")}
    return {**scores, "ner": 200 * counts["both"] / max(1, counts["gold"] + counts["found"])}


@torch.no_grad()
def event_scores(
    model: Analyser, examples: list[Example], device: torch.device, pieces: int = 6000
) -> dict[str, float]:
    """Return the F1 of words with the event that they tell and of parts, and how often status is right, in per cent."""
    model.eval()
    none = {name: model.vocabulary[name].index(NONE) for name in ("event", "part")}
    counts: dict[str, list[int]] = {name: [0, 0, 0] for name in ("event", "part", "status")}
    for indices in batches([len(e.ids) for e in examples], pieces, None):
        batch = moved(tensors([examples[i] for i in indices], len(model.vocabulary["ner"])), device)
        words = model.word_vectors(batch["ids"], batch["shp"], batch["mask"], batch["first"], batch["last"])
        told = model.happenings(words[:, 1:])
        row, telling, party, part = batch["parts"].unbind(1)
        asked = {
            "event": (told["event"], batch["event"]),
            "status": (told["status"], batch["status"]),
            "part": (told["part"][row, telling, :, party], part),
        }
        for name, (scores, gold) in asked.items():
            found, known = scores.argmax(-1)[gold != IGNORED], gold[gold != IGNORED]
            least = none.get(name, -1)
            for n, mask in enumerate((found != least, known != least, (found == known) & (known != least))):
                counts[name][n] += int(mask.sum())
    model.train()
    return {name: 200 * both / max(1, found + gold) for name, (found, gold, both) in counts.items()}


def _names(tags: list[str]) -> set[Span]:
    return {span for span in spans_of(coarse(tags)) if span[2] in NER_TYPES}
