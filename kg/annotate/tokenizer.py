"""spaCy's English tokenizer, brought near the words of the treebanks that the model learnt from."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from spacy.lang.tokenizer_exceptions import URL_MATCH
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.annotate.english import ENGLISH

_DASH = r"(?:--+|[–—―]+)"
_LETTER = r"[^\W\d_]"
_SIGN = r"[^\w\s\x00-\x7f\xad\u0300-\u036f\u200b-\u200f\u2060\ufeff]"
"""Signs beyond ASCII: quotes, currencies, pictures, but no accents nor what is invisible."""
_NO_AFFIX = "".join(rf"(?<!(?<![-\w]){affix})" for affix in sorted(ENGLISH.affixes))
_RULED = r"(?:(?!<>)[-=_*~<>|#+^$]{2,}|[!?][!?.]*[!?])"
"""What rules off a message ("*****", "-->", "<<"), and cries ("?!"), are one word each."""
_SMILEY = r"[:;]['’]?-?[()\[\]]+"
_SHORT = r"['’](?:s|m|d|re|ve|ll|S|M|D|RE|VE|LL)"
_TWIN_QUOTES = "(?:‘’|’’|''|´´)"
_INFIXES = (
    r"\.\.+(?![.@])|…",
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
    r"[\"“”«»„()\[\]{}<>]",
)
_PREFIXES = (
    rf"{_SMILEY}(?!\w)",
    _RULED,
    _DASH,
    r"-(?=\w)",
    r"@(?=\d)",
    r"w/(?=[a-z]{2})(?!out)",
    r"[A-Z]{1,3}\$(?=\d)",
    _TWIN_QUOTES,
    "[‘‚‛`´]+",
    r"\.\.+",
    r"\+(?!\d)",
    r"[%=,:;!?()\[\]{}<>_#*&'\"`$]",
    _SIGN,
)
_SUFFIXES = (
    _SMILEY,
    _RULED,
    r"(?<=[a-z]{3})\.[!?]+",
    _DASH,
    r"(?<=\w)-",
    r"(?<=\d)(?:bn|mn|tn|MM|hrs?|[ap]m|[AP]M|[ap]\.m\.)",
    r"(?<=\d)(?:[dckmnµ]?m[²³]?|ha|yd|in|ft|[kmµ]?g|t|lb|oz|m/s|km/h|kmh|mph|h?Pa|mbar|b|k|[mkgt]b|[MKGT]B?|[%$])",
    r"(?<=\d[A-Za-z])\.",
    r"(?<=\d[a-z]n)\.",
    r"(?<=[a-z][A-Z])\.",
    r"(?:(?<=[a-z])n['’]t|(?<=[A-Z])N['’]T)",
    r"['’`][sS]",
    _TWIN_QUOTES,
    r"\.\.+",
    r"(?<=\d)\+",
    r"(?<=^[A-D])\+",
    r"(?<=[^\W_A-ZÀ-ÖØ-Þ])\.",
    r"(?<=[A-ZÀ-ÖØ-Þ]{2})\.",
    r"(?<=[^\w\s./\\@|~^$])\.",
    r"[,:;!?()\[\]{}<>_#*&'\"`]",
    _SIGN,
)
_WHOLE = re.compile(
    r"\d+(?:[-/.]\d+){2,}|\d+/\d+|[a-z]/[a-z]"
    r"|(?:\d{3}|[xX]?\d)-\d{4}|\d{5}-\d{4}"
    r"|\d+0['’]s"
    rf"|{_SHORT}|['’](?i:em|nuff|cause|cos|coz|cuz|bout)|(?i:\w{{2,4}}in|ol)['’]|{_TWIN_QUOTES}"
    rf"|{_SMILEY}|\(+-?[:;]|=[()]|[:;=]['’]?-?[DPpOo|/\\*]|<3|\^_*\^"
    r"|[-=_*~<>|#+^\\/{}]{3,}"
    r"|[#@][A-Za-z]\w+"
    r"|[\w.+-]+\.\.\.@[\w-]+(?:\.\w+)+|https?://[^\s<>\"]+\.\.\."
    r"|[^\s()<>\"“”]+\.(?i:docx?|xlsx?|pptx?|pdf|txt|rtf|jpe?g|gif|png|html?|zip|exe|csv)"
)
"""Dates, telephone numbers, fractions, w/o, decades, smileys, hashtags, names of files, addresses cut
short ("some...@example.org") and "'em" stay one word."""
_KEPT = ENGLISH.titles | ENGLISH.abbreviations
_PARTS = {
    cased.replace("+", ""): cased.split("+")
    for word in ENGLISH.contracted
    for cased in (word, word[0].upper() + word[1:], word.upper())
}
"""The parts of "dont", "Dont" and "DONT", and of others like it."""
_NUMBERED = frozenset(word[:-1] for word in ENGLISH.numbered)
_OWNERS = frozenset({"its", "Its", "your", "Your"})
_URGED = frozenset({"lets", "Lets"})
_LISTED = "etc."
_LOOKED_AT = frozenset(_PARTS) | _NUMBERED | _OWNERS | _URGED | {_LISTED}
_QUOTED = re.compile(r"[\"“”<>]")
"""No address has these, though spaCy takes "Name"<name@example.org for one."""

_LONGEST_RUN, _CUT = 300, 60
_LONG_RUN = re.compile(rf"\S{{{_LONGEST_RUN},}}")
"""The tokenizer takes quadratic time over a run without white space, so that long ones are cut."""

_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
"""spaCy keeps words in UTF-8, which has none; another character takes its place, so that offsets hold."""


def make(nlp: Language) -> Words:
    """The tokenizer of an English pipeline."""
    suffixes = re.compile("|".join(f"{affix}$" for affix in _SUFFIXES))
    tokenizer = Tokenizer(
        nlp.vocab,
        prefix_search=re.compile("|".join(f"^{affix}" for affix in _PREFIXES)).search,
        suffix_search=lambda word: None if word in _KEPT else suffixes.search(word),
        infix_finditer=re.compile("|".join(_INFIXES)).finditer,
        token_match=lambda word: word in _KEPT or _WHOLE.fullmatch(word),
        url_match=lambda word: None if _QUOTED.search(word) else URL_MATCH(word),
    )
    return Words(nlp.vocab, tokenizer)


class Words:
    """A tokenizer that also knows whole words and their neighbours: "dont" is "do nt", "its the" is "it s the",
    "your the best" is "you r the best", and "No. 5" keeps its stop."""

    def __init__(self, vocab: Vocab, tokenizer: Callable[[str], Doc]) -> None:
        self._vocab = vocab
        self._tokenizer = tokenizer

    def __call__(self, text: str) -> Doc:
        """The words of a text; joined and with their spaces they are the text."""
        doc = self._split(_LONE_SURROGATE.sub("\ufffd", text))
        texts = [token.text for token in doc]
        if _LOOKED_AT.isdisjoint(texts):
            return doc
        words: list[str] = []
        spaces: list[bool] = []
        for token, *after in zip(doc, [*texts[1:], ""], [*texts[2:], "", ""], strict=False):
            if token.text == "." and token.i and _numbered(doc, token.i - 1):
                words[-1] += "."
                spaces[-1] = bool(token.whitespace_)
                continue
            parts = _parts(token.text, *after)
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


def _parts(word: str, after: str, beyond: str) -> list[str]:
    """The parts of a word, by itself or by the two after it: "its in the bag", but "its in-house lawyers"."""
    if word in _OWNERS and after in ENGLISH.never_owned and beyond != "-":
        return [word[:-1], word[-1]]
    if word in _URGED and after in ENGLISH.urged:
        return [word[:-1], word[-1]]
    if word == _LISTED and (not after.strip() or after[0].isupper()):
        return [word[:-1], word[-1]]  # its stop is that of the sentence
    return _PARTS.get(word) or [word]


def _numbered(doc: Doc, index: int) -> bool:
    """Whether the word, a stop and a number follow each other as in "No. 5"."""
    if doc[index].text not in _NUMBERED or doc[index].whitespace_ or index + 2 >= len(doc):
        return False
    return doc[index + 1].whitespace_ == " " and doc[index + 2].text[0].isdigit()
