"""The networks of the readers, by hand and from their file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kg.annotate.network import fingerprint, model_path
from kg.errors import DataError
from kg.extract import readers as module
from kg.extract.readers import Array, Reader, made_for, products, readers
from kg.model import ROLES, STATUSES
from kg.ontology import is_a

LABELS = ["none", "Call"]
ROWS = {
    "sparse.weight": [[1, 0], [0, 2]],
    "dense.weight": [[1, 0, 0, 0], [0, 0, 0, -1]],
    "dense.bias": [0, 1],
    "out.weight": [[0, 0], [1, 3]],
    "out.bias": [0, -1],
}
"""Two features, two words of two channels each, two hidden, two labels."""


def saved(path: Path, leave_out: str = "") -> None:
    """Write a file of one reader, ``type``."""
    arrays: dict[str, Any] = {f"type.{k}": np.array(v, np.float16) for k, v in ROWS.items() if k != leave_out}
    names = json.dumps({"type": {"names": ["pos=VERB", "told=none"], "labels": LABELS, "width": 2}})
    arrays["names"] = np.frombuffer(names.encode(), np.uint8)
    path.parent.mkdir(exist_ok=True)
    np.savez_compressed(path, **arrays)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the readers look for their file."""
    monkeypatch.setattr(module, "__file__", str(tmp_path / "readers.py"))
    readers.cache_clear()
    yield tmp_path / "model" / "events.npz"
    readers.cache_clear()


@pytest.fixture
def small(home: Path) -> Reader:
    saved(home)
    return readers()["type"]


def _shares(reader: Reader, names: list[str], vector: list[float]) -> Array:
    shares: Array = reader.shares([names], _words(reader, [vector]))[0]
    return shares


def _words(reader: Reader, pairs: list[list[float]]) -> Array:
    """What pairs of words give to the hidden layer, the vectors of both in one row."""
    both = np.array(pairs, np.float32)
    first, second = reader.projected(both[:, : reader.width])[0], reader.projected(both[:, reader.width :])[1]
    together: Array = first + second
    return together


def test_a_file_is_read_with_its_names(small: Reader) -> None:
    assert small.labels == ("none", "Call")
    assert small.rows == {"pos=VERB": 0, "told=none": 1}
    assert small.width == 2
    assert small.bias.dtype == np.float32


@pytest.mark.parametrize(
    ("names", "vector", "score"),
    [
        ([], [0, 0, 0, 0], 3 - 1),  # the bias of the second channel alone
        (["pos=VERB"], [0, 0, 0, 0], 1 + 3 - 1),
        (["pos=VERB", "told=none"], [0, 0, 0, 0], 1 + 9 - 1),
        (["pos=NOUN"], [0, 0, 0, 0], 3 - 1),  # a feature that training has not seen
        (["pos=VERB"], [2, 0, 0, 4], 3 + 0 - 1),  # 1 - 4 is below zero and counts as zero
    ],
)
def test_shares_are_those_worked_out_by_hand(small: Reader, names: list[str], vector: list[float], score: int) -> None:
    expected = 1 / (1 + np.exp(-score))
    assert _shares(small, names, vector) == pytest.approx([1 - expected, expected], abs=1e-6)


def test_shares_of_every_example_sum_to_one(small: Reader) -> None:
    words = _words(small, [[0, 1, 2, 3], [-500, 0, 0, 500], [500, 0, 0, -500]])
    shares = small.shares([["pos=VERB"], [], ["told=none"]], words)
    assert shares.shape == (3, 2)
    assert np.isfinite(shares).all()
    assert shares.sum(1) == pytest.approx([1, 1, 1])


def test_an_example_does_not_depend_on_its_neighbours(small: Reader) -> None:
    names, pairs = [["pos=VERB"], ["told=none"]], [[1.0, 0, 0, 0], [0, 0, 0, -1.0]]
    words = _words(small, pairs)
    both = small.shares(names, words)
    assert both[1] == pytest.approx(_shares(small, names[1], pairs[1]))
    assert (words == _words(small, pairs)).all()  # what was lent is as it was


def test_a_pair_is_what_is_told_by_who_may_be_a_party() -> None:
    telling_told_party = np.array([[1, 2, 3], [4, 5, 6]], np.float32)
    assert products(telling_told_party, telling_told_party[::-1]).tolist() == [[2 * 6], [5 * 3]]


@pytest.mark.parametrize("broken", ["missing", "empty", "text", "cut", "a part missing"])
def test_a_broken_file_is_one_line(home: Path, broken: str) -> None:
    saved(home, leave_out="out.bias" if broken == "a part missing" else "")
    if broken == "missing":
        home.unlink()
    elif broken != "a part missing":
        home.write_bytes({"empty": b"", "text": b"weights", "cut": home.read_bytes()[:200]}[broken])
    with pytest.raises(DataError, match="install kg again") as raised:
        readers()
    assert str(home) in str(raised.value)
    assert "\n" not in str(raised.value)


def test_the_shipped_readers_have_the_labels_of_the_ontology() -> None:
    shipped = readers()
    assert set(shipped) == {"type", "role", "status"}
    assert all(is_a(label, "Event") and label != "Statement" for label in shipped["type"].labels[1:])
    assert set(shipped["role"].labels) <= {"none", *ROLES, "place", "date", "source"}
    assert shipped["type"].labels[0] == shipped["role"].labels[0] == "none"
    assert set(shipped["status"].labels) <= set(STATUSES)
    assert len({one.width for one in shipped.values()}) == 1


def test_the_shipped_readers_know_the_shipped_language_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KG_MODEL", raising=False)
    assert made_for() == fingerprint(model_path())


def test_without_the_fingerprint_there_is_one_clear_line(home: Path) -> None:
    assert not home.exists()
    made_for.cache_clear()
    with pytest.raises(DataError, match=r"language-model\.sha256 cannot be read .*install kg again"):
        made_for()
    made_for.cache_clear()
