"""QuickStatements for Wikidata, or a Wikibase of your own: what the graph adds to the items that it is linked to.

Of an entity: its other names, and the articles that describe it. A meeting or a negotiation becomes an item of its own,
each statement with the article as its reference, where an article tells it in its own voice, it occurred, its date
is known, and two of those who took part have items. Whatever was planned, alleged or denied, or is credited to
somebody, is no fact of Wikidata's. Offices are left out: a statement there would point to the item of the office, which
we do not know. A person should look at each line before it is sent.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

from kg.export.dates import DATED
from kg.export.facts import Document, Entity, Event, Facts
from kg.store import Store

_DESCRIBED_AT, _TITLE, _PUBLISHED, _URL = "P973", "P1476", "P577", "P854"
_INSTANCE, _PARTICIPANT, _LOCATION, _COUNTRY = "P31", "P710", "P276", "P17"
_WHEN, _START, _END = "P585", "P580", "P582"
_CLASSES = {"Meeting": "Q2761147", "Negotiation": "Q202875"}
_PRECISION = {4: 9, 7: 10, 10: 11}  # by the length of a date: year, month, day

Line = list[str]


def quickstatements(store: Store, output: BinaryIO) -> None:
    """Commands of QuickStatements' first version, tab-separated, one a line; none where nothing is linked."""
    facts = Facts(store)
    names = {entity.label for entity in facts.entities.values()}
    for entity in facts.entities.values():
        if entity.wikidata:
            _write(output, _aliases(entity, names))
            _write(output, _described(entity, facts))
    for event in facts.events:
        _write(output, _item(event, facts))


def _write(output: BinaryIO, lines: Iterator[Line]) -> None:
    output.writelines(("\t".join(line) + "\n").encode() for line in lines)


def _aliases(entity: Entity, names: set[str]) -> Iterator[Line]:
    """Other names, but for those in capitals and those that are the name of something else, such as a capital."""
    for alias in entity.aliases:
        if not alias.isupper() and alias not in names:
            yield [entity.wikidata, "Aen", _text(alias)]


def _described(entity: Entity, facts: Facts) -> Iterator[Line]:
    for document in (facts.documents[d] for d in entity.documents if d in facts.documents):
        if _linked(document):
            yield [entity.wikidata, _DESCRIBED_AT, _text(document.source), *_told(document, "P")]


def _item(event: Event, facts: Facts) -> Iterator[Line]:
    """A new item for an event, each of its statements with a reference; nothing where the event is not fit for one."""
    present = [w for role, who in event.roles if role == "participant" and (w := _wikidata(who, facts))]
    articles = sorted((d for d in facts.told_in(event.passages) if _linked(d)), key=lambda d: (d.issued, d.id))
    sure = event.status == "Occurred" and not event.sources and DATED.fullmatch(event.date)
    if event.type not in _CLASSES or not sure or len(present) < 2 or not articles:
        return
    reference = ["S" + _URL[1:], _text(articles[0].source), *_told(articles[0], "S")]
    yield ["CREATE"]
    yield ["LAST", "Len", _text(event.label)]
    yield ["LAST", _INSTANCE, _CLASSES[event.type], *reference]
    yield from (["LAST", _PARTICIPANT, who, *reference] for who in present)
    for place in event.places:
        if item := _wikidata(place, facts):
            yield ["LAST", _COUNTRY if facts.entities[place].type == "State" else _LOCATION, item, *reference]
    dates = [(_START, event.date), (_END, event.end)] if event.end else [(_WHEN, event.date)]
    yield from (["LAST", name, _day(value), *reference] for name, value in dates if DATED.fullmatch(value))


def _wikidata(who: str, facts: Facts) -> str:
    known = facts.entities.get(who)
    return known.wikidata if known else ""


def _linked(document: Document) -> bool:
    return document.source.startswith(("http://", "https://"))


def _told(document: Document, kind: str) -> Line:
    """Title and day of an article, as qualifiers (``P``) or within a reference (``S``)."""
    title = [kind + _TITLE[1:], f"en:{_text(document.title)}"] if document.title else []
    day = [kind + _PUBLISHED[1:], _day(document.issued)] if DATED.fullmatch(document.issued) else []
    return title + day


def _day(value: str) -> str:
    """A day, month or year as Wikidata writes it.

    >>> _day("2007-05")
    '+2007-05-00T00:00:00Z/10'
    """
    return f"+{value}{'-00' * (2 - value.count('-'))}T00:00:00Z/{_PRECISION[len(value)]}"


def _text(text: str) -> str:
    """A text in quotes on one line; QuickStatements has no escapes, so that quotes within become typographic."""
    return json.dumps(" ".join(text.split()).replace('"', "”").replace("\\", "/"), ensure_ascii=False)
