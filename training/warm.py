"""First values from a model that was exported before, so that a run goes on where an older one ended."""

import json
import re
from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from training.examples import TAG_HEADS, Vocabulary
from training.graph import weights_of
from training.network import Analyser

PAIRS = re.compile(r"/MatMul_\d+")
"""The two halves of `label_prior`, the child's first: products of their own in the exported graph."""

OLD_TAGS = {
    "B-GPE": "B-LOC",
    "I-GPE": "I-LOC",
    "B-FAC": "B-LOC",
    "I-FAC": "I-LOC",
    "B-NORP": "B-MISC",
    "I-NORP": "I-MISC",
}


def exported_weights(path: Path) -> tuple[Vocabulary, dict[str, Tensor]]:
    """Return the label lists and the weights of an exported model by the names of `Analyser`, dequantized."""
    model = onnx.load(path)
    vocabulary = json.loads(next(item.value for item in model.metadata_props if item.key == "vocab"))
    if any(output.name == "lab_child" for output in model.graph.output):
        return vocabulary, {name: torch.from_numpy(value) for name, value in weights_of(model, vocabulary).items()}
    return vocabulary, _traced(model)


def _traced(model: onnx.ModelProto) -> dict[str, Tensor]:
    """Return the weights of a traced graph, as models before `graph.py` were."""
    values = {item.name: torch.from_numpy(numpy_helper.to_array(item).copy()) for item in model.graph.initializer}
    weights = {name.removeprefix("model."): value for name, value in values.items() if name.startswith("model.")}
    weights["encoder.word.weight"] = weights.pop("encoder.word.rows") * weights.pop("encoder.word.scale")
    halves = []
    for node in model.graph.node:
        place = node.name.removesuffix("_quant")
        name = node.input[1].removesuffix("_quantized") if node.op_type == "MatMulInteger" else ""
        if name:
            matrix = (values[node.input[1]].float() * values[f"{name}_scale"]).t()
        elif node.op_type == "MatMul" and node.input[1] in values:
            matrix = values[node.input[1]].t()
        else:
            continue
        if PAIRS.fullmatch(place):
            halves.append((int(place.rpartition("_")[2]), matrix))
        else:
            weights[_parameter(place)] = matrix
    weights["label_prior.weight"] = torch.cat([matrix for _, matrix in sorted(halves, key=lambda half: half[0])], 1)
    return {_renamed(name): value for name, value in weights.items()}


def _parameter(place: str) -> str:
    """Return '/ner/ner.0/MatMul' as 'ner.0.weight'."""
    parts = place.strip("/").split("/")[:-1]
    joined = [part for part in parts if not any(other.startswith(f"{part}.") for other in parts)]
    return ".".join(joined) + ".weight"


def _renamed(name: str) -> str:
    """Tag heads stood outside their table once."""
    head, _, kind = name.partition(".")
    return f"tag.{name}" if head in TAG_HEADS and kind in ("weight", "bias") else name


def start_from(model: Analyser, path: Path) -> list[str]:
    """Copy the weights of an exported model, its labels matched by name; return what it does not have.

    The encoder gets as many layers as it has.
    """
    theirs, weights = exported_weights(path)
    model.encoder.cut(sum(name.endswith(".qkv.weight") for name in weights))
    missing = []
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if name not in weights:
                missing.append(name)
                continue
            head = _label_list(name)
            if head is None:
                parameter.copy_(weights[name])
            else:
                _copy_rows(parameter, weights[name], model.vocabulary[head], theirs[head])
    return missing


def _label_list(name: str) -> str | None:
    if name.startswith("tag."):
        return name.split(".")[1]
    if name.startswith("label.") or name.startswith("label_prior."):
        return "dep"
    return "ner" if name.startswith("ner.3.") else None


def _copy_rows(parameter: Tensor, weight: Tensor, ours: list[str], theirs: list[str]) -> None:
    """Copy the block of rows of each label that both lists have."""
    size = len(parameter) // len(ours)
    place = {label: index for index, label in enumerate(theirs)}
    for index, label in enumerate(ours):
        old = place.get(label, place.get(OLD_TAGS.get(label, ""), -1))
        if old >= 0:
            parameter[index * size : (index + 1) * size] = weight[old * size : (old + 1) * size]
