"""What each article told by itself: in the graph of all, every telling of an event has the status that all come to.

So only the archive of a build knows which article told that a plan was called off, and which told the plan.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg.archive import Archive
from kg.errors import KgError
from kg.graph import passage_iri
from kg.model import EventFact, Facts
from kg.store import Store
from kg.web.terms import nodes, select

OFF = frozenset(["Cancelled", "Negated"])
"""Statuses of what another article may well have told as a plan."""

_MOST, _KEPT = 40, 4096  # articles of one event that are looked into, and that are kept in mind
_NAMES = """SELECT ?document ?source ?sha WHERE {
  VALUES ?document { %s } ?document dct:source ?source ; dip:sha256 ?sha
}"""


@dataclass(frozen=True, slots=True)
class _Telling:
    status: str
    trigger: str
    passages: tuple[str, ...]


class Own:
    """The archive in the folder of a build; without a folder nothing is known."""

    def __init__(self, folder: Path | None = None) -> None:
        self._archive = Archive(folder) if folder else None
        self._tellings = lru_cache(_KEPT)(self._read)

    def telling(self, store: Store, documents: Sequence[str], status: str, words: Collection[str]) -> frozenset[str]:
        """The passages in which articles told that status, one of OFF, of an event by one of the words."""
        if self._archive is None:
            return frozenset()
        rows = select(store, _NAMES % nodes(documents[:_MOST]))
        told = (telling for _, source, sha256 in rows for telling in self._tellings(source, sha256))
        return frozenset(p for t in told if t.status == status and t.trigger in words for p in t.passages)

    def _read(self, source: str, sha256: str) -> tuple[_Telling, ...]:
        """What an article told not to come about; nothing where the archive does not have just this text."""
        try:
            facts = self._archive.told(source, sha256) if self._archive else None
        except KgError:  # a damaged file: a build says so, a page can do without
            facts = None
        return tuple(_telling(facts, event) for event in facts.events if event.status in OFF) if facts else ()


def _telling(facts: Facts, event: EventFact) -> _Telling:
    """With the sentence of its trigger, from which the status was read; with all, where none of them holds it."""
    spans = [span for span in event.evidence if span.contains(event.trigger)] or event.evidence
    trigger = facts.article.text[event.trigger.start : event.trigger.end]
    return _Telling(event.status, trigger, tuple(passage_iri(facts.article, span).value for span in spans))
