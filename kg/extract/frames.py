"""Frames: which predicate tells which type of event, and which grammatical slot fills which role.

The data are ``ontology/frames/*.toml``, one file per event type; ``ontology/frames/README.md`` explains the format to
whoever writes one. A slot is ``subject``, ``object``, ``clause`` or a preposition; in a passive clause the engine turns
slots round, so that a frame is written once, in the active voice.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import DataError
from kg.model import ROLES, STATUSES
from kg.ontology import DIP
from kg.resources import folder

FILLS = frozenset({*ROLES, "place", "topic", "content"})
POS = {"verb": "VERB", "noun": "NOUN", "adjective": "ADJ"}
_OPTIONS = {
    "lemmas",
    "particle",
    "requires",
    "status",
    "clause",
    "source",
    "control",
    "examples",
    "negatives",
    "needs",
    "without",
    "unless",
    "persons",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """One row of a frame file: what a predicate tells.

    ``slots`` maps a grammatical slot to a role, ``place``, ``topic`` or ``content``. ``requires`` names slots
    without which the predicate tells nothing, ``without`` slots that must be empty, ``unless`` verbs that must not
    govern a noun, ``persons`` roles that only a person fills, ``needs`` how many actors there must be. ``status``
    overrides what the grammar says. ``clause`` is the status of events told in its complement, ``source`` whether
    these are credited to the subject, ``control`` whose act an infinitive is.
    """

    type: str
    pos: str
    lemmas: tuple[str, ...]
    slots: Mapping[str, str]
    particle: str | None = None
    requires: frozenset[str] = frozenset()
    needs: int = 1
    without: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    status: str | None = None
    clause: str | None = None
    source: bool = False
    control: str = "object"
    examples: tuple[str, ...] = ()
    negatives: tuple[str, ...] = ()

    @property
    def rule(self) -> str:
        """Name of the frame in provenance and messages."""
        return f"frame {self.type.lower()} {self.lemmas[0]} {self.pos.lower()}"


@cache
def frames() -> tuple[Frame, ...]:
    """All frames, in the order of files and rows. Raises DataError that names the file and row that is broken."""
    return tuple(f for path in sorted((folder("ontology") / "frames").glob("*.toml")) for f in _read(path))


@cache
def by_lemma() -> Mapping[tuple[str, str], tuple[Frame, ...]]:
    """Frames by (UPOS, lemma); the more demanding frame first."""
    table: dict[tuple[str, str], list[Frame]] = {}
    for frame in frames():
        for lemma in frame.lemmas:
            table.setdefault((frame.pos, lemma), []).append(frame)
    for group in table.values():
        group.sort(key=lambda f: (f.particle is None, -len(f.requires)))
    return {key: tuple(group) for key, group in table.items()}


def _read(path: Path) -> Iterator[Frame]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"ontology/frames/{path.name}: {error}") from error
    defaults = {k: v for k, v in data.items() if k not in POS and k != "type"}
    for kind, pos in POS.items():
        for number, row in enumerate(data.get(kind, []), 1):
            where = f"ontology/frames/{path.name}, {kind} {number}"
            yield _frame(data.get("type", ""), pos, _merge(defaults, kind, row), where)


def _merge(defaults: Mapping[str, Any], kind: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """The row over the file's defaults; ``of = ""`` in a row takes a default away."""
    merged = {
        **{k: v for k, v in defaults.items() if not isinstance(v, dict)},
        **defaults.get(f"{kind}s", {}),
        **row,
    }
    return {k: v for k, v in merged.items() if v != ""}


def _frame(type_: str, pos: str, row: Mapping[str, Any], where: str) -> Frame:
    slots = {k: v for k, v in row.items() if k not in _OPTIONS}
    try:
        DIP[type_]
        bad = [v for v in slots.values() if v not in FILLS]
        bad += [s for s in (row.get("status"), row.get("clause")) if s and s not in STATUSES]
        if bad or not row.get("lemmas"):
            raise DataError(f"{where}: unknown role or status {bad}" if bad else f"{where}: no lemmas")
        return Frame(
            type=type_, pos=pos, slots=slots, lemmas=tuple(row["lemmas"]), particle=row.get("particle"),
            requires=frozenset(row.get("requires", ())), without=frozenset(row.get("without", ())),
            unless=frozenset(row.get("unless", ())),
            persons=frozenset(row.get("persons", ())), needs=int(row.get("needs", 1)), status=row.get("status"),
            clause=row.get("clause"), source=bool(row.get("source", False)), control=row.get("control", "object"),
            examples=tuple(row.get("examples", ())), negatives=tuple(row.get("negatives", ())),
        )  # fmt: skip
    except (TypeError, ValueError) as error:
        raise DataError(f"{where}: {error}") from error
