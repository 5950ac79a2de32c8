"""QuickStatements for the entities that Wikidata has: other names, and the articles that describe them.

Nothing is created, and no event is stated: an alleged meeting is no fact of Wikidata's. What a person should look at
before it is sent is a line each, with the title and day of the article as qualifiers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from kg.export.facts import Document, Entity, Facts
from kg.store import Store

_DESCRIBED_AT, _TITLE, _DAY = "P973", "P1476", "P577"
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def quickstatements(store: Store, output: BinaryIO) -> None:
    """Commands of QuickStatements' first version, tab-separated, one a line; none where nothing is linked."""
    facts = Facts(store)
    names = {entity.label for entity in facts.entities.values()}
    for entity in facts.entities.values():
        if entity.wikidata:
            for line in (*_aliases(entity, names), *_described(entity, facts)):
                output.write(("\t".join(line) + "\n").encode())


def _aliases(entity: Entity, names: set[str]) -> Iterator[list[str]]:
    """Other names, but for those in capitals and those that are the name of something else, such as a capital."""
    for alias in entity.aliases:
        if not alias.isupper() and alias not in names:
            yield [entity.wikidata, "Aen", _text(alias)]


def _described(entity: Entity, facts: Facts) -> Iterator[list[str]]:
    for document in (facts.documents[d] for d in entity.documents if d in facts.documents):
        if document.source.startswith(("http://", "https://")):
            yield [entity.wikidata, _DESCRIBED_AT, _text(document.source), *_qualifiers(document)]


def _qualifiers(document: Document) -> list[str]:
    title = [_TITLE, f"en:{_text(document.title)}"] if document.title else []
    day = [_DAY, f"+{document.issued}T00:00:00Z/11"] if _DATE.fullmatch(document.issued) else []
    return title + day


def _text(text: str) -> str:
    """A text in quotes on one line; QuickStatements has no escapes, so that quotes within become typographic."""
    return json.dumps(" ".join(text.split()).replace('"', "”").replace("\\", "/"), ensure_ascii=False)
