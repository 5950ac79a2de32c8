"""What bringing articles together finds: the facts of each article in terms of all, and how that was found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kg.model import Facts


@dataclass(frozen=True, slots=True)
class Item:
    """One article's own facts, and the day when it was written, where that is known."""

    facts: Facts
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Merge:
    """Two names, or two tellings, that are taken for one: into what (IRI suffix), how sure (0..1), and why.

    ``one`` and ``other`` say what was told, ``refs`` how a decision writes them, ``documents`` which articles tell it.
    An open one is not taken for one; its last reason says why.
    """

    into: str
    one: str
    other: str
    score: float
    why: tuple[str, ...]
    refs: tuple[str, str]
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """An account that denies, or only alleges, what another tells; both are IRI suffixes of events."""

    denial: str
    account: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """Between which days articles told that somebody holds an office. ``key`` is what the tenure's IRI is made of."""

    key: tuple[object, ...]
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class World:
    """All articles together. ``facts`` are sorted by document; everything is the same for the same articles.

    ``realizes`` pairs an event with the plan of it, ``rounds`` an event with its number, ``sources`` an event with the
    number of articles that tell it independently, ``copies`` a document with the one whose text it repeats.
    """

    facts: tuple[Facts, ...]
    merges: tuple[Merge, ...] = ()
    open: tuple[Merge, ...] = ()
    realizes: tuple[tuple[str, str], ...] = ()
    disputes: tuple[Dispute, ...] = ()
    rounds: tuple[tuple[str, int], ...] = ()
    sources: tuple[tuple[str, int], ...] = ()
    held: tuple[Held, ...] = ()
    copies: tuple[tuple[str, str], ...] = ()
    idle: tuple[str, ...] = ()
