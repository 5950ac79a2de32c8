"""Learn the part-of-speech head of an exported model anew; everything else in the file stays as it is.

    python -m training.refit PREPARED MODEL.onnx OUT.onnx

The encoder is not touched, so that vectors, trees and what was trained on them stay the same to the bit. The head
learns what it does wrong by system: "like" as a filler, and words whose tags the treebanks dispute (`AS_GUM`). It sees
them in sentences that the encoder does not know by heart (`swaps.py`), and mostly keeps what it said of all else.
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
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor
from torch.nn import functional

from kg.annotate.network import Network, parts_of
from training.corpora import Token
from training.graph import HALF_RANGE
from training.prepare import AS_GUM, read_sentences
from training.swaps import LIKE, Swaps

HEAD = "tag.upos"
NEWS_EVERY, VARIANTS = 6, 2
BATCH, STEPS, RATE, HIDDEN_SHARE = 2048, 600, 3e-4, 0.1
GOLD, DISPUTED = 0.3, 0.1
"""What the treebanks' tags count beside what the head says already, and what the words count that it should learn."""

Head = tuple[Tensor, Tensor]


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

    def of(self, sentences: Iterable[Sequence[str]]) -> Tensor:
        """Return the vectors of all words of the sentences, one a row."""
        found = []
        for words in sentences:
            pieces = self._pieces.of(words)
            for start, end in parts_of(pieces):
                (values,) = self._session.run([self._name], self._pieces.inputs(pieces[start:end]))
                found.append(np.asarray(values)[0, 1:])
        return torch.from_numpy(np.concatenate(found))


def _read_by_heads(model: Any) -> str:
    """Return the name of what the product of all heads side by side reads: go up from the vectors to it."""
    makers = {name: node for node in model.graph.node for name in node.output}
    node = makers["vec"]
    while "MatMul" not in node.op_type:
        node = makers[node.input[0]]
    return str(node.input[0])


def head_of(model: Any) -> Head:
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
    """Rows of vectors with what to say of them, shares of labels."""

    def __init__(self, vectors: Tensor, shares: Tensor, counts: float = 1.0) -> None:
        self._vectors, self._shares, self._counts = vectors, shares, counts

    def loss(self, matrix: Tensor, bias: Tensor) -> Tensor:
        """Return the loss on rows drawn by chance, some of whose channels are hidden."""
        drawn = torch.randint(len(self._vectors), (BATCH,))
        x = functional.dropout(self._vectors[drawn], HIDDEN_SHARE)
        return self._counts * functional.cross_entropy(x @ matrix + bias, self._shares[drawn])


def lessons(words: Words, folder: Path, head: Head, labels: Sequence[str]) -> list[Lesson]:
    """Return variants of the treebanks' sentences, the words to be learnt once more, and news as it is said."""
    trees = [sentence for sentence in read_sentences(folder / "train.jsonl.gz") if sentence.tokens]
    variants = [variant for seed in range(VARIANTS) for variant in map(Swaps(trees, seed).of, trees)]
    vectors = words.of([token.form for token in variant] for variant in variants)
    tags = torch.tensor([labels.index(token.upos) for variant in variants for token in variant])
    gold = functional.one_hot(tags, len(labels)).float()
    wanted = torch.tensor([_to_learn(token) for variant in variants for token in variant])
    read = words.of(sentence.words for sentence in read_sentences(folder / "unlabelled.jsonl.gz")[::NEWS_EVERY])
    return [
        Lesson(vectors, GOLD * gold + (1 - GOLD) * said(vectors, head)),
        Lesson(vectors[wanted], gold[wanted], DISPUTED),
        Lesson(read, said(read, head)),
    ]


def _to_learn(token: Token) -> bool:
    return token.form.lower() == LIKE.form or (token.form.lower(), token.deprel) in AS_GUM


def said(vectors: Tensor, head: Head) -> Tensor:
    """Return the shares of labels that a head gives."""
    return torch.softmax(vectors @ head[0] + head[1], 1)


def learn(head: Head, taught: Sequence[Lesson]) -> Head:
    """Return the head after going on from what it is, the rate falling to nothing."""
    matrix, bias = (value.clone().requires_grad_() for value in head)
    optimizer = torch.optim.Adam([matrix, bias], lr=RATE)
    falling = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 1 - step / STEPS)
    for _ in range(STEPS):
        optimizer.zero_grad()
        torch.stack([lesson.loss(matrix, bias) for lesson in taught]).sum().backward()
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
    after = learn(before, lessons(words, options.prepared, before, labels))
    for part in ("ewt-dev", "gum-dev"):
        sentences = read_sentences(options.prepared / f"{part}.jsonl.gz")
        vectors = words.of(sentence.words for sentence in sentences)
        gold = torch.tensor([labels.index(token.upos) for sentence in sentences for token in sentence.tokens])
        right = [100 * (said(vectors, head).argmax(1) == gold).float().mean().item() for head in (before, after)]
        print(f"{part}: {right[0]:.2f} before, {right[1]:.2f} after")
    put_head(model, *after)
    onnx.save(model, options.out)


if __name__ == "__main__":
    main()
