"""Write a checkpoint as ONNX: model.fp32.onnx, and model.int8.onnx for the annotator.

    python -m training.export CHECKPOINT PREPARED OUT [--lemmas]

Inputs (int64): ids, shp, mask (b, t); first, last, wmask (b, n+1). Outputs: arc (b, n, n+1) head scores; lab
(b, n, n+1) the best relation of each pair; ner (b, n, tags) scores; upos, xpos, rule, feats (b, n); vec (b, n+1, v)
what the root and each word are as telling an event, as what is told, and as a party to it, for the readers of
events. The label lists are JSON under the metadata key 'vocab', the table of lemmas under 'lemmas'.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.corpora import Sentence
from training.examples import TAG_HEADS
from training.network import Analyser, load, of_words
from training.prepare import read_sentences
from training.words import lemma_rule

INPUTS = ("ids", "shp", "mask", "first", "last", "wmask")
OUTPUTS = ("arc", "lab", "ner", *TAG_HEADS, "vec")
OPSET = 17
MIN_SEEN = 2


class RowQuantized(nn.Module):
    """An embedding table of int8 with a scale a row: a quarter of the size, exact to half a step of 1/127."""

    def __init__(self, weight: Tensor) -> None:
        super().__init__()
        scale = weight.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.rows = nn.Buffer(torch.round(weight / scale).to(torch.int8))
        self.scale = nn.Buffer(scale)

    def forward(self, index: Tensor) -> Tensor:
        """Map (b, t) to (b, t, h)."""
        row, scale = self.rows[index].to(torch.float32), self.scale[index]
        return row * scale


class Exported(nn.Module):
    """The trained network with the outputs that the annotator reads."""

    def __init__(self, model: Analyser) -> None:
        super().__init__()
        self.model = model

    def forward(
        self, ids: Tensor, shp: Tensor, mask: Tensor, first: Tensor, last: Tensor, wmask: Tensor
    ) -> tuple[Tensor, ...]:
        """Analyse a batch (see the shapes above)."""
        states = self.model.encoder(ids, shp, mask)
        words = of_words(states[-1], first, last)
        tags = self.model.tags(words)
        return (
            self.model.arc_scores(words, wmask),
            self.model.all_labels(words).to(torch.uint8),
            tags["ner"],
            *(tags[name].argmax(-1).to(torch.int32) for name in TAG_HEADS),
            self.model.happenings.vectors(words),
        )


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


def write_onnx(model: Analyser, path: Path) -> None:
    """Write the graph with free batch, piece and word counts."""
    batch, pieces, words = 2, 9, 6
    ids = torch.randint(1000, 2000, (batch, pieces))
    ones, places = torch.ones_like(ids), torch.arange(words + 1).repeat(batch, 1)
    axes = {name: {0: "b", 1: "t"} for name in INPUTS[:3]} | {name: {0: "b", 1: "n1"} for name in INPUTS[3:]}
    axes |= {name: {0: "b", 1: "n"} for name in OUTPUTS[2:-1]}
    axes |= {name: {0: "b", 1: "n", 2: "n1"} for name in OUTPUTS[:2]} | {"vec": {0: "b", 1: "n1"}}
    torch.onnx.export(
        Exported(model).eval(),
        (ids, ones, ones, places, places, torch.ones_like(places)),
        str(path),
        input_names=list(INPUTS),
        output_names=list(OUTPUTS),
        dynamic_axes=axes,
        opset_version=OPSET,
        dynamo=False,
    )


def describe(path: Path, metadata: dict[str, object]) -> None:
    """Add JSON metadata to an ONNX file."""
    model = onnx.load(path)
    del model.metadata_props[:]
    for key, value in metadata.items():
        model.metadata_props.add(key=key, value=json.dumps(value, ensure_ascii=False))
    onnx.save(model, path)


def quantize(source: Path, target: Path) -> None:
    """Quantize the constant matrices to int8.

    Seven bits of the range are used: CPUs without VNNI add two products in 16 bits and would saturate.
    """
    quantize_dynamic(
        source,
        target,
        weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Gemm"],
        per_channel=True,
        reduce_range=True,
        extra_options={"MatMulConstBOnly": True},
    )


def main() -> None:
    """Export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("prepared", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--lemmas", action="store_true", help="add the table of lemmas")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    model = load(options.checkpoint)
    metadata: dict[str, object] = {"vocab": model.vocabulary}
    if options.lemmas:
        metadata["lemmas"] = lemma_table(read_sentences(options.prepared / "train.jsonl.gz"))
    plain, small = options.out / "model.fp32.onnx", options.out / "model.int8.onnx"
    write_onnx(model, plain)
    model.encoder.word = RowQuantized(model.encoder.word.weight.data)  # type: ignore[assignment]
    half = options.out / "model.part.onnx"
    write_onnx(model, half)
    quantize(half, small)
    half.unlink()
    for path in (plain, small):
        describe(path, metadata)
        print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
