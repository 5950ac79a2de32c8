"""Who held which office of which state or body, as ``seeds/holders.tsv`` knows it, found by name.

A text that says "President Karzai" leaves out what its readers know. The table tells whose he was; what he did then
stands in the text alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from kg import seeds
from kg.errors import DataError
from kg.grammar import words
from kg.resources import folder

_COLUMNS = 6
_SLACK = 1  # years before and after a term in which news still speaks of the holder by it


@dataclass(frozen=True, slots=True)
class Term:
    """One line of the table: ``of`` is the id of the state or body, ``last`` None while the term goes on."""

    of: str
    office: str
    name: str
    first: int
    last: int | None
    others: tuple[str, ...] = ()

    def covers(self, year: int | None) -> bool:
        """Whether news of a year may speak of the holder by this office; of no known year, any may."""
        if year is None:
            return True
        return self.first - _SLACK <= year <= (self.last or year) + _SLACK


@cache
def _terms() -> Mapping[str, tuple[Term, ...]]:
    """The terms by every folded name, and by surname under a leading space."""
    found: dict[str, list[Term]] = defaultdict(list)
    for term in _read():
        names = {seeds.fold(n) for n in (term.name, *term.others)}
        for key in sorted(names | {f" {n.rpartition(' ')[2]}" for n in names} | {f" {n.split()[0]}" for n in names}):
            found[key].append(term)
    return {key: tuple(terms) for key, terms in found.items()}


def _read() -> Iterator[Term]:
    path = folder("seeds") / "holders.tsv"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"seeds/holders.tsv cannot be read: {error}") from error
    for number, line in enumerate(lines, 1):
        row = line.split("\t")
        if line.startswith("#"):
            continue
        if len(row) != _COLUMNS or not row[3].isdigit() or row[0] not in seeds.all_seeds():
            raise DataError(f"seeds/holders.tsv, line {number}: six columns, a known owner and years are wanted")
        others = tuple(row[5].split("|")) if row[5] else ()
        yield Term(row[0], row[1], row[2], int(row[3]), int(row[4]) if row[4] else None, others)


def owners(name: str, office: str, year: int | None) -> frozenset[str]:
    """The ids of those whose office a person of that name may have held, as far as the table tells.

    A full name is enough: whoever is told by it served there, in whatever office. A surname or a first name alone must
    have held that very office about that year.

    >>> sorted(owners("Hamid Karzai", "president", 2006)), sorted(owners("Karzai", "foreign minister", 2006))
    (['state/afg'], [])
    """
    folded = seeds.fold(name)
    if " " in folded:
        known = _terms().get(folded, ())
        same = [t for t in known if _short_for(office, t.office)]
        return frozenset(t.of for t in same or known)
    found = _terms().get(f" {folded}", ())
    return frozenset(t.of for t in found if _short_for(office, t.office) and t.covers(year))


def _short_for(told: str, office: str) -> bool:
    """Whether a title may mean an office: "minister" a foreign minister, too."""
    if told in words("offices", "portfolio"):
        return told in office.split()
    return told == office
