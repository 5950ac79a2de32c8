"""Gold facts: what careful readers took from an article, one JSON file beside its text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from kg.errors import DataError, UsageError
from kg.evaluate.names import Spans, flat, located, norm
from kg.model import ROLES, STATUSES
from kg.ontology import is_a, subclasses

KINDS = ("State", "Group", "Organization", "Person", "Place")
"""The types of entities that count as different; finer ones count as theirs."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class GoldEntity:
    """Somebody or something named; ``forms`` are name and aliases as given, ``names`` normalised."""

    id: str
    type: str
    forms: tuple[str, ...]
    names: frozenset[str]
    optional: bool


@dataclass(frozen=True, slots=True)
class GoldOffice:
    """An office of a person, ``of`` a state or organization where the text tells; these are ids of entities."""

    person: str
    office: str
    of: str | None
    optional: bool


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """An event with ids of entities as fillers; ``spans`` are the places of its evidence in the folded text."""

    type: str
    roles: Mapping[str, tuple[str, ...]]
    places: tuple[str, ...]
    date: str | None
    status: str
    sources: tuple[str, ...]
    evidence: tuple[str, ...]
    spans: Spans
    optional: bool


@dataclass(frozen=True, slots=True)
class GoldStatement:
    """A speaker to whom a sentence credits what it tells."""

    speaker: str
    evidence: str
    spans: Spans
    optional: bool


@dataclass(frozen=True, slots=True)
class Gold:
    """One article's facts. ``path`` leads to its text, ``text`` is that with white space folded."""

    id: str
    path: Path
    text: str
    published: date | None
    entities: Mapping[str, GoldEntity]
    offices: tuple[GoldOffice, ...]
    events: tuple[GoldEvent, ...]
    statements: tuple[GoldStatement, ...]


def read(folder: Path) -> list[Gold]:
    """The gold files of a folder by name. Raises UsageError where there is none, DataError where one is broken."""
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise UsageError(f"{folder}: holds no gold facts: give a folder of JSON files beside their texts")
    return [_Reader(path).gold() for path in paths]


class _Reader:
    """Reads one file. Every fault is a DataError that names the file and the item."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            assert isinstance(data, dict)
        except (OSError, ValueError, AssertionError) as error:
            raise self._fault(f"is no JSON object in UTF-8 ({error or 'a list or value'})", "mend it") from error
        self._data: dict[str, Any] = data
        self._ids: set[str] = set()
        self._text = ""

    def gold(self) -> Gold:
        """The whole file."""
        given = Path(self._value("text"))
        path = self._path.parent / given
        try:
            self._text = flat(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise self._fault(f"its text {given} cannot be read in UTF-8", "put it beside this file") from error
        entities = {entity.id: entity for entity in self._each("entities", self._entity)}
        self._ids = set(entities)
        return Gold(
            self._value("id"), path, self._text, self._published(), entities,
            tuple(self._each("offices", self._office)), tuple(self._each("events", self._event)),
            tuple(self._each("statements", self._statement)),
        )  # fmt: skip

    def _value(self, key: str) -> str:
        value = self._data.get(key)
        if not isinstance(value, str) or not value:
            raise self._fault(f"has no {key!r}", "give it as a string")
        return value

    def _published(self) -> date | None:
        value = self._data.get("published")
        try:
            return date.fromisoformat(value) if value else None
        except (TypeError, ValueError) as error:
            raise self._fault(f"published {value!r} is no date", "write it like 2007-05-28") from error

    def _each(self, section: str, make: Callable[[dict[str, Any]], _T]) -> Iterator[_T]:
        rows = self._data.get(section)
        if not isinstance(rows, list):
            raise self._fault(f"has no list of {section!r}", "give one, empty where there are none")
        for number, row in enumerate(rows, 1):
            try:
                yield make(row)
            except KeyError as error:
                raise self._fault(f"{section} {number} has no {error}", "add it") from error
            except (AttributeError, TypeError, ValueError) as error:
                raise self._fault(f"{section} {number}: {error}", "see the guide of the gold facts") from error

    def _fault(self, what: str, todo: str) -> DataError:
        return DataError(f"{self._path}: {what}: {todo}")

    def _entity(self, row: dict[str, Any]) -> GoldEntity:
        forms = (row["name"], *row.get("aliases", ()))
        return GoldEntity(row["id"], _one_of(row["type"], KINDS), forms, frozenset(map(norm, forms)), _optional(row))

    def _office(self, row: dict[str, Any]) -> GoldOffice:
        of = row.get("of")
        return GoldOffice(self._known(row["person"]), row["office"], self._known(of) if of else None, _optional(row))

    def _event(self, row: dict[str, Any]) -> GoldEvent:
        kind = _one_of(row["type"], subclasses("Event"))
        if kind == "Statement":
            raise ValueError("a Statement belongs into 'statements'")
        roles = {role: self._all(row, role) for role in ROLES}
        evidence = tuple(row["evidence"])
        return GoldEvent(
            kind, roles, self._all(row, "place"), row.get("date"), _one_of(row["status"], STATUSES),
            self._all(row, "source"), evidence, self._spans(evidence), _optional(row),
        )  # fmt: skip

    def _statement(self, row: dict[str, Any]) -> GoldStatement:
        evidence = row["evidence"]
        return GoldStatement(self._known(row["speaker"]), evidence, self._spans((evidence,)), _optional(row))

    def _all(self, row: dict[str, Any], key: str) -> tuple[str, ...]:
        return tuple(self._known(one) for one in row.get(key, ()))

    def _known(self, key: str) -> str:
        if key not in self._ids:
            raise ValueError(f"no entity has the id {key!r}")
        return key

    def _spans(self, quotes: tuple[str, ...]) -> Spans:
        for quote in quotes:
            if not located(self._text, (quote,)):
                raise ValueError(f"the evidence is not in the text word by word: {flat(quote)[:60]!r}")
        return located(self._text, quotes)


def _one_of(name: str, known: frozenset[str] | tuple[str, ...]) -> str:
    if name not in known:
        raise ValueError(f"{name!r} is none of {', '.join(sorted(known))}")
    return name


def _optional(row: dict[str, Any]) -> bool:
    return bool(row.get("optional", False))


def kind_of(types: frozenset[str]) -> str | None:
    """Which of KINDS an entity of these classes is."""
    return next((kind for kind in KINDS if any(is_a(type_, kind) for type_ in types)), None)
