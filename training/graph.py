"""The trained network written as an ONNX graph for one sentence, with the few operations that onnxruntime does fast.

A traced graph takes a quarter more time: it carries batches, padding and shapes that one sentence does not need, and
its layer norms run in scalar code.

Inputs (int64): ids, shp (1, t) the pieces and the shapes of their words; first, last (1, n+1) the pieces of the root
and the words. Outputs: arc (1, n, n+1) head scores; ner (1, n, tags) scores; the choice of each tag head (1, n), int32;
vec (1, n+1, v) what the root and each word are as telling an event, as what is told, and as a party to it; and what
scores a relation l of child c and head h, once heads are known: lab_child[c, l] @ lab_head[h] + prior_child[c, l] +
prior_head[h, l]. n words, t pieces.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from training.examples import TAG_HEADS, Vocabulary

INPUTS = ("ids", "shp", "first", "last")
OUTPUTS = {
    "arc": ("n", "n1"),
    "ner": ("n", "tags"),
    **dict.fromkeys(TAG_HEADS, ("n",)),
    "vec": ("n1", "v"),
    "lab_child": ("n", "labels", "d"),
    "lab_head": ("n1", "d"),
    "prior_child": ("n", "labels"),
    "prior_head": ("n1", "labels"),
}
OPSET, CONTRIB, IR = 17, "com.microsoft", 8
TABLES = ("encoder.word.", "encoder.position.", "encoder.shape.")
EVENT_PARTS = tuple(f"happenings.{name}.linear" for name in ("telling", "told", "party"))
HEADS = 12
"""Of the attention; the number of layers is that of the weights."""
EPSILON = 1e-12
LOW = -1e4
HALF_RANGE = 64
"""Seven bits of the eight: CPUs without VNNI add two products in 16 bits, and 2 * 255 * 64 just fits."""
TABLE_RANGE = 127

Weights = Mapping[str, NDArray[np.float32]]


class Graph:
    """A graph under construction; ``small`` makes the constant matrices int8."""

    def __init__(self, weights: Weights, small: bool) -> None:
        self._weights = weights
        self._small = small
        self._nodes: list[Any] = []
        self._constants: dict[str, NDArray[Any]] = {}
        self._outputs: list[Any] = []

    def constant(self, value: Any, name: str = "") -> str:
        """Add a constant; return its name."""
        name = name or f"constant.{len(self._constants)}"
        self._constants[name] = np.ascontiguousarray(value)
        return name

    def op(self, kind: str, *inputs: str, count: int = 1, contrib: bool = False, **attributes: Any) -> Any:
        """Add an operation; return the name of its output, or a list of ``count`` names."""
        outputs = [f"{kind}.{len(self._nodes)}.{number}" for number in range(count)]
        domain = CONTRIB if contrib else ""
        self._nodes.append(helper.make_node(kind, inputs, outputs, outputs[0], domain=domain, **attributes))
        return outputs[0] if count == 1 else outputs

    def output(self, name: str, value: str, kind: int = TensorProto.FLOAT) -> None:
        """Give a value out under a name, its shape as in OUTPUTS."""
        self._nodes.append(helper.make_node("Identity", [value], [name], name))
        self._outputs.append(helper.make_tensor_value_info(name, kind, [1, *OUTPUTS[name]]))

    def weight(self, name: str) -> str:
        """Add a weight as it is."""
        return self.constant(self._weights[name], name)

    def linear(self, x: str, *layers: str) -> str:
        """Map (..., k) to (..., m) by linear layers side by side, which cost one product."""
        matrices = [self._weights[f"{layer}.weight"].T for layer in layers]
        zeros = [np.zeros(matrix.shape[1], np.float32) for matrix in matrices]
        pairs = zip(layers, zeros, strict=True)
        biases = [self._weights.get(f"{layer}.bias", zero) for layer, zero in pairs]
        named = [self.constant(bias, f"{layer}.bias") for layer, bias in zip(layers, biases, strict=True)]
        bias = self._side_by_side(named, 0)
        if not self._small:
            named = [self.constant(m, f"{layer}.weight") for layer, m in zip(layers, matrices, strict=True)]
            return str(self.op("Add", self.op("MatMul", x, self._side_by_side(named, 1)), bias))
        rows, scales = [], []
        for layer, matrix in zip(layers, matrices, strict=True):
            scale = np.abs(matrix).max(0).clip(1e-8) / HALF_RANGE
            rows.append(self.constant(np.rint(matrix / scale).astype(np.int8), f"{layer}.weight"))
            scales.append(self.constant(scale.astype(np.float32), f"{layer}.weight.scale"))
        matrix, scale = self._side_by_side(rows, 1), self._side_by_side(scales, 0)
        return str(self.op("DynamicQuantizeMatMul", x, matrix, scale, "", bias, contrib=True))

    def _side_by_side(self, names: list[str], axis: int) -> str:
        return names[0] if len(names) == 1 else str(self.op("Concat", *names, axis=axis))

    def table(self, index: str, name: str) -> str:
        """Look up rows of an embedding; int8 has a scale a row, exact to half a step of 1/127."""
        rows = self._weights[f"{name}.weight"]
        if not self._small:
            return str(self.op("Gather", self.weight(f"{name}.weight"), index))
        scale = np.abs(rows).max(1, keepdims=True).clip(1e-8) / TABLE_RANGE
        small = self.constant(np.rint(rows / scale).astype(np.int8), f"{name}.weight")
        scales = self.constant(scale.astype(np.float32), f"{name}.weight.scale")
        found = self.op("Cast", self.op("Gather", small, index), to=TensorProto.FLOAT)
        return str(self.op("Mul", found, self.op("Gather", scales, index)))

    def model(self) -> Any:
        """The finished model."""
        inputs = [
            helper.make_tensor_value_info(name, TensorProto.INT64, [1, "t" if name in ("ids", "shp") else "n1"])
            for name in INPUTS
        ]
        constants = [numpy_helper.from_array(value, name) for name, value in self._constants.items()]
        graph = helper.make_graph(self._nodes, "kg", inputs, self._outputs, constants)
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIB, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=IR)


class Network:
    """The layers of `training.network` as operations."""

    def __init__(self, weights: Weights, vocabulary: Vocabulary, small: bool) -> None:
        half = weights["label_child.linear.weight"].shape[0]
        joint = weights["label_prior.weight"]
        self.weights: dict[str, NDArray[np.float32]] = {
            **weights,
            "prior_child.weight": joint[:, :half],
            "prior_child.bias": weights["label_prior.bias"] + _no_root(vocabulary),
            "prior_head.weight": joint[:, half:],
        }
        self._vocabulary = vocabulary
        self._graph = Graph(self.weights, small)
        self._hidden = weights["encoder.norm.weight"].shape[0]
        self._layers = sum(name.endswith(".qkv.weight") for name in weights)

    def build(self) -> Any:
        """Return the ONNX model."""
        g = self._graph
        count = g.op("Shape", "ids", start=1, end=2)
        one, zero = (helper.make_tensor(str(v), TensorProto.FLOAT, [1], [v]) for v in (1.0, 0.0))
        self._flat = g.op("ConstantOfShape", count, value=one), g.op("ConstantOfShape", count, value=zero)
        begin = g.constant(np.array([0]))
        places = g.op("Slice", g.weight("encoder.position.weight"), begin, count, begin)
        shapes = g.op("Add", g.weight("encoder.shape.weight"), g.weight("encoder.segment"))
        x = g.op("Add", g.table("ids", "encoder.word"), g.op("Add", g.op("Gather", shapes, "shp"), places))
        x = self._normed(x, "encoder.norm")
        for number in range(self._layers):
            x = self._layer(x, f"encoder.layers.{number}")
        self._heads(self._of_words(x))
        return g.model()

    def _normed(self, x: str, name: str) -> str:
        """Layer norm as the instance norm of t channels, the pieces: the same, in vector code."""
        g = self._graph
        x = g.op("InstanceNormalization", x, *self._flat, epsilon=EPSILON)
        return str(g.op("Add", g.op("Mul", x, g.weight(f"{name}.weight")), g.weight(f"{name}.bias")))

    def _layer(self, x: str, name: str) -> str:
        g = self._graph
        y = g.linear(self._attended(x, name), f"{name}.mixed")
        x = self._normed(g.op("Add", x, y), f"{name}.norm_mixed")
        y = g.linear(g.op("Gelu", g.linear(x, f"{name}.wide"), contrib=True), f"{name}.narrow")
        return self._normed(g.op("Add", x, y), f"{name}.norm_narrow")

    def _attended(self, x: str, name: str) -> str:
        g, width = self._graph, self._hidden // HEADS
        apart = g.op("Reshape", g.linear(x, f"{name}.qkv"), g.constant(np.array([-1, 3, HEADS, width])))
        q, k, v = g.op("Split", g.op("Transpose", apart, perm=[1, 2, 0, 3]), count=3, axis=0)
        scores = g.op("FusedMatMul", q, k, contrib=True, transB=1, alpha=width**-0.5)
        y = g.op("Transpose", g.op("MatMul", g.op("Softmax", scores, axis=-1), v), perm=[0, 2, 1, 3])
        return str(g.op("Reshape", y, g.constant(np.array([1, -1, self._hidden]))))

    def _of_words(self, x: str) -> str:
        """The means (1, n+1, h) of each word's first and last piece."""
        g = self._graph
        flat = g.op("Reshape", x, g.constant(np.array([-1, self._hidden])))
        both = g.op("Add", g.op("Gather", flat, "first"), g.op("Gather", flat, "last"))
        return str(g.op("Mul", both, g.constant(np.float32(0.5))))

    def _heads(self, words: str) -> None:
        g = self._graph
        gelu = ["arc_child.linear", "label_child.linear", "arc_head.linear", "label_head.linear", "ner.0", *EVENT_PARTS]
        tags = [f"tag.{name}" for name in TAG_HEADS]
        sizes = [self.weights[f"{name}.weight"].shape[0] for name in (*gelu, *tags)]
        cut = sum(sizes[: len(gelu)])
        curved, plain = self._split(g.linear(words, *gelu, *tags), [cut, sum(sizes) - cut])
        curved = g.op("Gelu", curved, contrib=True)
        split = [*sizes[:5], sum(sizes[5 : len(gelu)])]
        arc_child, label_child, arc_head, label_head, ner, told = self._split(curved, split)
        g.output("vec", told)
        scores = g.op("FusedMatMul", g.linear(self._no_root(arc_child), "arc"), arc_head, contrib=True, transB=1)
        prior = g.op("MatMul", arc_head, g.constant(self.weights["arc_prior.weight"].T, "arc_prior.weight"))
        g.output("arc", g.op("Add", scores, g.op("Transpose", prior, perm=[0, 2, 1])))
        g.output("ner", g.linear(self._no_root(ner), "ner.3"))
        chosen = self._split(self._no_root(plain), sizes[len(gelu) :])
        for name, values in zip(TAG_HEADS, chosen, strict=True):
            best = g.op("ArgMax", values, axis=-1, keepdims=0)
            g.output(name, g.op("Cast", best, to=TensorProto.INT32), TensorProto.INT32)
        self._relations(self._no_root(label_child), label_head)

    def _relations(self, child: str, head: str) -> None:
        g, labels = self._graph, len(self._vocabulary["dep"])
        size = self.weights["label_head.linear.weight"].shape[0]
        pairs = g.op("Reshape", g.linear(child, "label"), g.constant(np.array([1, -1, labels, size])))
        g.output("lab_child", pairs)
        g.output("lab_head", head)
        g.output("prior_child", g.linear(child, "prior_child"))
        g.output("prior_head", g.linear(head, "prior_head"))

    def _split(self, x: str, sizes: list[int]) -> Any:
        return self._graph.op("Split", x, self._graph.constant(np.array(sizes)), count=len(sizes), axis=-1)

    def _no_root(self, x: str) -> str:
        g = self._graph
        return str(g.op("Slice", x, *(g.constant(np.array([value])) for value in (1, 2**31, 1))))


def weights_of(model: Any, vocabulary: Vocabulary) -> dict[str, NDArray[np.float32]]:
    """Return the weights of a graph written here, dequantized, by the names of `training.network.Analyser`."""
    values = {item.name: numpy_helper.to_array(item) for item in model.graph.initializer}
    found: dict[str, NDArray[np.float32]] = {}
    for name, value in values.items():
        if name.endswith((".weight", ".bias", ".segment")):
            value = (value * values.get(f"{name}.scale", np.float32(1))).astype(np.float32)
            turned = value.ndim == 2 and not name.startswith(TABLES)
            found[name] = np.ascontiguousarray(value.T if turned else value)
    found["label_prior.weight"] = np.concatenate([found.pop("prior_child.weight"), found.pop("prior_head.weight")], 1)
    found["label_prior.bias"] = found.pop("prior_child.bias") - _no_root(vocabulary)
    return found


def _no_root(vocabulary: Vocabulary) -> NDArray[np.float32]:
    """What keeps the relation 'root' from words: the root is chosen as a head, not as a relation."""
    return np.array([LOW * (name == "root") for name in vocabulary["dep"]], np.float32)
