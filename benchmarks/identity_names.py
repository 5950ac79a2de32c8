"""How well names of one person are told from like names of others: ``python -m benchmarks.identity_names``.

Each row of ``tests/world/names`` is two articles, each with one person, office, state and year, and nothing else; they
are made one world, and the question is whether the two people are one. Every third row of the same leaves the office
and state of its second article out, as articles often do. Odd rows were looked at for tuning, even rows were not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kg import seeds
from kg.world.decisions import Decisions
from kg.world.people import people
from kg.world.told import Told

FOLDER = Path(__file__).parents[1] / "tests" / "world" / "names"
_BARE = 3  # every so many rows the second article tells a name only


@dataclass(frozen=True, slots=True)
class Row:
    """Two people as two articles tell them, and whether they are one."""

    number: int
    one: Told
    other: Told
    same: bool


def rows() -> Iterator[Row]:
    """All pairs of the two files."""
    for n, line in enumerate(_lines("same.tsv"), 1):
        one, other, office, state, first, second = line
        context = ("", "") if n % _BARE == 0 else (office, state)
        yield Row(n, _told("a", one, office, state, first), _told("b", other, *context, second), True)
    for n, line in enumerate(_lines("different.tsv"), 1):
        yield Row(n, _told("a", *line[:4]), _told("b", *line[4:]), False)


def judged(row: Row) -> bool:
    """Whether the two are taken for one."""
    _, groups = people([row.one, row.other], Decisions())
    return len(groups.members()) == 1


def figures(found: list[tuple[Row, bool]]) -> tuple[float, float]:
    """Precision and recall of pairs that are taken for one."""
    hits = sum(row.same and said for row, said in found)
    return hits / max(1, sum(said for _, said in found)), hits / max(1, sum(row.same for row, _ in found))


def _lines(name: str) -> list[list[str]]:
    return [line.split("\t") for line in (FOLDER / name).read_text(encoding="utf-8").splitlines() if line]


def _told(document: str, name: str, office: str, state: str, year: str) -> Told:
    known = next((s for s in seeds.all_seeds().values() if s.iso == state), None)
    of = known.id if known else f"organization/{state.lower()}" if state else ""
    return Told(
        (document * 16, "person/x"), "Person", name, (),
        frozenset({of} if of.startswith("state/") else ()), frozenset(),
        frozenset({(office, of)} if office else ()), day=date(int(year), 6, 1).toordinal(),
    )  # fmt: skip


def main() -> None:
    """Print the figures of both halves, and every mistake of the half that may be looked at."""
    found = [(row, judged(row)) for row in rows()]
    for name, half in (("tuning", 1), ("measuring", 0)):
        part = [(row, said) for row, said in found if row.number % 2 == half]
        precision, recall = figures(part)
        print(f"{name}: {len(part)} pairs, precision {precision:.3f}, recall {recall:.3f}")
    for row, said in found:
        if row.number % 2 and said != row.same:
            print("taken for one:" if said else "kept apart:", row.one.label, "|", row.other.label)


if __name__ == "__main__":
    main()
