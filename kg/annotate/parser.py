"""The pipeline component that writes the model's analysis into a Doc."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span, Token
from spacy.vocab import Vocab

from kg.annotate.lemmas import lemma
from kg.annotate.mending import mended
from kg.annotate.morphology import features
from kg.annotate.network import Analysis, Network
from kg.model import MODEL

NAME = "kg_parser"
_ATTRIBUTES: list[int | str] = ["HEAD", "DEP", "POS", "TAG", "LEMMA", "MORPH", "ENT_IOB", "ENT_TYPE"]
_KEPT_NAMES = {"GPE", "LOC", "FAC", "ORG", "EVENT"}
"""The "Philippines" are no plural; the "Kurds" (NORP) are."""
_IOB = {"I": 1, "O": 2, "B": 3}
_CACHED = 50_000


@Language.factory(NAME, default_config={"model": "", "threads": 1})
def make(nlp: Language, name: str, model: str, threads: int) -> Parser:
    """The component for ``nlp.add_pipe``; ``model`` is the path of the .onnx file."""
    return Parser(nlp.vocab, Network(Path(model), threads))


class Parser:
    """Analyses the sentences of a Doc one by one."""

    def __init__(self, vocab: Vocab, network: Network) -> None:
        self._vocab = vocab
        self._network = network
        self._number = lru_cache(maxsize=_CACHED)(vocab.strings.add)
        self._morph = lru_cache(maxsize=_CACHED)(vocab.morphology.add)
        self._lemma = lru_cache(maxsize=_CACHED)(self._made_lemma)

    def __call__(self, doc: Doc) -> Doc:
        """Fill the attributes of every token; the sentences must be set."""
        doc.user_data[MODEL] = self._network.fingerprint
        if not len(doc):
            return doc
        values: Any = np.zeros((len(doc), len(_ATTRIBUTES)), dtype=np.uint64)
        vectors: Any = None
        orths, spaces = doc.to_array(["ORTH", "IS_SPACE"]).T.tolist()
        words = [self._vocab.strings[orth] for orth in orths]
        for sentence in doc.sents:
            start, end = sentence.start, sentence.end
            indices = [index for index in range(start, end) if not spaces[index]]
            if indices:
                found = self._fill(values, [words[index] for index in indices], indices)
                vectors = np.zeros((len(doc), found.shape[1]), dtype=np.float32) if vectors is None else vectors
                vectors[indices] = found
            if len(indices) < end - start:
                self._fill_spaces(values, sentence)
        if vectors is not None:
            doc.tensor = vectors
        if self._vocab.in_memory_zone:  # type: ignore[attr-defined]  # strings end with it, and so must their numbers
            for known in (self._number, self._morph, self._lemma):
                known.cache_clear()
        return doc.from_array(_ATTRIBUTES, values)

    def _fill(self, values: Any, words: list[str], indices: list[int]) -> Any:
        """Write one row a word; return the words' vectors."""
        analysis = mended(words, self._network.analyse(words))
        number = self._number
        columns = (
            [indices[head - 1] - index if head else 0 for head, index in zip(analysis.heads, indices, strict=True)],
            [number("ROOT" if name == "root" else name) for name in analysis.relations],
            [number(name) for name in analysis.upos],
            [number(name) for name in analysis.xpos],
            self._lemmas(words, analysis),
            [self._morph(named) for named in features(words, analysis)],
            [_IOB[tag[0]] for tag in analysis.entities],
            [number(tag[2:]) for tag in analysis.entities],
        )
        values[indices, 0] = np.array(columns[0], dtype=np.int64).view(np.uint64)
        values[indices, 1:] = np.array(columns[1:], dtype=np.uint64).T
        return analysis.vectors

    def _lemmas(self, words: list[str], analysis: Analysis) -> list[int]:
        tagged = zip(words, analysis.upos, analysis.xpos, analysis.rules, analysis.entities, strict=True)
        return [
            self._lemma(word, upos, xpos, "C" if xpos == "NNPS" and tag[2:] in _KEPT_NAMES else rule)
            for word, upos, xpos, rule, tag in tagged
        ]

    def _made_lemma(self, word: str, upos: str, xpos: str, rule: str) -> int:
        return int(self._vocab.strings.add(lemma(word, upos, xpos, rule, self._network.lemmas)))

    def _fill_spaces(self, values: Any, sentence: Span) -> None:
        for token in sentence:
            if token.is_space:
                values[token.i] = self._space(token, sentence)
        _join_names(values, sentence)

    def _space(self, token: Token, sentence: Span) -> tuple[int, ...]:
        """White space hangs on the token before it, at the start of a sentence on the one after it."""
        add = self._vocab.strings.add
        head = -1 if token.i > sentence.start else int(len(sentence) > 1)
        relation = add("dep" if head else "ROOT")
        return (head % 2**64, relation, add("SPACE"), add("_SP"), add(token.text), 0, _IOB["O"], 0)


def _join_names(values: Any, sentence: Span) -> None:
    """Let a name go on over white space inside it, such as the line end of a wrapped text."""
    iob, kind = _ATTRIBUTES.index("ENT_IOB"), _ATTRIBUTES.index("ENT_TYPE")
    for token in reversed(list(sentence)[:-1]):
        if token.is_space and values[token.i + 1, iob] == _IOB["I"]:
            values[token.i, iob], values[token.i, kind] = _IOB["I"], values[token.i + 1, kind]
