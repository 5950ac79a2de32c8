"""The pipeline component that writes the model's analysis into a Doc."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, MORPH, POS, TAG
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.annotate.lemmas import lemma
from kg.annotate.morphology import features
from kg.annotate.network import Analysis, Network

NAME = "kg_parser"
_ATTRIBUTES = [HEAD, DEP, POS, TAG, LEMMA, MORPH, ENT_IOB, ENT_TYPE]
_IOB = {"I": 1, "O": 2, "B": 3}


@Language.factory(NAME, default_config={"model": "", "threads": 1})
def make(nlp: Language, name: str, model: str, threads: int) -> Parser:
    """The component for ``nlp.add_pipe``; ``model`` is the path of the .onnx file."""
    return Parser(nlp.vocab, Network(Path(model), threads))


class Parser:
    """Analyses the sentences of a Doc one by one."""

    def __init__(self, vocab: Vocab, network: Network) -> None:
        self._vocab = vocab
        self._network = network

    def __call__(self, doc: Doc) -> Doc:
        values = np.zeros((len(doc), len(_ATTRIBUTES)), dtype=np.uint64)
        for sentence in doc.sents:
            indices = [token.i for token in sentence if not token.is_space]
            if indices:
                words = [doc[index].text for index in indices]
                for index, row in zip(indices, self._rows(words, indices), strict=True):
                    values[index] = row
            for token in sentence:
                if token.is_space:
                    values[token.i] = self._space(token.text, token.i - sentence.start, len(sentence))
        return doc.from_array(_ATTRIBUTES, values) if len(doc) else doc

    def _rows(self, words: list[str], indices: list[int]) -> Iterator[list[np.uint64]]:
        analysis = self._network.analyse(words)
        add = self._vocab.strings.add
        feats = features(words, analysis)
        for k, word in enumerate(words):
            head, entity = analysis.heads[k], analysis.entities[k]
            yield [
                _unsigned(indices[head - 1] - indices[k] if head else 0),
                add(analysis.relations[k] if head else "ROOT"),
                add(analysis.upos[k]),
                add(analysis.xpos[k]),
                add(self._lemma(word, analysis, k)),
                self._vocab.morphology.add(feats[k]),
                np.uint64(_IOB[entity[0]]),
                add(entity[2:]),
            ]

    def _lemma(self, word: str, analysis: Analysis, k: int) -> str:
        return lemma(word, analysis.upos[k], analysis.xpos[k], analysis.rules[k], self._network.lemmas)

    def _space(self, text: str, position: int, length: int) -> list[np.uint64]:
        """A white-space token hangs on the token before it, at the start of a sentence on the one after it."""
        add = self._vocab.strings.add
        head = -1 if position else int(length > 1)
        relation = "dep" if head else "ROOT"
        return [_unsigned(head), add(relation), add("SPACE"), add("_SP"), add(text), add(""), np.uint64(2), add("")]


def _unsigned(number: int) -> np.uint64:
    return np.int64(number).astype(np.uint64)
