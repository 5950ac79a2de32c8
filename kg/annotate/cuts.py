"""Where a sentence begins though no stop, or none that the rules know, stands before it: "Thanks Bill I will call".

Each place between two words is judged by what the words on both sides look like; cuts.tsv says how much each such
feature speaks for a cut. training/cuts.py learns the table; half of a running text's places, those between two words
in lower case, are never looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

_TABLE = Path(__file__).with_name("cuts.tsv")
_SURE = 0.0
"""Least sum of weights that cuts; the weights are logarithms of odds."""
_FAR = 6
_OUTSIDE = "_"
_LEADS = frozenset("-–—―") | {"--"}
"""What comes after these belongs to what is before: the dash of a dateline, the colon before a quotation."""


def cuts(words: Sequence[str], spaced: Sequence[bool]) -> list[int]:
    """The positions within what the rules take for one sentence at which another one begins; ``spaced`` tells
    after which words white space follows."""
    places = candidates(words, spaced)
    if not places:
        return []
    weights = _weights()
    return [place for place in places if sum(weights.get(name, 0.0) for name in features(words, place)) > _SURE]


def candidates(words: Sequence[str], spaced: Sequence[bool]) -> list[int]:
    """The positions that are worth a look."""
    plain = [word == "," or (word.islower() and word.isalpha()) for word in words]
    return [
        place
        for place in range(1, len(words))
        if spaced[place - 1] and not (plain[place] and plain[place - 1]) and words[place - 1] not in _LEADS
    ]


def features(words: Sequence[str], place: int) -> list[str]:
    """What speaks for or against a cut before the word at ``place``, as names of rows of the table."""
    around = [words[k] if 0 <= k < len(words) else _OUTSIDE for k in range(place - 2, place + 2)]
    before, last, first, after = around
    low = [word.lower() for word in around]
    looks = [look(word) for word in around]
    style = _style(words)
    return [
        "all",
        f"last {low[1]}",
        f"first {first}",
        f"before {low[0]}",
        f"after {low[3]}",
        f"words {low[1]} {low[2]}",
        f"end {low[0]} {low[1]}",
        f"start {low[2]} {low[3]}",
        f"look+last {looks[0]} {low[1]}",
        f"last+ {low[1]} {looks[2]}",
        f"+first {looks[1]} {low[2]}",
        f"look+after {looks[2]} {low[3]}",
        f"looks {looks[1]} {looks[2]}",
        f"looks3 {looks[0]} {looks[1]} {looks[2]}",
        f"3looks {looks[1]} {looks[2]} {looks[3]}",
        f"looks4 {looks[0]} {looks[1]} {looks[2]} {looks[3]}",
        f"from {min(place, _FAR)} {looks[2]}",
        f"to {min(len(words) - place, _FAR)}",
        f"long {min(len(words) // 8, _FAR)} {looks[1]} {looks[2]}",
        f"style {style} {looks[1]} {looks[2]}",
    ]


def _style(words: Sequence[str]) -> str:
    """Careless of capitals, mostly capitals, or neither."""
    if "i" in words or words[0][0].islower():
        return "careless"
    capitals = sum(word[0].isupper() for word in words)
    return "title" if capitals > sum(word[0].islower() for word in words) else "plain"


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
