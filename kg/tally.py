"""What a build counts: each item as it is done, for a progress display, and the summary at its end."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kg.annotate import dateline
from kg.errors import SkipError
from kg.model import Article
from kg.store import Rows, Store

_COUNTED = ("?node dip:mentionedIn ?document ; a ?type", "?node dip:status ?status ; a ?type")
"""What an entity is in the graph, and what an event."""


@dataclass(frozen=True, slots=True)
class Step:
    """One item done, as the callback ``progress`` is told. ``total`` is None where a pipe keeps it secret.

    ``skipped`` tells why it was left out, ``note`` what one should know about it; each is one line that
    names the item.
    """

    done: int
    total: int | None
    item: str
    skipped: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build did, and what its graph now holds.

    ``unchanged`` of the ``articles`` were in the store before; ``skipped`` pairs an item with the reason,
    ``repeated`` an item with an earlier one of the same text; ``idle`` are decisions that speak of nothing here.
    ``documents``, ``entities`` and ``events`` count the whole graph, the latter two by type.
    """

    articles: int
    unchanged: int
    skipped: tuple[tuple[str, str], ...]
    repeated: tuple[tuple[str, str], ...]
    undated: tuple[str, ...]
    documents: int
    entities: Mapping[str, int]
    events: Mapping[str, int]
    seconds: float
    idle: tuple[str, ...] = ()


class Tally:
    """Counts what is done and tells the callback."""

    def __init__(self, total: int | None, progress: Callable[[Step], None] | None) -> None:
        self._started = time.perf_counter()
        self._total, self._progress = total, progress
        self._done = self._articles = self._unchanged = 0
        self._skipped: list[tuple[str, str]] = []
        self._repeated: list[tuple[str, str]] = []
        self._undated: list[str] = []

    def skip(self, error: SkipError) -> None:
        """An item is left out."""
        item, _, reason = str(error).partition(": ")
        self._skipped.append((item, reason))
        self._step(item, skipped=str(error))

    def repeat(self, article: Article, first: str) -> None:
        """The item of that name had the same text."""
        self._repeated.append((article.source, first))
        self._step(article.source, note=f"{article.source}: has the same text as {first}: counted once")

    def tell(self, article: Article, *, fresh: bool, replaced: bool = False) -> None:
        """The article is in the store, ``fresh`` or from an earlier run, ``replaced`` if another text was there."""
        item, note = article.source, None
        self._articles += 1
        self._unchanged += not fresh
        if article.published is None and dateline(article.text) is None:
            self._undated.append(item)
            note = f"{item}: tells no date: its days stay without a year unless you give --published DATE"
        if replaced:
            note = f"{item}: takes the place of the earlier text of this source"
        self._step(item, note=note)

    def summary(self, store: Store, idle: tuple[str, ...] = ()) -> Summary:
        """The counts, with those of the whole graph."""
        entities, events = (_types(store, pattern) for pattern in _COUNTED)
        return Summary(
            self._articles,
            self._unchanged,
            tuple(self._skipped),
            tuple(self._repeated),
            tuple(self._undated),
            len(store.documents()),
            entities,
            events,
            time.perf_counter() - self._started,
            idle,
        )

    def _step(self, item: str, *, skipped: str | None = None, note: str | None = None) -> None:
        self._done += 1
        if self._progress:
            self._progress(Step(self._done, self._total, item, skipped, note))


def _types(store: Store, pattern: str) -> dict[str, int]:
    """How many nodes of each type, by its local name, the most frequent first."""
    found = store.query(f"SELECT ?type (COUNT(DISTINCT ?node) AS ?n) {{ {pattern} }} GROUP BY ?type")
    assert isinstance(found, Rows)  # a SELECT
    texts = [[str(getattr(cell, "value", "")) for cell in row] for row in found.rows]
    counts = [(kind.rpartition("#")[2], int(number)) for kind, number in texts]
    return dict(sorted(counts, key=lambda pair: (-pair[1], pair[0])))
