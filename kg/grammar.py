"""The closed word classes of ``ontology/grammar.toml``."""

from __future__ import annotations

import tomllib
from functools import cache

from kg.errors import DataError
from kg.resources import folder


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    path = folder("ontology") / "grammar.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"ontology/grammar.toml: {error}") from error


@cache
def words(section: str, name: str) -> frozenset[str]:
    """The words of one list, e.g. ``words("nouns", "government")``. Raises DataError where the list is missing."""
    try:
        return frozenset(_tables()[section][name])
    except KeyError:
        raise DataError(f"ontology/grammar.toml has no list {name} in [{section}]") from None


@cache
def numbers() -> tuple[str, ...]:
    """The words for one, two, three and so on."""
    return tuple(_tables()["numbers"]["words"])


def number(word: str) -> int:
    """What a word or figure counts, 0 where it is no number.

    >>> number("Three"), number("17"), number("a"), number("many")
    (3, 17, 1, 0)
    """
    small = word.lower()
    if small.isdigit():
        return int(small)
    return 1 if small == "a" else numbers().index(small) + 1 if small in numbers() else 0


def national(office: str) -> bool:
    """Whether an office, told in lower case, is one that states have."""
    minister = " minister " in f" {office} " and office != "minister"
    return office in words("offices", "national") or minister or office.endswith((" to the president", " to the king"))


def noun(lemma: str) -> str:
    """The base form of a noun for people; parsers leave capitalised plurals as they are.

    >>> noun("Ministers"), noun("talks")
    ('minister', 'talks')
    """
    small = lemma.lower()
    return small[:-1] if small.endswith("s") and small[:-1] in words("nouns", "people") else small
