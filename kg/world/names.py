"""Names of people in all their spellings: what two of them have in common, as a score with its reasons.

Spelling varies by romanization ("Qomi", "Ghomi"), by what is left out ("George W. Bush", "Bush") and by order ("Orbán
Viktor"). What is known of it is data, ``seeds/names.toml``; the rest is edit distance.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from anyascii import anyascii
from rapidfuzz.distance import Levenshtein

from kg import seeds
from kg.errors import DataError
from kg.resources import folder

_VOWELS = re.compile(r"(?<!^)[aeiouh]")
_TYPO = 0.84  # of two long words, so that one letter in seven may differ
_LONG, _SHORT = 4, 3  # letters from which a word may be misspelt
SURNAME_ONLY = 0.6
"""What a bare surname is worth as evidence that it means the bearer of a whole name."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name of a person: its words, folded and without titles and articles, and what tells generations apart."""

    words: tuple[str, ...]
    generation: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two names are (0..1), and why. ``kind`` is equal, variant, part, initials, surname, first or none."""

    kind: str
    score: float
    why: str


@cache
def data() -> dict[str, Any]:
    """``seeds/names.toml``. Raises DataError where it cannot be read."""
    try:
        return tomllib.loads((folder("seeds") / "names.toml").read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"seeds/names.toml: {error}") from error


@cache
def words_of(name: str) -> frozenset[str]:
    """One list of ``seeds/names.toml``."""
    return frozenset(data()[name])


@cache
def _group() -> dict[str, int]:
    return {word: number for number, group in enumerate(data()["same"]) for word in group}


@lru_cache(1 << 16)
def parse(text: str) -> Name:
    """A name as written, taken apart.

    >>> parse("H.E. Mr Nouri al-Maliki").words, parse("George H.W. Bush Jr.")
    (('nouri', 'maliki'), Name(words=('george', 'h', 'w', 'bush'), generation='jr'))
    """
    text = _without_courtesy(text)
    plain = re.sub(r"['’‘ʿʾ`]", "", anyascii(re.sub(r"(?<=\b[A-Z])\.(?=[A-Z])", ". ", text)))
    plain = re.sub(r"\b(?:El|Al)(?=[A-Z])", "al-", plain).lower()
    words = _without_articles(plain)
    while len(words) > 1 and _title(words):
        words = words[1:]
    generation = ""
    if len(words) > 1 and words[-1] in words_of("generations"):
        generation = next((g[0] for g in data()["same_generation"] if words[-1] in g), words[-1])
        words = words[:-1]
    return Name(tuple(words), generation)


def _without_courtesy(text: str) -> str:
    """A name without "H.E." and the like, which would look like initials."""
    first, _, rest = text.strip().partition(" ")
    title = seeds.titles().get(seeds.fold(first)) if "." in first and rest else None
    return _without_courtesy(rest) if title is not None and title.courtesy else text


def _title(words: Sequence[str]) -> bool:
    """Whether a name begins with a title that is no part of it."""
    title = seeds.titles().get(words[0])
    return title is not None and words[0] not in _group() and (title.courtesy or len(words) > 2)


def _without_articles(plain: str) -> list[str]:
    articles = "|".join(words_of("articles"))
    plain = re.sub(rf"\b(?:{articles})-(?=\w)", "", plain)
    words = re.findall(r"[a-z0-9]+", plain)
    return [w for n, w in enumerate(words) if not (w in words_of("loose_articles") and n < len(words) - 1)] or words


@lru_cache(1 << 16)
def sound(word: str) -> str:
    """A word as the romanizations agree on it.

    >>> sound("waleed") == sound("walid"), sound("dmitriy") == sound("dmitry")
    (True, True)
    """
    for old, new in data()["sounds"]:
        word = word.replace(old, new)
    word = re.sub(r"(?<=[aeiou])h$", "", re.sub(r"c(?!h)", "k", word))
    return re.sub(r"(.)\1+", r"\1", word)


@lru_cache(1 << 16)
def skeleton(word: str) -> str:
    """The consonants of a word, in which all its spellings agree: what blocks are made of.

    >>> skeleton("qaddafi") == skeleton("gadhafi") == skeleton("kadafi")
    True
    """
    group = _group().get(word)
    if group is not None:
        word = data()["same"][group][0]
    plain = _VOWELS.sub("", sound(word)).replace("g", "k").replace("t", "d").replace("j", "i")
    return re.sub(r"(.)\1+", r"\1", plain)


@lru_cache(1 << 18)
def alike(one: str, other: str) -> float:
    """How sure it is, from 0 to 1, that two words of names are spellings of one; an initial counts 0.85."""
    if one == other:
        return 1.0
    if min(len(one), len(other)) == 1:
        return 0.85 if one[0] == other[0] else 0.0
    first, second = _group().get(one), _group().get(other)
    if first is not None and second is not None:
        return 0.97 if first == second else 0.0
    if sound(one) == sound(other) or one in (f"al{other}", f"el{other}") or other in (f"al{one}", f"el{one}"):
        return 0.95
    return _misspelt(one, other)


def _misspelt(one: str, other: str) -> float:
    a, b = sound(one), sound(other)
    if min(len(a), len(b)) < _LONG:
        return 0.0
    near = Levenshtein.normalized_similarity(a, b)
    if skeleton(one) == skeleton(other) and near >= (0.5 if len(skeleton(one)) >= _SHORT else 0.7):
        return 0.88
    return 0.85 if near >= _TYPO and a[0] == b[0] else 0.0


def compare(one: Name, other: Name) -> Likeness:
    """How alike two names of people are.

    >>> compare(parse("Muammar Gaddafi"), parse("Moammar al-Qaddafi")).kind
    'variant'
    >>> compare(parse("George W. Bush"), parse("George H. W. Bush")).kind
    'none'
    """
    if not one.words or not other.words:
        return Likeness("none", 0.0, "no name")
    if one.generation and other.generation and one.generation != other.generation:
        return Likeness("none", 0.0, f"generations differ: {one.generation}, {other.generation}")
    joined = "".join(one.words) == "".join(other.words)
    if joined and one.generation == other.generation:
        return Likeness("equal", 1.0, "the same name")
    if joined:
        return Likeness("part", 0.62, "the same name, one without the generation")
    short, long = sorted((one.words, other.words), key=len)
    if len(short) == 1:
        return _single(short[0], long)
    return _whole(short, long)


def _single(word: str, long: Sequence[str]) -> Likeness:
    if len(long) == 1:
        score = alike(word, long[0])
        kind = "variant" if score >= 0.88 and len(word) > 1 else "none"
        return Likeness(kind, score, f"spellings of one word: {word}, {long[0]}")
    if (score := alike(word, long[-1])) >= 0.88:
        return Likeness("surname", SURNAME_ONLY * score, f"only a surname: {word}")
    if (score := alike(word, long[0])) >= 0.95:
        return Likeness("first", (SURNAME_ONLY - 0.1) * score, f"only the first word of a name: {word}")
    return Likeness("none", 0.0, "surnames differ")


def _whole(short: tuple[str, ...], long: tuple[str, ...]) -> Likeness:
    """Two names of two words and more: every word of the shorter has its counterpart in the longer."""
    pairs = _aligned(short, long)
    if pairs is None:
        joined = _joined(short, long)
        return joined or Likeness("none", 0.0, "words of the names differ")
    scores = [alike(short[a], long[b]) for a, b in pairs]
    if problem := _problem(short, long, dict(pairs)):
        return Likeness("none", 0.0, problem)
    mean = sum(scores) / len(scores)
    doubtful = sum(
        score < 0.9 and len(short[a]) > 1 and len(long[b]) > 1 for (a, b), score in zip(pairs, scores, strict=True)
    )
    mean -= 0.08 * max(0, doubtful - 1)
    left = len(long) - len(short)
    initials = [(short[a], long[b]) for a, b in pairs if 1 in (len(short[a]), len(long[b])) and short[a] != long[b]]
    told = f"{' '.join(short)} ~ {' '.join(long)}"
    if initials and (pairs[0][0], pairs[0][1]) == (0, 0) and 1 in (len(short[0]), len(long[0])):
        return Likeness("initials", 0.82 * mean, f"an initial for a first name: {told}")
    if left:
        return Likeness("part", mean * 0.93, f"one name leaves words out: {told}")
    return Likeness("variant", mean, f"spellings of one name: {told}")


def _joined(short: tuple[str, ...], long: tuple[str, ...]) -> Likeness | None:
    """ "Tse-tung" and "Zedong": two words of the longer name that the shorter writes as one."""
    if len(long) - len(short) != 1:
        return None
    for n in range(len(short)):
        merged = (*long[:n], long[n] + long[n + 1], *long[n + 2 :])
        scores = [alike(a, b) for a, b in zip(short, merged, strict=True)]
        if min(scores) >= 0.85:
            told = f"{' '.join(short)} ~ {' '.join(long)}"
            return Likeness("variant", 0.97 * sum(scores) / len(scores), f"two words written as one: {told}")
    return None


def _aligned(short: tuple[str, ...], long: tuple[str, ...]) -> list[tuple[int, int]] | None:
    """Pairs of positions, each word of the shorter name with the likest that is left of the longer, or None."""
    free = list(range(len(long)))
    pairs = []
    for a in sorted(range(len(short)), key=lambda n: (len(short[n]) == 1, n)):
        best = max(free, key=lambda b: (round(alike(short[a], long[b]), 2), -abs(b - a), -b))
        if alike(short[a], long[best]) < 0.84:
            return None
        free.remove(best)
        pairs.append((a, best))
    return sorted(pairs)


def _problem(short: tuple[str, ...], long: tuple[str, ...], pairs: dict[int, int]) -> str:
    """Why names whose words agree are those of different people, or nothing."""
    full = [(a, b) for a, b in pairs.items() if len(short[a]) > 1 and len(long[b]) > 1]
    if not full:
        return "only initials agree"
    order = [pairs[a] for a in sorted(pairs)]
    swapped = order != sorted(order)
    if swapped and (len(short) != len(long) or (1 in map(len, short) and len(short) > 2)):
        return "the words come in another order"
    left = [w for n, w in enumerate(long) if n not in pairs.values() and w not in words_of("links")]
    middle = [w for w in short[1:-1] if len(w) == 1]
    if middle and any(len(w) == 1 for w in left):
        return f"middle initials differ: {' '.join(middle)}, {' '.join(w for w in long[1:-1] if len(w) == 1)}"
    last = pairs[len(short) - 1] == len(long) - 1
    prefix = order == list(range(len(short))) and len(full) >= 2
    if not (last or prefix or swapped):
        return "surnames differ"
    return ""
