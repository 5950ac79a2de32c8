"""Learn the part-of-speech head of an exported model anew; everything else in the file stays as it is.

    python -m training.refit PREPARED MODEL.onnx OUT.onnx

The encoder is not touched, so that vectors, trees and what was trained on them stay the same to the bit. The head
learns from sentences that the encoder does not know by heart (`swaps.py`), and keeps what it said of a sample of news.
MODEL needs tokenizer.json beside it. Figures for the dev parts are printed before and after.
"""

import argparse
import json
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor
from torch.nn import functional

from kg.annotate.network import Network, parts_of
from training.corpora import Sentence
from training.graph import HALF_RANGE
from training.prepare import read_sentences
from training.swaps import Swaps

HEAD = "tag.upos"
NEWS_EVERY, VARIANTS = 6, 2
BATCH, EPOCHS, RATE, HIDDEN_SHARE = 2048, 3, 3e-4, 0.1
GUM_COUNTS = 2.0

Vectors = NDArray[np.float16]


class Words(Network):
    """An exported model that gives what its heads read of each word."""

    def __init__(self, model: Any, path: Path) -> None:
        name = _read_by_heads(model)
        wide = onnx.ModelProto()
        wide.CopyFrom(model)
        wide.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, None))
        with tempfile.TemporaryDirectory() as folder:
            there = Path(folder) / path.name
            onnx.save(wide, there)
            there.with_name("tokenizer.json").write_bytes(path.with_name("tokenizer.json").read_bytes())
            super().__init__(there)
        self._name = name

    def of(self, sentences: Iterable[Sequence[str]]) -> Vectors:
        """Return the vectors of all words of the sentences, one a row."""
        found = []
        for words in sentences:
            pieces = self._pieces.of(words)
            for start, end in parts_of(pieces):
                (values,) = self._session.run([self._name], self._pieces.inputs(pieces[start:end]))
                found.append(np.asarray(values)[0, 1:].astype(np.float16))
        return np.concatenate(found)


def _read_by_heads(model: Any) -> str:
    """Return the name of what the product of all heads side by side reads: go up from the vectors to it."""
    makers = {name: node for node in model.graph.node for name in node.output}
    node = makers["vec"]
    while "MatMul" not in node.op_type:
        node = makers[node.input[0]]
    return str(node.input[0])


def head_of(model: Any) -> tuple[Tensor, Tensor]:
    """Return the matrix (channels, labels) and the bias of the head, dequantized."""
    values = {item.name: numpy_helper.to_array(item) for item in model.graph.initializer if item.name.startswith(HEAD)}
    matrix = values[f"{HEAD}.weight"] * values.get(f"{HEAD}.weight.scale", np.float32(1))
    return torch.from_numpy(matrix.astype(np.float32)), torch.from_numpy(values[f"{HEAD}.bias"].copy())


def put_head(model: Any, matrix: Tensor, bias: Tensor) -> None:
    """Write the head into the model, rounded as the rest of it."""
    values = {f"{HEAD}.weight": matrix.numpy(), f"{HEAD}.bias": bias.numpy()}
    if any(item.name == f"{HEAD}.weight.scale" for item in model.graph.initializer):
        scale = np.abs(matrix.numpy()).max(0).clip(1e-8) / HALF_RANGE
        values[f"{HEAD}.weight"] = np.rint(matrix.numpy() / scale).astype(np.int8)
        values[f"{HEAD}.weight.scale"] = scale.astype(np.float32)
    for item in model.graph.initializer:
        if item.name in values:
            item.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(values[item.name]), item.name))


class Lesson:
    """Rows of vectors with what to say of them: shares of labels, and how much each row counts."""

    def __init__(self, vectors: Vectors, shares: Tensor, counts: Tensor) -> None:
        self._vectors, self._shares, self._counts = vectors, shares, counts

    def __len__(self) -> int:
        return len(self._vectors)

    def loss(self, matrix: Tensor, bias: Tensor) -> Tensor:
        """Return the loss on rows drawn by chance, some of whose channels are hidden."""
        drawn = torch.randint(len(self), (BATCH,))
        x = functional.dropout(torch.from_numpy(self._vectors[drawn.numpy()]).float(), HIDDEN_SHARE)
        wrong = functional.cross_entropy(x @ matrix + bias, self._shares[drawn], reduction="none")
        return (wrong * self._counts[drawn]).mean()


def treebank(words: Words, sentences: Sequence[Sentence], labels: Sequence[str]) -> Lesson:
    """Return variants of the sentences of the treebanks with their tags."""
    vectors, tags, counts = [], [], []
    for seed in range(VARIANTS):
        swaps = Swaps(sentences, seed)
        variants = [swaps.of(sentence) for sentence in sentences]
        vectors.append(words.of([token.form for token in variant] for variant in variants))
        tags += [labels.index(token.upos) for variant in variants for token in variant]
        for sentence, variant in zip(sentences, variants, strict=True):
            counts += [GUM_COUNTS if sentence.source == "gum" else 1.0] * len(variant)
    shares = functional.one_hot(torch.tensor(tags), len(labels)).float()
    return Lesson(np.concatenate(vectors), shares, torch.tensor(counts))


def news(words: Words, sentences: Iterable[Sentence], head: tuple[Tensor, Tensor]) -> Lesson:
    """Return sentences of the news with what the head says of them now."""
    vectors = words.of(sentence.words for sentence in sentences)
    shares = torch.softmax(torch.from_numpy(vectors).float() @ head[0] + head[1], 1)
    return Lesson(vectors, shares, torch.ones(len(vectors)))


def learn(head: tuple[Tensor, Tensor], lessons: Sequence[Lesson]) -> tuple[Tensor, Tensor]:
    """Return the head after going on from what it is, the rate falling to nothing."""
    matrix, bias = (value.clone().requires_grad_() for value in head)
    steps = EPOCHS * len(lessons[0]) // BATCH
    optimizer = torch.optim.Adam([matrix, bias], lr=RATE)
    falling = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 1 - step / steps)
    for _ in range(steps):
        optimizer.zero_grad()
        torch.stack([lesson.loss(matrix, bias) for lesson in lessons]).sum().backward()
        optimizer.step()
        falling.step()
    return matrix.detach(), bias.detach()


def main() -> None:
    """Refit, and print the share of right tags of the dev parts, unrounded."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("prepared", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    torch.manual_seed(0)
    model = onnx.load(options.model)
    labels = json.loads(next(item.value for item in model.metadata_props if item.key == "vocab"))["upos"]
    words, before = Words(model, options.model), head_of(model)
    read = {name: read_sentences(options.prepared / f"{name}.jsonl.gz") for name in ("train", "unlabelled")}
    trees = [sentence for sentence in read["train"] if sentence.tokens]
    lessons = [treebank(words, trees, labels), news(words, read["unlabelled"][::NEWS_EVERY], before)]
    after = learn(before, lessons)
    for part in ("ewt-dev", "gum-dev"):
        sentences = read_sentences(options.prepared / f"{part}.jsonl.gz")
        vectors = torch.from_numpy(words.of(sentence.words for sentence in sentences)).float()
        gold = torch.tensor([labels.index(token.upos) for sentence in sentences for token in sentence.tokens])
        right = [100 * ((vectors @ m + b).argmax(1) == gold).float().mean().item() for m, b in (before, after)]
        print(f"{part}: {right[0]:.2f} before, {right[1]:.2f} after")
    put_head(model, *after)
    onnx.save(model, options.out)


if __name__ == "__main__":
    main()
