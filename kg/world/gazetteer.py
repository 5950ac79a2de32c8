"""A user's own list of people, bodies and places, in Turtle or CSV, that names are linked to.

CSV has a header with the columns ``name`` and ``type`` (a class such as Person), and any of ``id`` (an IRI suffix such
as ``person/ryan-crocker``), ``also`` (other names, between ``|``), ``same_as`` (IRIs, between ``|``), ``state`` (a name
or code), ``office`` and ``day`` (a date on which it was held). Turtle has the terms of the graph: a class, skos labels,
owl:sameAs or skos:exactMatch, and dip:represents for the state.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pyoxigraph as ox

from kg import seeds
from kg.errors import DataError
from kg.iri import BASE, ONTOLOGY, slug
from kg.ontology import DIP, is_a, term
from kg.world.told import Told

SUFFIXES = (".csv", ".ttl")
_FOLDERS = (
    ("Person", "person"),
    ("State", "state"),
    ("Organization", "organization"),
    ("City", "city"),
    ("Place", "place"),
)


def read(path: Path) -> list[Told]:
    """The entries of a gazetteer, sorted; each name of one is an entry. Raises DataError where it cannot be read."""
    try:
        entries = list(_turtle(path) if path.suffix == ".ttl" else _csv(path))
    except (OSError, UnicodeDecodeError, SyntaxError, ValueError, csv.Error) as error:
        raise DataError(f"{path}: cannot be read as a gazetteer ({' '.join(str(error).split())})") from error
    return sorted(entries, key=lambda t: t.order)


def _csv(path: Path) -> Iterator[Told]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = csv.DictReader(stream)
        if not {"name", "type"} <= set(rows.fieldnames or ()):
            raise ValueError("its first line must name the columns name and type")
        for row in rows:
            told = {key: (value or "").strip() for key, value in row.items() if key}
            yield from _entries(told["type"], [told["name"], *_parts(told.get("also", ""))], told)


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def _turtle(path: Path) -> Iterator[Told]:
    rows: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
            rows[quad.subject.value][quad.predicate.value].append(quad.object.value)
    for iri, row in sorted(rows.items()):
        kinds = [v.removeprefix(ONTOLOGY) for v in row[term("rdf:type").value] if v.startswith(ONTOLOGY)]
        names = [n for curie in ("skos:prefLabel", "skos:altLabel") for n in sorted(row[term(curie).value])]
        if kinds and names:
            same = [v for curie in ("owl:sameAs", "skos:exactMatch") for v in row[term(curie).value]]
            own = iri.removeprefix(BASE) if iri.startswith(BASE) else ""
            states = [v.removeprefix(BASE) for v in row[DIP.represents.value]]
            yield from _entries(kinds[0], names, {
                "id": own, "same_as": "|".join([*same, *([] if own else [iri])]), "state": states[0] if states else "",
            })  # fmt: skip


def _entries(kind: str, names: list[str], told: Mapping[str, str]) -> Iterator[Told]:
    """An entry for each name, all with one anchor."""
    folder = next((f for parent, f in _FOLDERS if is_a(kind, parent)), None)
    if folder is None or not names[0]:
        raise ValueError(
            f"{names[0] or 'a line without a name'} of type {kind or 'none'}: give a name and a class such as Person"
        )
    anchor = told.get("id") or f"{folder}/{slug(names[0])}"
    state = _state(told.get("state", ""))
    day = told.get("day")
    for name in names:
        yield Told(
            ("", anchor), kind, name, tuple(_parts(told.get("same_as", ""))),
            frozenset({state} if state else ()), frozenset(),
            frozenset({(told["office"], state or "")} if told.get("office") else ()),
            day=date.fromisoformat(day).toordinal() if day else None, anchor=anchor,
        )  # fmt: skip


def _state(name: str) -> str | None:
    if not name:
        return None
    if name in seeds.all_seeds():
        return name
    known = seeds.named(name, ("State",))
    if known is None:
        raise ValueError(f"{name!r} is no state that is known")
    return known.id
