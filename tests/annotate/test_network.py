"""Where the model comes from, and what is said when it does not come."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from kg.annotate.network import Network, _relations, model_path
from kg.errors import DataError


def test_a_folder_or_a_file_may_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    model = tmp_path / "model.int8.onnx"
    model.touch()
    (tmp_path / "tokenizer.json").touch()
    for given in (tmp_path, model):
        monkeypatch.setenv("KG_MODEL", str(given))
        assert model_path() == model


def test_a_missing_model_is_one_clear_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KG_MODEL", str(tmp_path / "none.onnx"))
    with pytest.raises(DataError, match=r"no language model at .*none\.onnx.*KG_MODEL") as caught:
        model_path()
    assert "\n" not in str(caught.value)


def test_a_model_without_its_tokenizer_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "model.int8.onnx").touch()
    monkeypatch.setenv("KG_MODEL", str(tmp_path))
    with pytest.raises(DataError, match=r"tokenizer\.json"):
        model_path()


@pytest.mark.parametrize("broken", ["model", "tokenizer.json"])
def test_a_broken_model_is_one_clear_line(tmp_path: Path, broken: str) -> None:
    source = model_path()
    shutil.copy(source, tmp_path / "model")
    shutil.copy(source.with_name("tokenizer.json"), tmp_path)
    (tmp_path / broken).write_text("{}", encoding="utf-8")
    with pytest.raises(DataError, match="cannot be loaded") as caught:
        Network(tmp_path / "model")
    assert "\n" not in str(caught.value)


def test_a_long_sentence_gets_one_tree() -> None:
    network = Network(model_path())
    words = ["Iran", "met", "Iraq", "and"] * 300
    analysis = network.analyse(words)
    assert len(analysis.heads) == len(analysis.entities) == len(analysis.upos) == len(words)
    assert analysis.heads.count(0) == 1
    assert analysis.relations.count("root") == 1


def test_the_relation_is_the_best_one_to_the_chosen_head() -> None:
    rng = np.random.default_rng(1)
    words, labels, size = 5, 4, 3
    scores = {
        "lab_child": rng.standard_normal((words, labels, size)).astype(np.float32),
        "lab_head": rng.standard_normal((words + 1, size)).astype(np.float32),
        "prior_child": rng.standard_normal((words, labels)).astype(np.float32),
        "prior_head": rng.standard_normal((words + 1, labels)).astype(np.float32),
    }
    heads = np.array([2, 0, 2, 5, 3])
    every = np.einsum("cld,hd->chl", scores["lab_child"], scores["lab_head"])
    every = every + scores["prior_child"][:, None] + scores["prior_head"][None]
    assert _relations(scores, heads).tolist() == [int(every[c, h].argmax()) for c, h in enumerate(heads)]
