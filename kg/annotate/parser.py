"""The pipeline component that writes the model's analysis into a Doc."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span, Token
from spacy.vocab import Vocab

from kg.annotate.lemmas import lemma
from kg.annotate.morphology import features
from kg.annotate.network import Analysis, Network

NAME = "kg_parser"
_ATTRIBUTES: list[int | str] = ["HEAD", "DEP", "POS", "TAG", "LEMMA", "MORPH", "ENT_IOB", "ENT_TYPE"]
_KEPT_NAMES = {"GPE", "LOC", "FAC", "ORG", "EVENT"}
"""The "Philippines" are no plural; the "Kurds" (NORP) are."""
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
        """Fill the attributes of every token; the sentences must be set."""
        values: Any = np.zeros((len(doc), len(_ATTRIBUTES)), dtype=np.uint64)
        vectors: Any = None
        for sentence in doc.sents:
            indices = [token.i for token in sentence if not token.is_space]
            if indices:
                found = self._fill(values, [doc[index].text for index in indices], indices)
                vectors = np.zeros((len(doc), found.shape[1]), dtype=np.float32) if vectors is None else vectors
                vectors[indices] = found
            for token in sentence:
                if token.is_space:
                    values[token.i] = self._space(token, sentence)
            _join_names(values, sentence)
        if vectors is not None:
            doc.tensor = vectors
        return doc.from_array(_ATTRIBUTES, values) if len(doc) else doc

    def _fill(self, values: Any, words: list[str], indices: list[int]) -> Any:
        """Write one row a word; return the words' vectors."""
        analysis = self._network.analyse(words)
        add = self._vocab.strings.add
        found = features(words, analysis)
        for k, index in enumerate(indices):
            head, entity = analysis.heads[k], analysis.entities[k]
            values[index] = (
                _unsigned(indices[head - 1] - index if head else 0),
                add(analysis.relations[k] if head else "ROOT"),
                add(analysis.upos[k]),
                add(analysis.xpos[k]),
                add(self._lemma(words[k], analysis, k)),
                self._vocab.morphology.add(found[k]),
                _IOB[entity[0]],
                add(entity[2:]),
            )
        return analysis.vectors

    def _lemma(self, word: str, analysis: Analysis, k: int) -> str:
        kept = analysis.entities[k][2:] in _KEPT_NAMES
        rule = "C" if kept and analysis.xpos[k] == "NNPS" else analysis.rules[k]
        return lemma(word, analysis.upos[k], analysis.xpos[k], rule, self._network.lemmas)

    def _space(self, token: Token, sentence: Span) -> tuple[int, ...]:
        """White space hangs on the token before it, at the start of a sentence on the one after it."""
        add = self._vocab.strings.add
        head = -1 if token.i > sentence.start else int(len(sentence) > 1)
        relation = add("dep" if head else "ROOT")
        return (_unsigned(head), relation, add("SPACE"), add("_SP"), add(token.text), 0, _IOB["O"], 0)


def _join_names(values: Any, sentence: Span) -> None:
    """Let a name go on over white space inside it, such as the line end of a wrapped text."""
    iob, kind = _ATTRIBUTES.index("ENT_IOB"), _ATTRIBUTES.index("ENT_TYPE")
    for token in reversed(list(sentence)[:-1]):
        if token.is_space and values[token.i + 1, iob] == _IOB["I"]:
            values[token.i, iob], values[token.i, kind] = _IOB["I"], values[token.i + 1, kind]


def _unsigned(number: int) -> int:
    return number % 2**64
