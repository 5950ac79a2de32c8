"""Event data after PLOVER and CAMEO: JSON records, and a tab-separated table for R and pandas.

The fields are those of the PLOVER manual; :mod:`kg.export.coding` gives the codes. What has no place in PLOVER (most
statements), is only proposed or did not happen keeps our own type, which every record has in ``kg``.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from kg.export.coding import MIRRORED, Code, Coding
from kg.export.facts import Document, Event, Facts
from kg.graph import kg_version
from kg.iri import BASE
from kg.store import Store

Json = dict[str, Any]
_ACTING = ("participant", "actor", "host", "mediator")
_SIDE = ("code", "country", "sector", "name", "type")
COLUMNS = (
    *("id", "date", "enddate", *(f"source_{name}" for name in _SIDE), *(f"target_{name}" for name in _SIDE)),
    *("plover", "cameo", "cameo_root", "quad_code", "kg_type", "status"),
    *("attributed_to", "place", "content", "confidence", "document", "publisher", "url", "sentence"),
)
"""Of the table, a line for each pair of an acting side and a recipient."""


def plover(store: Store, output: BinaryIO) -> None:
    """PLOVER records as a JSON array, one a line."""
    facts = Facts(store)
    coding = Coding(facts)
    lines = [json.dumps(_record(facts, coding, event), ensure_ascii=False) for event in facts.events]
    output.write(("[\n" + ",\n".join(lines) + "\n]\n").encode())


def plover_table(store: Store, output: BinaryIO) -> None:
    """The same as tab-separated values, UTF-8; line breaks and tabs of texts become blanks."""
    facts = Facts(store)
    coding = Coding(facts)
    text = io.StringIO()
    writer = csv.writer(text, csv.excel_tab, lineterminator="\n")
    writer.writerow(COLUMNS)
    for event in facts.events:
        for line in _lines(facts, coding, event):
            writer.writerow([" ".join(str(cell).split()) for cell in line])
    output.write(text.getvalue().encode())


def _record(facts: Facts, coding: Coding, event: Event) -> Json:
    code = coding.event(event)
    passages = [facts.passages[p] for p in event.passages if p in facts.passages]
    record: Json = {
        "id": BASE + event.id,
        "date": event.date,
        "enddate": event.end,
        "event": [code.plover] if code.plover else [],
        "quad_code": code.quad,
        "actor": [_entity(facts, coding, who) for role, who in event.roles if role in _ACTING],
        "recipient": [_entity(facts, coding, who) for role, who in event.roles if role == "target"],
        "event_loc": [{"extracted_place": facts.label(place)} for place in event.places],
        "event_text": [event.trigger],
        "text": passages[0].exact if passages else "",
        "text_info": [{"start": p.start, "end": p.end, "text_story": BASE + p.document} for p in passages],
        "cite_info": [_citation(document) for document in facts.told_in(event.passages)],
        "coder": f"kg {kg_version()}",
        "kg": _without_empty(
            {
                "type": event.type,
                "status": event.status,
                "attributed_to": [facts.label(source) for source in event.sources],
                "content": event.content,
                "topic": [facts.label(topic) for topic in event.topics],
                "cameo": code.cameo,
                "confidence": event.confidence,
            }
        ),
    }
    return _without_empty(record)


def _entity(facts: Facts, coding: Coding, who: str) -> Json:
    known = facts.entities.get(who)
    given = {
        "code": coding.country(who),
        "sector": coding.sector(who),
        "entity_text": facts.label(who),
        "identifier_id": known.wikidata if known else "",
    }
    return _without_empty(given)


def _citation(document: Document) -> Json:
    return _without_empty({"url": document.source, "title": document.title, "publication": document.publisher})


def _without_empty(record: Json) -> Json:
    return {name: value for name, value in record.items() if value not in ("", None, [])}


def _lines(facts: Facts, coding: Coding, event: Event) -> Iterator[list[object]]:
    code = coding.event(event)
    passage = next((facts.passages[p] for p in event.passages if p in facts.passages), None)
    document = facts.documents.get(passage.document) if passage else None
    told = [
        event.type,
        event.status,
        "; ".join(map(facts.label, event.sources)),
        "; ".join(map(facts.label, event.places)),
        event.content,
        event.confidence,
        *([document.id, document.publisher, document.source] if document else ["", "", ""]),
        passage.exact if passage else "",
    ]
    for one, other, cameo in pairs(event, code):
        sides = [cell for who in (one, other) for cell in _side(facts, coding, who)]
        quad = "" if code.quad is None else code.quad
        yield [event.id, event.date, event.end, *sides, code.plover, cameo, cameo[:2], quad, *told]


def pairs(event: Event, code: Code) -> list[tuple[str, str, str]]:
    """Who acts on whom, and the CAMEO code of it.

    Those who take part together are told pair by pair, once each way, and so are guests and hosts, as CAMEO has them.
    """
    mirrored = MIRRORED.get(code.cameo)
    together = [who for role, who in event.roles if role == "participant"]
    targets = [who for role, who in event.roles if role == "target" or (mirrored and role == "host")]
    acting = [who for role, who in event.roles if role in _ACTING and who not in (*together, *targets)]
    pairs = [(one, other, code.cameo) for one in together for other in together if one != other]
    for one, other in ((one, other) for one in acting + together for other in targets):
        pairs += [(one, other, code.cameo), *([(other, one, mirrored)] if mirrored else [])]
    alone = [(who, "") for who in acting + together] or [("", who) for who in targets] or [("", "")]
    return pairs or [(one, other, code.cameo) for one, other in alone]


def _side(facts: Facts, coding: Coding, who: str) -> tuple[str, str, str, str, str]:
    if not who:
        return "", "", "", "", ""
    known = facts.entities.get(who)
    kind = known.type if known else ""
    return coding.actor(who), coding.country(who), coding.sector(who), facts.label(who), kind
