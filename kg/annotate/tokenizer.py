"""spaCy's English tokenizer, brought near the words of the treebanks that the model learnt from."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex
from spacy.vocab import Vocab

from kg.annotate.english import ENGLISH

_DASH = r"(?:--+|[–—―]+)"
_LETTER = r"[^\W\d_]"
_NO_AFFIX = "".join(rf"(?<!(?<![-\w]){affix})" for affix in sorted(ENGLISH.affixes))
_INFIXES = (
    r"\.\.+|…",
    _DASH,
    rf"(?i:(?<=\w){_NO_AFFIX}-(?=\w))",
    r"(?<=[A-Za-z]\.)-(?=\w)",
    rf"(?<={_LETTER})/(?={_LETTER})",
    rf"(?<={_LETTER}\.)/(?={_LETTER})",
    rf"(?<={_LETTER}),(?={_LETTER})",
    r"(?<=[a-z]{2})[.?!](?=[A-Z][a-z])",
    rf"(?<=\w)[:;<>=](?={_LETTER})",
    r"[\"“”«»„()\[\]{}]",
)
_PREFIXES = (_DASH, rf"-(?={_LETTER})", r"[A-Z]{1,3}\$(?=\d)", r"[£€¥$₤₹](?=\d)", "[‘‚‛`´]+")
_SUFFIXES = (
    _DASH,
    r"(?<=\w)-",
    r"(?<=\d)(?:bn|mn|tn|m|k|km|kg)",
    r"(?<=\d[A-Za-z])\.",
    r"(?<=\d[a-z]n)\.",
    r"[’‘´`]",
)
_WHOLE = re.compile(r"\d+(?:[-/.]\d+){2,}|\d+/\d+|[a-z]/[a-z]")
"""Dates, telephone numbers, fractions and w/o stay one word."""
_KEPT_EXCEPTION = re.compile(r".*['’].*|\s+|[Cc]annot|[Gg]onna|[Gg]otta|\d+(?:[ap]m|[ap]\.m\.)")
"""Of spaCy's exceptions: contractions and times, not smileys ("8)") nor misspellings ("Wed" for "we'd")."""

_LONGEST_RUN, _CUT = 300, 60
_LONG_RUN = re.compile(rf"\S{{{_LONGEST_RUN},}}")
"""The tokenizer takes quadratic time over a run without white space, so that long ones are cut."""

_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
"""spaCy keeps words in UTF-8, which has none; another character takes its place, so that offsets hold."""


def make(nlp: Language) -> Words:
    """The tokenizer of an English pipeline."""
    defaults = nlp.Defaults
    exceptions: Any = defaults.tokenizer_exceptions or {}
    rules = {text: parts for text, parts in exceptions.items() if _KEPT_EXCEPTION.fullmatch(text)}
    rules |= {word: [{"ORTH": word}] for word in sorted(ENGLISH.titles | ENGLISH.abbreviations)}
    tokenizer = Tokenizer(
        nlp.vocab,
        rules=rules,
        prefix_search=compile_prefix_regex([*_PREFIXES, *(defaults.prefixes or ())]).search,
        suffix_search=compile_suffix_regex([*_SUFFIXES, *(defaults.suffixes or ())]).search,
        infix_finditer=compile_infix_regex(_INFIXES).finditer,
        token_match=_WHOLE.fullmatch,
        url_match=defaults.url_match,
    )
    return Words(nlp.vocab, tokenizer)


class Words:
    """A tokenizer that also keeps the stop of "No. 5", which the word alone does not tell."""

    def __init__(self, vocab: Vocab, tokenizer: Callable[[str], Doc]) -> None:
        self._vocab = vocab
        self._tokenizer = tokenizer

    def __call__(self, text: str) -> Doc:
        """The words of a text; joined and with their spaces they are the text."""
        doc = self._split(_LONE_SURROGATE.sub("\ufffd", text))
        joined = {word.i for word, stop in pairwise(doc) if stop.text == "." and _numbered(doc, word.i)}
        if not joined:
            return doc
        words: list[str] = []
        spaces: list[bool] = []
        for token in doc:
            if token.i - 1 in joined:
                words[-1] += token.text
                spaces[-1] = bool(token.whitespace_)
            else:
                words.append(token.text)
                spaces.append(bool(token.whitespace_))
        return Doc(self._vocab, words=words, spaces=spaces)

    def _split(self, text: str) -> Doc:
        cuts = [run.start() + k for run in _LONG_RUN.finditer(text) for k in range(0, len(run[0]), _CUT)]
        if not cuts:
            return self._tokenizer(text)
        words: list[str] = []
        spaces: list[bool] = []
        for start, end in pairwise([0, *cuts, len(text)]):
            part = self._tokenizer(text[start:end])
            words += [token.text for token in part]
            spaces += [bool(token.whitespace_) for token in part]
        return Doc(self._vocab, words=words, spaces=spaces)


def _numbered(doc: Doc, index: int) -> bool:
    """Whether the word, a stop and a number follow each other as in "No. 5"."""
    if f"{doc[index].text}." not in ENGLISH.numbered or doc[index].whitespace_ or index + 2 >= len(doc):
        return False
    return doc[index + 1].whitespace_ == " " and doc[index + 2].text[0].isdigit()
