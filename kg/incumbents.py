"""Who held which office of which state or body, as ``seeds/holders.tsv`` knows it, found by name.

A text that says "President Karzai" leaves out what its readers know. The table tells whose he was; what he did then
stands in the text alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kg import seeds
from kg.errors import DataError
from kg.grammar import words
from kg.resources import folder

_COLUMNS = 6
_OR = "\x1f"  # between names while they are folded
_SLACK = 1  # years before and after a term in which news still speaks of the holder by it


@dataclass(frozen=True, slots=True)
class Term:
    """One line of the table: ``of`` is the id of the state or body, ``last`` None while the term goes on."""

    of: str
    office: str
    first: int
    last: int | None

    def covers(self, year: int | None) -> bool:
        """Whether news of a year may speak of the holder by this office; of no known year, any may."""
        if year is None:
            return True
        return self.first - _SLACK <= year <= (self.last or year) + _SLACK


@cache
def _rows() -> tuple[list[list[str]], list[str]]:
    """The columns of each line of the table, and its names folded, all at once: one by one takes half a second."""
    try:
        text = (folder("seeds") / "holders.tsv").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"seeds/holders.tsv cannot be read: {error}") from error
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    for number, row in enumerate(rows, 1):
        if len(row) != _COLUMNS or not row[3].isdigit() or row[0] not in seeds.all_seeds():
            raise DataError(f"seeds/holders.tsv, row {number}: six columns, a known owner and years are wanted")
    names = "\n".join(f"{row[2]}|{row[5]}" for row in rows).replace("|", _OR)
    return rows, seeds.fold_lines(names).split("\n")


@cache
def _by_end() -> Mapping[str, tuple[int, ...]]:
    """The rows by the first and by the last word of every name in them."""
    found: dict[str, list[int]] = defaultdict(list)
    for row, names in enumerate(_rows()[1]):
        for word in {name.split(" ")[at] for name in names.split(_OR) if name for at in (0, -1)}:
            found[word].append(row)
    return {word: tuple(rows) for word, rows in found.items()}


def _terms(word: str, whole: str | None = None) -> list[Term]:
    """The terms of those whose name begins or ends with a word, or is ``whole``."""
    rows, names = _rows()
    wanted = [n for n in _by_end().get(word, ()) if whole is None or whole in names[n].split(_OR)]
    return [
        Term(of, office, int(first), int(last) if last else None)
        for of, office, _, first, last, _ in map(rows.__getitem__, wanted)
    ]


def owners(name: str, office: str, year: int | None, *, exact: bool = False) -> frozenset[str]:
    """The ids of those whose office a person of that name may have held, as far as the table tells.

    A full name is enough: whoever bore it served there, in whatever office. Where ``exact`` is set, for ranks and other
    titles that tell no service of a state, and of a surname or a first name alone, it must have been that very office,
    for the latter about that year.

    >>> sorted(owners("Hamid Karzai", "president", 2006)), sorted(owners("Karzai", "foreign minister", 2006))
    (['state/afg'], [])
    """
    folded = seeds.fold(name)
    if " " in folded:
        known = _terms(folded.rpartition(" ")[2], folded)
        same = [t for t in known if _short_for(office, t.office)]
        same = [t for t in same if t.covers(year)] or same
        return frozenset(t.of for t in same or (() if exact else known))
    return frozenset(t.of for t in _terms(folded) if _short_for(office, t.office) and t.covers(year))


def held(name: str, office: str, of: str, year: int | None) -> bool:
    """Whether somebody of that name, full or a surname, held just that office of a state or body about that year.

    >>> held("Karzai", "president", "state/afg", 2006), held("Karzai", "president", "state/afg", 1990)
    (True, False)
    """
    folded = seeds.fold(name)
    known = _terms(folded.rpartition(" ")[2], folded if " " in folded else None)
    return any((t.of, t.office) == (of, office) and t.covers(year) for t in known)


def _short_for(told: str, office: str) -> bool:
    """Whether a title may mean an office: "minister" a foreign minister, too."""
    if told in words("offices", "portfolio"):
        return told in office.split()
    return told == office.partition(" to ")[0]  # "ambassador" an ambassador to somewhere
