"""From sentences to the integer arrays that the network reads."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from kg.annotate.words import shape_of
from training.corpora import Sentence, Token
from training.words import lemma_rule

IGNORED = -100
MAX_PIECES = 480
MAX_WORD_PIECES = 12

TAG_HEADS = ("upos", "xpos", "rule", "feats")
"""The heads that choose one label a word; a new one needs a list of labels and `label_of`."""
EVENT_HEADS = ("event", "status")
NONE = "none"

Vocabulary = dict[str, list[str]]
Batch = dict[str, NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence of n words and t pieces as integers.

    ids, shapes: t. first, last: n+1 piece positions, the first those of the root ([CLS]).
    labels: head, dep and one list a tag head (TAG_HEADS), of n each, likewise EVENT_HEADS. tags: n sets of admissible
    entity tags, none if they are unknown. parts: (telling word, other word, label). whole: the ids with no word hidden.
    """

    ids: list[int]
    shapes: list[int]
    first: list[int]
    last: list[int]
    labels: dict[str, list[int]]
    tags: list[list[int]]
    sentence: Sentence
    parts: list[tuple[int, int, int]]
    whole: list[int]


def label_of(head: str, token: Token) -> str:
    """Return the label that a head should give to a word of a treebank."""
    if head == "rule":
        return lemma_rule(token.form, token.lemma)
    label: str = getattr(token, head)
    return label


class Encoder:
    """Sentence to example, by the encoder's word pieces and the model's label lists."""

    def __init__(self, tokenizer: Path, vocabulary: Vocabulary) -> None:
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self.vocabulary = vocabulary
        self._pieces: dict[str, list[int]] = {}
        self.mask = self._special("[MASK]")
        self._index = {name: {v: i for i, v in enumerate(values)} for name, values in vocabulary.items()}

    def _pieces_of(self, word: str) -> list[int]:
        if word not in self._pieces:
            ids = self._tokenizer.encode(word, add_special_tokens=False).ids[:MAX_WORD_PIECES]
            self._pieces[word] = list(ids) or [self._special("[UNK]")]
        return self._pieces[word]

    def _special(self, piece: str) -> int:
        number = self._tokenizer.token_to_id(piece)
        if number is None:
            raise ValueError(f"the tokenizer has no {piece}: give the one of all-MiniLM-L6-v2")
        return number

    def encode(self, sentence: Sentence) -> Example:
        """Return the example of a sentence."""
        ids, shapes, first, last = [self._special("[CLS]")], [0], [0], [0]
        for word in sentence.words:
            pieces = self._pieces_of(word)
            first.append(len(ids))
            ids += pieces
            shapes += [shape_of(word)] * len(pieces)
            last.append(len(ids) - 1)
        ids.append(self._special("[SEP]"))
        shapes.append(0)
        tags = [self._admissible(tag, also) for tag, also in zip(sentence.tags, sentence.also, strict=True)]
        labels = self._labels(sentence) | self._told(sentence)
        return Example(ids, shapes, first, last, labels, tags, sentence, self._parts(sentence), ids)

    def masked(self, example: Example, share: float, rng: random.Random) -> Example:
        """Return the example with a share of its words hidden from the network, but for their shapes.

        Its words must then be told from the others: without it a small treebank is soon known by heart.
        """
        ids = list(example.ids)
        for first, last in zip(example.first[1:], example.last[1:], strict=True):
            if rng.random() < share:
                ids[first : last + 1] = [self.mask] * (last + 1 - first)
        return replace(example, ids=ids)

    def _labels(self, sentence: Sentence) -> dict[str, list[int]]:
        index, tokens = self._index, sentence.tokens
        dep = index["dep"]
        return {
            "head": [token.head for token in tokens],
            "dep": [dep.get(t.deprel, dep.get(t.deprel.split(":")[0], IGNORED)) for t in tokens],
            **{name: [index[name].get(label_of(name, token), IGNORED) for token in tokens] for name in TAG_HEADS},
        }

    def _told(self, sentence: Sentence) -> dict[str, list[int]]:
        told = sentence.happenings
        if told is None:
            return {}
        kinds, status = self._index["event"], self._index["status"]
        return {
            "event": [kinds.get(told.kinds.get(n, NONE), IGNORED) for n in range(len(sentence.words))],
            "status": [status.get(told.status.get(n, ""), IGNORED) for n in range(len(sentence.words))],
        }

    def _parts(self, sentence: Sentence) -> list[tuple[int, int, int]]:
        told = sentence.happenings
        return [(t, w, self._index["part"][part]) for t, w, part in told.parts] if told is not None else []

    def _admissible(self, tag: str, also: str) -> list[int]:
        prefixes = ("B-", "I-") if tag == "O" else (tag[:2],)
        names = [tag, *(prefix + kind for kind in also.split() for prefix in prefixes)]
        return [self._index["ner"][name] for name in names]


def batches(lengths: Sequence[int], pieces: int, rng: random.Random | None) -> list[list[int]]:
    """Return indices in batches of at most that many pieces with padding; shuffled if dice are given."""
    noise = [rng.random() * 4 if rng else 0.0 for _ in lengths]
    order = sorted(range(len(lengths)), key=lambda i: lengths[i] + noise[i])
    result: list[list[int]] = [[]]
    longest, most = 0, max(128, pieces // 16)
    for index in order:
        longest = max(longest, lengths[index])
        if result[-1] and (longest * (len(result[-1]) + 1) > pieces or len(result[-1]) == most):
            result.append([])
            longest = lengths[index]
        result[-1].append(index)
    if rng:
        rng.shuffle(result)
    return result


def collate(examples: Sequence[Example], tag_count: int) -> Batch:
    """Return padded arrays for b examples of at most t pieces and n words.

    ids, whole, shp, mask: (b, t). first, last, wmask: (b, n+1). head, dep, TAG_HEADS, EVENT_HEADS: (b, n), unknown
    -100. admissible: (b, n, tag_count) of 0 and 1, all 0 where the tags are unknown. parts: (k, 4) of sentence,
    telling word, other word, label.
    """
    size, pieces = len(examples), max(len(e.ids) for e in examples)
    words = max(len(e.sentence.words) for e in examples)
    batch: Batch = {name: np.zeros((size, pieces), np.int64) for name in ("ids", "whole", "shp", "mask")}
    batch |= {name: np.zeros((size, words + 1), np.int64) for name in ("first", "last", "wmask")}
    batch |= {name: np.full((size, words), IGNORED, np.int64) for name in ("head", "dep", *TAG_HEADS, *EVENT_HEADS)}
    parts = [(row, *part) for row, example in enumerate(examples) for part in example.parts]
    batch["parts"] = np.array(parts, np.int64).reshape(-1, 4)
    batch["admissible"] = np.zeros((size, words, tag_count), np.int64)
    for row, example in enumerate(examples):
        t, n = len(example.ids), len(example.sentence.words)
        batch["ids"][row, :t] = example.ids
        batch["whole"][row, :t] = example.whole
        batch["shp"][row, :t] = example.shapes
        batch["mask"][row, :t] = 1
        batch["first"][row, : n + 1] = example.first
        batch["last"][row, : n + 1] = example.last
        batch["wmask"][row, : n + 1] = 1
        for name, values in example.labels.items():
            batch[name][row, : len(values)] = values
        for word, admissible in enumerate(example.tags):
            batch["admissible"][row, word, admissible] = 1
    return batch
