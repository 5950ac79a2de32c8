"""The ONNX model: from the words of a sentence to tags, lemma rules, a tree and entity tags."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from onnxruntime.capi import onnxruntime_pybind11_state as onnx_errors
from tokenizers import Tokenizer

from kg.annotate.decode import Heads, TagDecoder, best_tree
from kg.annotate.punctuation import hung
from kg.annotate.words import shape_of
from kg.errors import DataError

VARIABLE = "KG_MODEL"
MODEL_NAME = "model.int8.onnx"
MAX_PIECES = 480
"""Longest input in word pieces; the encoder has 512 positions."""
MAX_PIECES_OF_WORD = 12
_CACHED_WORDS = 100_000
Pieces = tuple[list[int], int]
"""The pieces of a word and the class of its letters."""
_NEEDED = {"arc", "ner", "upos", "xpos", "rule", "lab_child", "lab_head", "prior_child", "prior_head"}
_BROKEN = (
    onnx_errors.Fail,
    onnx_errors.InvalidArgument,
    onnx_errors.InvalidGraph,
    onnx_errors.InvalidProtobuf,
    onnx_errors.NotImplemented,
    onnx_errors.RuntimeException,
    KeyError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Analysis:
    """One value a word; ``heads`` counts from 1, 0 being the root; ``entities`` are BIO tags.

    ``vectors`` (words, channels) are what the encoder knows of each word in its sentence; no channels where the
    model does not give them. ``features`` is empty where the model has no head for them.
    """

    heads: tuple[int, ...]
    relations: tuple[str, ...]
    upos: tuple[str, ...]
    xpos: tuple[str, ...]
    rules: tuple[str, ...]
    entities: tuple[str, ...]
    vectors: np.ndarray[Any, np.dtype[np.float32]]
    features: tuple[str, ...] = ()


def model_path() -> Path:
    """The model's file: what the environment variable KG_MODEL names (a file or its folder), else our own.

    Raises DataError where it or the tokenizer.json beside it is missing.
    """
    given = os.environ.get(VARIABLE)
    path = Path(given) if given else Path(__file__).parent / "model"
    if path.is_dir():
        path = path / MODEL_NAME
    if not path.is_file() or not path.with_name("tokenizer.json").is_file():
        remedy = f"set {VARIABLE} right" if given else f"install kg again, or set {VARIABLE} to a model"
        raise DataError(f"no language model at {path} with tokenizer.json beside it: {remedy}")
    return path


def fingerprint(path: Path) -> str:
    """The SHA-256 of a model's file: what is made for its vectors fits no other."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


class Network:
    """A loaded model. Sentences go in one by one.

    The int8 arithmetic scales by the largest value of the whole batch, so a batch would make an analysis
    depend on its neighbours; a single sentence costs no more time, because nothing is padded.
    """

    def __init__(self, path: Path, threads: int = 1) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.use_deterministic_compute = True
        options.enable_mem_pattern = False  # sentences differ in length, so none would come again
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
            metadata = self._session.get_modelmeta().custom_metadata_map
            self._vocabulary: dict[str, list[str]] = json.loads(metadata["vocab"])
            self.lemmas: dict[str, str] = json.loads(metadata.get("lemmas", "{}"))
            self._pieces = _WordPieces(path.with_name("tokenizer.json"))
            self.fingerprint = fingerprint(path)
            self._outputs = [output.name for output in self._session.get_outputs()]
            if missing := _NEEDED - set(self._outputs):
                raise ValueError(f"it gives no {', '.join(sorted(missing))}")
        except _BROKEN as error:
            reason = " ".join(str(error).split())
            raise DataError(f"the language model {path} cannot be loaded ({reason}): give another") from error
        self._entities = TagDecoder(self._vocabulary["ner"])

    def analyse(self, words: Sequence[str]) -> Analysis:
        """The analysis of one sentence of any length but none."""
        pieces = self._pieces.of(words)
        parts = [self._run(words[start:end], pieces[start:end]) for start, end in parts_of(pieces)]
        return parts[0] if len(parts) == 1 else _joined(parts)

    def _run(self, words: Sequence[str], pieces: Sequence[Pieces]) -> Analysis:
        outputs: list[Any] = self._session.run(None, self._pieces.inputs(pieces))
        scores = {name: output[0] for name, output in zip(self._outputs, outputs, strict=True)}
        tags = self._named("upos", scores)
        heads = hung(words, tags, best_tree(scores["arc"]), scores["arc"])
        relations = self._vocabulary["dep"]
        labels = _relations(scores, heads).tolist()
        return Analysis(
            heads=tuple(heads.tolist()),
            relations=tuple(relations[k] if h else "root" for k, h in zip(labels, heads.tolist(), strict=True)),
            upos=tags,
            xpos=self._named("xpos", scores),
            rules=self._named("rule", scores),
            entities=tuple(self._entities(scores["ner"])),
            vectors=scores["vec"][1:] if "vec" in scores else np.zeros((len(pieces), 0), dtype=np.float32),
            features=self._named("feats", scores),
        )

    def _named(self, head: str, chosen: Mapping[str, Any]) -> tuple[str, ...]:
        """The labels that a head chose; none where the model lacks it."""
        if head not in chosen:
            return ()
        labels = self._vocabulary[head]
        return tuple([labels[index] for index in chosen[head].tolist()])


def _relations(scores: Mapping[str, Any], heads: Heads) -> Heads:
    """The best relation of each word to its head."""
    own = np.matmul(scores["lab_child"], scores["lab_head"][heads][:, :, None])[:, :, 0]
    best: Heads = (own + scores["prior_child"] + scores["prior_head"][heads]).argmax(axis=1)
    return best


class _WordPieces:
    """Words as the pieces, shapes and positions that the network reads."""

    def __init__(self, path: Path) -> None:
        self._tokenizer: Tokenizer = Tokenizer.from_buffer(path.read_bytes())
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._first, self._last, self._unknown = (self._number(piece) for piece in ("[CLS]", "[SEP]", "[UNK]"))
        self._cache: dict[str, Pieces] = {}

    def _number(self, piece: str) -> int:
        number = self._tokenizer.token_to_id(piece)
        if number is None:
            raise KeyError(piece)
        return int(number)

    def of(self, words: Sequence[str]) -> list[Pieces]:
        """The pieces and the shape of each word."""
        known = self._cache
        return [known[word] if word in known else self._learn(word) for word in words]

    def _learn(self, word: str) -> Pieces:
        if len(self._cache) >= _CACHED_WORDS:
            self._cache.clear()
        pieces = self._tokenizer.encode(word, add_special_tokens=False).ids[:MAX_PIECES_OF_WORD]
        self._cache[word] = (pieces or [self._unknown], shape_of(word))
        return self._cache[word]

    def inputs(self, words: Sequence[Pieces]) -> dict[str, np.ndarray[Any, np.dtype[np.int64]]]:
        """The network's inputs, each with a batch of one; the first "word" stands for the root."""
        ids, shapes, first, last = [self._first], [0], [0], [0]
        for pieces, shape in words:
            first.append(len(ids))
            ids += pieces
            shapes += [shape] * len(pieces)
            last.append(len(ids) - 1)
        ids.append(self._last)
        shapes.append(0)
        rows = {"ids": ids, "shp": shapes, "first": first, "last": last}
        return {name: np.array([row], dtype=np.int64) for name, row in rows.items()}


def parts_of(words: Sequence[Pieces]) -> list[tuple[int, int]]:
    """Where to cut a sentence so that each part fits: (start, end) in words."""
    bounds, start, used = [], 0, 2
    for index, (pieces, _) in enumerate(words):
        if used + len(pieces) > MAX_PIECES:
            bounds.append((start, index))
            start, used = index, 2
        used += len(pieces)
    return [*bounds, (start, len(words))]


def _joined(parts: Sequence[Analysis]) -> Analysis:
    """One analysis of the parts of a cut sentence: later roots hang on the first as parataxis."""
    heads, relations = list(parts[0].heads), list(parts[0].relations)
    root = heads.index(0) + 1
    for part in parts[1:]:
        shift = len(heads)
        heads += [head + shift if head else root for head in part.heads]
        relations += ["parataxis" if name == "root" else name for name in part.relations]
    return Analysis(
        heads=tuple(heads),
        relations=tuple(relations),
        upos=tuple(value for part in parts for value in part.upos),
        xpos=tuple(value for part in parts for value in part.xpos),
        rules=tuple(value for part in parts for value in part.rules),
        entities=tuple(value for part in parts for value in part.entities),
        vectors=np.concatenate([part.vectors for part in parts]),
        features=tuple(value for part in parts for value in part.features),
    )
