"""Write a checkpoint as ONNX: model.fp32.onnx, and model.int8.onnx for the annotator.

    python -m training.export CHECKPOINT PREPARED OUT [--lemmas] [--mixed MODEL.onnx --share 0.7]

`graph.py` tells inputs and outputs. The label lists are JSON under the metadata key 'vocab', the table of lemmas under
'lemmas'. A model that training went on from can be mixed in: averages of the two are often better than both, most
where they were taught by different teachers (Wortsman et al. 2022).
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import onnx
import torch

from training.corpora import Sentence
from training.graph import Network
from training.prepare import read_sentences
from training.warm import exported_weights
from training.words import lemma_rule

MIN_SEEN = 2


def load(checkpoint: Path) -> tuple[dict[str, list[str]], dict[str, Any]]:
    """Return the label lists and the averaged weights of a training."""
    state = torch.load(checkpoint, weights_only=False, map_location="cpu")
    return state["vocabulary"], {name: value.float().numpy() for name, value in state["average"].items()}


def mixed(weights: dict[str, Any], model: Path, share: float) -> dict[str, Any]:
    """Return the average with the weights of an exported model of the same labels, where it has them."""
    other = exported_weights(model)[1]
    return {
        name: share * value + (1 - share) * other[name].numpy() if name in other else value
        for name, value in weights.items()
    }


def lemma_table(sentences: Iterable[Sentence]) -> dict[str, str]:
    """Return lemmas by "form<tab>XPOS": forms with one lemma that is more than the form in small letters.

    Names are looked up as written, all else in small letters.
    """
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        for token in sentence.tokens:
            if token.lemma != "_" and any(char.isalpha() for char in token.form):
                form = token.form if token.upos == "PROPN" else token.form.lower()
                seen[f"{form.replace('’', chr(39))}\t{token.xpos}"][token.lemma] += 1
    return {
        key: next(iter(lemmas))
        for key, lemmas in sorted(seen.items())
        if len(lemmas) == 1
        and lemmas.total() >= MIN_SEEN
        and lemma_rule(key.split("\t")[0], next(iter(lemmas))) not in ("C", "L")
    }


def main() -> None:
    """Export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("prepared", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--lemmas", action="store_true", help="add the table of lemmas")
    parser.add_argument("--mixed", type=Path, help="an exported model to average with")
    parser.add_argument("--share", type=float, default=0.5, help="what the checkpoint counts beside it (0.5)")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    vocabulary, weights = load(options.checkpoint)
    if options.mixed:
        weights = mixed(weights, options.mixed, options.share)
    metadata: dict[str, object] = {"vocab": vocabulary}
    if options.lemmas:
        metadata["lemmas"] = lemma_table(read_sentences(options.prepared / "train.jsonl.gz"))
    for name, small in (("model.fp32.onnx", False), ("model.int8.onnx", True)):
        model = Network(weights, vocabulary, small).build()
        for key, value in metadata.items():
            model.metadata_props.add(key=key, value=json.dumps(value, ensure_ascii=False))
        onnx.save(model, options.out / name)
        print(f"{name}: {(options.out / name).stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
