"""Where a sentence begins though no stop, or none that the rules know, stands before it: "Regards, | Tom Miller".

Each place between two words is judged by what the words on both sides look like; cuts.tsv says how much each such
feature speaks for a cut. training/cuts.py learns the table. Places between two words in lower case, most of a running
text's, are never looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path

_TABLE = Path(__file__).with_name("cuts.tsv")
_SURE = 0.5
"""The least sum of weights, a logarithm of odds, that cuts: a wrong cut costs more than a missed one."""
_FAR = 6
_OUTSIDE = "_"
_PLAIN = frozenset({"word", ","})
"""Between two such words no sentence is looked for: there are too many of these places."""
_LEADS = frozenset("-–—―") | {"--"}
"""What comes after these belongs to what is before: the dash of a dateline."""


def cuts(words: Sequence[str], spaced: Sequence[bool], stopped: float) -> list[int]:
    """The positions within what the rules take for one sentence at which another one begins.

    ``spaced`` tells after which words white space follows, ``stopped`` which share of the text has its stops.
    """
    weight = _weights().get
    judged = candidates(words, spaced, stopped)
    return [place for place, names in judged if sum([weight(name, 0.0) for name in names]) > _SURE]


def candidates(words: Sequence[str], spaced: Sequence[bool], stopped: float) -> Iterator[tuple[int, list[str]]]:
    """The positions that are worth a look, each with what speaks for or against a cut: names of rows of the table."""
    low = [_OUTSIDE, _OUTSIDE, *[word.lower() for word in words], _OUTSIDE]
    looks = [_OUTSIDE, _OUTSIDE, *map(look, words), _OUTSIDE]
    style, tenths = _style(words), int(10 * stopped)
    for place in range(1, len(words)):
        if not spaced[place - 1] or words[place - 1] in _LEADS:
            continue
        before, last, first, after = looks[place : place + 4]
        if (last in _PLAIN and first in _PLAIN) or (last, first) == ("Name", "12"):
            continue
        w_before, w_last, w_first, w_after = low[place : place + 4]
        yield (
            place,
            [
                "all",
                f"last {w_last}",
                f"first {words[place]}",
                f"before {w_before}",
                f"after {w_after}",
                f"words {w_last} {w_first}",
                f"end {w_before} {w_last}",
                f"start {w_first} {w_after}",
                f"look+last {before} {w_last}",
                f"last+look {w_last} {first}",
                f"look+first {last} {w_first}",
                f"look+after {first} {w_after}",
                f"looks {last} {first}",
                f"looks3 {before} {last} {first}",
                f"3looks {last} {first} {after}",
                f"looks4 {before} {last} {first} {after}",
                f"from {min(place, _FAR)} {first}",
                f"to {min(len(words) - place, _FAR)}",
                f"long {min(len(words) // 8, _FAR)} {last} {first}",
                f"style {style} {last} {first}",
                f"stopped {tenths}",
                f"stopped+looks {tenths // 3} {last} {first}",
            ],
        )


def _style(words: Sequence[str]) -> str:
    """Careless of capitals, mostly capitals, or neither."""
    if "i" in words or words[0][0].islower():
        return "careless"
    capitals = sum(word[0].isupper() for word in words)
    return "title" if capitals > sum(word[0].islower() for word in words) else "plain"


def is_smiley(word: str) -> bool:
    """Whether a word is a face of signs: ":)", ";-)", ":P"."""
    return len(word) > 1 and word[0] in ":;=" and word[-1] in "()[]DPpOo" and all(sign in "'’-" for sign in word[1:-1])


@lru_cache(maxsize=50_000)
def look(word: str) -> str:
    """The class of a word's signs: a stop or comma itself, "mail", "Name", "word", "12" and so on."""
    if not any(char.isalnum() for char in word):
        return _look_of_signs(word)
    if word[0].isdigit():
        return "12" if word.isdigit() else "12:30" if ":" in word or "/" in word else "12th"
    if "@" in word or word.startswith(("http", "www.")):
        return "mail" if "@" in word else "web"
    if word.islower():
        return "word"
    if word.isupper():
        return "A" if len(word) == 1 else "WORD"
    return ("Name." if word.endswith(".") else "Name") if word[0].isupper() else "wOrd"


def _look_of_signs(word: str) -> str:
    if word in {".", "..", "...", "…", ",", ";", ":", "(", ")"}:
        return word
    if not word.strip(".!?…"):
        return "!"
    for name, signs in (("quote", "\"'”’“‘`"), ("-", "-–—"), ("(", "[{<«"), (")", "]}>»")):
        if not word.strip(signs):
            return name
    return "sign"


@cache
def _weights() -> dict[str, float]:
    rows = (line.rpartition("\t") for line in _TABLE.read_text(encoding="utf-8").splitlines())
    return {name: float(weight) for name, _, weight in rows}
