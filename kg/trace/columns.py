"""Aligned plain text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.query.format import clean


def columns(rows: Iterable[Sequence[str]]) -> list[str]:
    """Rows of equally many cells as lines; a column that is empty in all of them takes no room.

    >>> columns([("met", "", "VERB"), ("talks", "", "NOUN")])
    ['met    VERB', 'talks  NOUN']
    """
    table = [[clean(cell) for cell in row] for row in rows]
    wide = [max(map(len, column)) for column in zip(*table, strict=True)]
    shown = [n for n, width in enumerate(wide) if width]
    return ["  ".join(f"{row[n]:<{wide[n]}}" for n in shown).rstrip() for row in table]
