"""The network written as a graph: both forms say the same, and their weights can be had back."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
import onnxruntime

from training.graph import HEADS, OUTPUTS, Network, weights_of

HIDDEN, PIECES, SIZE, LAYERS = 4 * HEADS, 30, 16, 2
VOCABULARY = {
    "dep": ["root", "nsubj", "obj", "punct"], "upos": ["NOUN", "VERB"], "xpos": ["NN", "VB", "."], "rule": ["C", "L"],
    "feats": ["_", "Number=Sing"], "ner": ["O", "B-PER", "I-PER"],
}  # fmt: skip


def _weights() -> dict[str, Any]:
    rng = np.random.default_rng(3)

    def linear(name: str, size: int, given: int, bias: bool = True) -> dict[str, Any]:
        found = {f"{name}.weight": rng.normal(0, given**-0.5, (size, given)).astype(np.float32)}
        return found | ({f"{name}.bias": rng.normal(0, 0.1, size).astype(np.float32)} if bias else {})

    def norm(name: str) -> dict[str, Any]:
        return {f"{name}.weight": np.ones(HIDDEN, np.float32), f"{name}.bias": np.zeros(HIDDEN, np.float32)}

    tables = {"word": PIECES, "position": 512, "shape": 10}
    found = {f"encoder.{name}.weight": linear(name, size, HIDDEN)[f"{name}.weight"] for name, size in tables.items()}
    found |= {"encoder.segment": np.zeros(HIDDEN, np.float32)} | norm("encoder.norm")
    for number in range(LAYERS):
        name = f"encoder.layers.{number}"
        found |= linear(f"{name}.qkv", 3 * HIDDEN, HIDDEN) | linear(f"{name}.mixed", HIDDEN, HIDDEN)
        found |= linear(f"{name}.wide", 2 * HIDDEN, HIDDEN) | linear(f"{name}.narrow", HIDDEN, 2 * HIDDEN)
        found |= norm(f"{name}.norm_mixed") | norm(f"{name}.norm_narrow")
    for name in ("arc_child", "arc_head", "label_child", "label_head"):
        found |= linear(f"{name}.linear", SIZE, HIDDEN)
    for name in ("telling", "told", "party"):
        found |= linear(f"happenings.{name}.linear", SIZE, HIDDEN)
    for name in ("upos", "xpos", "rule", "feats"):
        found |= linear(f"tag.{name}", len(VOCABULARY[name]), HIDDEN)
    labels = len(VOCABULARY["dep"])
    found |= linear("ner.0", HIDDEN, HIDDEN) | linear("ner.3", len(VOCABULARY["ner"]), HIDDEN)
    found |= linear("arc", SIZE, SIZE, bias=False) | linear("arc_prior", 1, SIZE, bias=False)
    return found | linear("label", labels * SIZE, SIZE, bias=False) | linear("label_prior", labels, 2 * SIZE)


def _said(small: bool) -> dict[str, Any]:
    model = Network(_weights(), VOCABULARY, small).build()
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    ids, places = np.array([[1, 5, 9, 7, 2]]), np.array([[0, 1, 2, 3]])
    inputs = {"ids": ids, "shp": np.ones_like(ids), "first": places, "last": places}
    return dict(zip(OUTPUTS, session.run(list(OUTPUTS), inputs), strict=True))


def test_int8_says_what_floats_say() -> None:
    exact, small = _said(False), _said(True)
    assert exact["arc"].shape == (1, 3, 4)
    assert exact["lab_child"].shape == (1, 3, len(VOCABULARY["dep"]), SIZE)
    for name in ("arc", "ner", "vec", "lab_head", "prior_child"):
        assert np.abs(exact[name] - small[name]).max() < 0.15 * np.abs(exact[name]).max(), name


def test_the_graph_is_well_formed() -> None:
    for small in (False, True):
        onnx.checker.check_model(Network(_weights(), VOCABULARY, small).build())


def test_no_word_has_the_relation_root() -> None:
    assert (_said(True)["prior_child"][0].argmax(1) > 0).all()


def test_the_weights_can_be_had_back() -> None:
    weights = _weights()
    back = weights_of(Network(weights, VOCABULARY, small=True).build(), VOCABULARY)
    for name, value in weights.items():
        if name.startswith("happenings.") and name not in back:
            continue  # a graph need not give what words are in events
        assert back[name].shape == value.shape, name
        assert np.abs(back[name] - value).max() <= 0.01 * max(1.0, float(np.abs(value).max())), name
