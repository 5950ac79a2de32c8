"""The learned readers: small networks that say what a word tells, who plays which part in it, and how real it is.

Their weights are ``model/events.npz`` beside this file; ``training/events.py`` makes them, and
``model/README.md`` is their card. They read features (``features.py``) and the vectors that the language model gives
each word; with another language model than the one that they were made for, whose fingerprint is in
``model/language-model.sha256``, they stay out and the frames stand alone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from threadpoolctl import ThreadpoolController

from kg.errors import DataError

NONE = "none"
Array = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(frozen=True, slots=True)
class Reader:
    """One network: feature names and the vectors of two words, (width) each, to the shares (0..1) of its labels.

    A vector says in thirds what the word is as telling an event, as what is told, and as a party to it.
    """

    labels: tuple[str, ...]
    rows: dict[str, int]
    sparse: np.ndarray[Any, np.dtype[np.float16]]
    dense: Array
    bias: Array
    out: Array
    out_bias: Array
    width: int

    def projected(self, vectors: Array) -> tuple[Array, Array]:
        """What the words of a document, (n, width), give to the hidden layer as first and as second word.

        Once for all words, on one thread: others would spin longer than the product takes.
        """
        second = self.dense[:, self.width : 2 * self.width]
        with _blas().limit(limits=1, user_api="blas"):
            return vectors @ self.dense[:, : self.width].T, vectors @ second.T

    def paired(self, first: Array, second: Array) -> Array:
        """What pairs of words, (n, width) each, give to the hidden layer together."""
        with _blas().limit(limits=1, user_api="blas"):
            return products(first, second) @ self.dense[:, 2 * self.width :].T

    def shares(self, names: Sequence[Sequence[str]], words: Array) -> Array:
        """The shares of all labels, (n, labels), for n examples; their two words give ``words``, (n, hidden)."""
        hidden = words + self.bias
        for n, known in enumerate(names):
            rows = [self.rows[f] for f in known if f in self.rows]
            if rows:
                hidden[n] += self.sparse[rows].astype(np.float32).sum(0)
        scores = np.maximum(hidden, 0) @ self.out.T + self.out_bias
        scores = np.exp(scores - scores.max(1, keepdims=True))
        shares: Array = scores / scores.sum(1, keepdims=True)
        return shares


def products(first: Array, second: Array) -> Array:
    """How the second word fits as a party to what the first tells, channel by channel, (..., width / 3)."""
    third = first.shape[-1] // 3
    return first[..., third : 2 * third] * second[..., 2 * third :]


@cache
def _blas() -> ThreadpoolController:
    return ThreadpoolController()


def _folder() -> Path:
    return Path(__file__).parent / "model"


@cache
def made_for() -> str:
    """The fingerprint of the language model whose vectors the readers know. Raises DataError where it is missing."""
    path = _folder() / "language-model.sha256"
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, ValueError) as error:
        raise DataError(f"{path} cannot be read ({error}): install kg again") from error


@cache
def readers() -> dict[str, Reader]:
    """The readers ``type``, ``role`` and ``status``. Raises DataError where their file is missing or broken."""
    path = _folder() / "events.npz"
    try:
        with np.load(path) as arrays:
            names = json.loads(arrays["names"].tobytes().decode())
            return {kind: _reader(kind, names[kind], arrays) for kind in names}
    except (OSError, EOFError, KeyError, ValueError, BadZipFile) as error:
        raise DataError(f"the readers of events {path} cannot be loaded ({error}): install kg again") from error


def _reader(kind: str, names: dict[str, Any], arrays: Any) -> Reader:
    parts = ("dense.weight", "dense.bias", "out.weight", "out.bias")
    dense, bias, out, out_bias = (arrays[f"{kind}.{part}"].astype(np.float32) for part in parts)
    rows = {f: n for n, f in enumerate(names["names"])}
    sparse = arrays[f"{kind}.sparse.weight"]
    return Reader(tuple(names["labels"]), rows, sparse, dense, bias, out, out_bias, int(names["width"]))
