"""spaCy's English tokenizer, brought near the words of the treebanks that the model learnt from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
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
_RULED = r"(?:[-=_*~<>|#+^$]{2,}|[!?][!?.]*[!?])"
"""What rules off a message ("*****", "-->", "<<"), and cries ("?!"), are one word each."""
_SMILEY = r"[:;=]['’]?-?[()\[\]]+"
_SHORT = r"['’](?:s|m|d|re|ve|ll|S|M|D|RE|VE|LL)"
_INFIXES = (
    r"\.\.+|…",
    _DASH,
    rf"(?i:(?<=\w){_NO_AFFIX}-(?=\w))",
    r"(?<=[A-Za-z]\.)-(?=\w)",
    rf"(?<={_LETTER})/(?={_LETTER})",
    rf"(?<={_LETTER}\.)/(?={_LETTER})",
    rf"(?<={_LETTER}),(?=\w)",
    r"(?<=[a-z]{2})[.?!](?=[A-Z][a-z])",
    rf"(?<=[a-z])[?!]+(?={_LETTER})",
    rf"(?<=\w)[:;<>=](?={_LETTER})",
    rf"(?<={_LETTER}){_SHORT}(?!\w)",
    r"(?<=[a-z])n['’]t(?!\w)",
    r"[\"“”«»„()\[\]{}]",
)
_PREFIXES = (
    rf"{_SMILEY}(?!\w)",
    _RULED,
    _DASH,
    r"-(?=\w)",
    r"@(?=\d)",
    r"w/(?=[a-z]{2})(?!out)",
    r"[A-Z]{1,3}\$(?=\d)",
    r"[£€¥$₤₹](?=\d)",
    "(?:‘’|''|´´)",
    "[‘‚‛`´]+",
)
_SUFFIXES = (
    _SMILEY,
    _RULED,
    r"(?<=[a-z]{4})\.[!?]+",
    r"(?<=[A-Z]\.)\.",
    _DASH,
    r"(?<=\w)-",
    r"(?<=\d)(?:bn|mn|tn|MM|m|b|k|km|kg|hrs?|[ap]m|[AP]M)",
    r"(?<=\d[A-Za-z])\.",
    r"(?<=\d[a-z]n)\.",
    r"(?<=[a-z][A-Z])\.",
    r"(?:(?<=[a-z])n['’]t|(?<=[A-Z])N['’]T)",
    "(?:‘’|''|´´)",
    r"[’‘´`]",
)
_WHOLE = re.compile(
    r"\d+(?:[-/.]\d+){2,}|\d+/\d+|[a-z]/[a-z]"
    r"|(?:\d{3}|[xX]?\d)-\d{4}|\d{5}-\d{4}"
    r"|\d+0['’]s"
    rf"|{_SMILEY}|\(+-?[:;=]|[:;=]['’]?-?[DPpOo|/\\*]|<3|\^_*\^"
    r"|[-=_*~<>|#+^\\/{}]{3,}"
    r"|[#@][A-Za-z]\w+"
    r"|[^\s()<>\"“”]+\.(?i:docx?|xlsx?|pptx?|pdf|txt|rtf|jpe?g|gif|png|html?|zip|exe|csv)"
)
"""Dates, telephone numbers, fractions, w/o, decades, smileys, hashtags and names of files stay one word."""
_KEPT_EXCEPTION = re.compile(r".*['’].*|\s+|[Cc]annot|[Gg]onna|[Gg]otta|\d+(?:[ap]m|[ap]\.m\.)")
"""Of spaCy's exceptions: contractions and times, not smileys ("8)") nor misspellings ("Wed" for "we'd")."""

_QUOTED = re.compile(r"[\"“”<>]")
"""No address has these, though spaCy takes "Name"<name@example.org for one."""

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
    rules |= {"".join(parts): [{"ORTH": part} for part in parts] for parts in _contracted()}
    tokenizer = Tokenizer(
        nlp.vocab,
        rules=rules,
        prefix_search=compile_prefix_regex([*_PREFIXES, *(defaults.prefixes or ())]).search,
        suffix_search=compile_suffix_regex([*_SUFFIXES, *(defaults.suffixes or ())]).search,
        infix_finditer=compile_infix_regex(_INFIXES).finditer,
        token_match=_WHOLE.fullmatch,
        url_match=lambda word: None if _QUOTED.search(word) else defaults.url_match(word),
    )
    return Words(nlp.vocab, tokenizer)


def _contracted() -> Iterator[list[str]]:
    """The parts of "dont", "Dont" and "DONT", and of others like it."""
    for word in sorted(ENGLISH.contracted):
        for cased in (word, word[0].upper() + word[1:], word.upper()):
            yield cased.split("+")


class Words:
    """A tokenizer that also cuts by the neighbours of a word: the stop of "No. 5" stays, "its the" is "it s the"."""

    def __init__(self, vocab: Vocab, tokenizer: Callable[[str], Doc]) -> None:
        self._vocab = vocab
        self._tokenizer = tokenizer

    def __call__(self, text: str) -> Doc:
        """The words of a text; joined and with their spaces they are the text."""
        doc = self._split(_LONE_SURROGATE.sub("\ufffd", text))
        texts = [token.text for token in doc]
        if not any(_changes(*pair) for pair in pairwise([*texts, ""])):
            return doc
        words: list[str] = []
        spaces: list[bool] = []
        for index, (token, after) in enumerate(zip(doc, [*texts[1:], ""], strict=True)):
            if token.text == "." and index and _numbered(doc, index - 1):
                words[-1] += "."
                spaces[-1] = bool(token.whitespace_)
                continue
            parts = [token.text[:2], token.text[2:]] if _is_contracted(token.text, after) else [token.text]
            words += parts
            spaces += [*[False] * (len(parts) - 1), bool(token.whitespace_)]
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


def _changes(word: str, after: str) -> bool:
    return (after == "." and f"{word}." in ENGLISH.numbered) or _is_contracted(word, after)


def _is_contracted(word: str, after: str) -> bool:
    """Whether "its" stands for "it's"."""
    return word in {"its", "Its"} and after in ENGLISH.never_owned


def _numbered(doc: Doc, index: int) -> bool:
    """Whether the word, a stop and a number follow each other as in "No. 5"."""
    if f"{doc[index].text}." not in ENGLISH.numbered or doc[index].whitespace_ or index + 2 >= len(doc):
        return False
    return doc[index + 1].whitespace_ == " " and doc[index + 2].text[0].isdigit()
