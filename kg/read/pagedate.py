"""When a page says it was published: only what is marked up as that, never a date that just occurs on it."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator
from datetime import date
from typing import Any

from kg.read.clean import iso_date

# Open Graph, schema.org microdata, Dublin Core, and what news systems and archives use, in order of trust
_META = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "dcterms.date",
    "citation_publication_date",
    "parsely-pub-date",
    "sailthru.date",
    "publishdate",
    "publish-date",
    "publication_date",
    "pubdate",
    "date",
)
_TIMES = (
    ".//*[@itemprop='datePublished']",
    ".//time[@pubdate]",
    ".//article//time[@datetime]",
    ".//main//time[@datetime]",
)
_EARLIEST = date(1900, 1, 1)
_UNSET = date(1970, 1, 1)


def page_date(tree: Any) -> str | None:
    """The ISO date of the first mark that holds a credible one. ``tree`` is an lxml element."""
    return next((day.isoformat() for value in _marks(tree) if (day := _credible(value))), None)


def _credible(value: object) -> date | None:
    try:
        day = iso_date(value)
    except ValueError:
        return None
    return day if day and day >= _EARLIEST and day != _UNSET else None


def _marks(tree: Any) -> Iterator[object]:
    metas: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        for attribute in ("property", "name", "itemprop"):
            metas.setdefault((meta.get(attribute) or "").lower(), []).append(meta.get("content") or "")
    for key in _META:
        yield from metas.get(key, ())
    for script in tree.iter("script"):
        if script.get("type") == "application/ld+json":
            yield from _linked_data(script.text or "")
    for path in _TIMES:
        for element in tree.iterfind(path):
            yield element.get("datetime") or element.get("content")


def _linked_data(text: str) -> Iterator[object]:
    """``datePublished`` of the articles in a JSON-LD block, outermost first."""
    try:
        queue = deque([json.loads(text)])
    except (ValueError, RecursionError):
        return
    while queue:
        node = queue.popleft()
        if isinstance(node, dict):
            if "Article" in str(node.get("@type")) or "Posting" in str(node.get("@type")):
                yield node.get("datePublished")
            queue.extend(node.values())
        elif isinstance(node, list):
            queue.extend(node)
