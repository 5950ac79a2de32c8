"""What training minimizes, and the quick figures by which it watches itself."""

import torch
import torch.nn.functional as functional
from torch import Tensor

from training.entities import Span, coarse, spans_of
from training.examples import IGNORED, TAG_HEADS, Example, batches, collate
from training.network import Analyser

NER_TYPES = ("PER", "ORG", "LOC")
WEIGHTS = {"arc": 1.0, "label": 1.0, "upos": 0.5, "xpos": 0.5, "rule": 0.5, "feats": 0.3, "ner": 1.5}

Tensors = dict[str, Tensor]


def tensors(examples: list[Example], tag_count: int) -> Tensors:
    """Return a batch as tensors (see `collate`)."""
    return {name: torch.from_numpy(value) for name, value in collate(examples, tag_count).items()}


def losses(model: Analyser, batch: Tensors) -> dict[str, Tensor]:
    """Return the losses by the names of WEIGHTS; heads without a label in the batch lose nothing."""
    words = model.word_vectors(batch["ids"], batch["shp"], batch["mask"], batch["first"], batch["last"])
    parsed = batch["head"] >= 0
    gold_heads = batch["head"].clamp(min=0)
    child, head = model.label_child(words[:, 1:]), model.label_head(words)
    head = torch.gather(head, 1, gold_heads[:, :, None].expand(-1, -1, head.shape[-1]))
    tags = model.tags(words)
    return {
        "arc": _cross_entropy(model.arc_scores(words, batch["wmask"])[parsed], batch["head"][parsed]),
        "label": _cross_entropy(model.pair_labels(child[parsed], head[parsed]), batch["dep"][parsed]),
        **{name: _cross_entropy(tags[name][parsed], batch[name][parsed]) for name in TAG_HEADS},
        "ner": _partial_loss(tags["ner"], batch["admissible"].bool()),
    }


def _cross_entropy(scores: Tensor, gold: Tensor) -> Tensor:
    known = (gold != IGNORED).sum().clamp(min=1)
    return functional.cross_entropy(scores.float(), gold, ignore_index=IGNORED, reduction="sum") / known


def _partial_loss(scores: Tensor, admissible: Tensor) -> Tensor:
    """Return the mean of -log of the probability of all admissible tags together."""
    known = admissible.any(-1)
    log = torch.log_softmax(scores[known].float(), -1).masked_fill(~admissible[known], -1e9)
    return -torch.logsumexp(log, -1).sum() / known.sum().clamp(min=1)


@torch.no_grad()
def dev_scores(model: Analyser, examples: list[Example], pieces: int = 3000) -> dict[str, float]:
    """Return UPOS, FEATS, UAS and LAS of greedily chosen heads, and the F1 of PER, ORG and LOC, in per cent.

    Good for choosing an epoch; the figures of the finished model come from training.evaluate.
    """
    model.eval()
    counts = dict.fromkeys(("words", "upos", "feats", "uas", "las", "gold", "found", "both"), 0)
    for indices in batches([len(e.ids) for e in examples], pieces, None):
        chosen = [examples[i] for i in indices]
        batch = tensors(chosen, len(model.vocabulary["ner"]))
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


def _names(tags: list[str]) -> set[Span]:
    return {span for span in spans_of(coarse(tags)) if span[2] in NER_TYPES}
