"""Event data after PLOVER and CAMEO: JSON records, and a tab-separated table for R and pandas.

The record's fields are those of the PLOVER manual; the codes of a type of event are its notations in the ontology. A
planned or proposed contact or deed is no deed: ``plover.toml`` tells what such an event counts as, and what has no
place in PLOVER (statements) or did not happen (denied events) keeps our own type, which every record has in ``kg``.
"""

from __future__ import annotations

import csv
import io
import json
import tomllib
from functools import cache
from typing import Any, BinaryIO

from kg.export.facts import Document, Entity, Event, Facts, codes
from kg.graph import kg_version
from kg.iri import BASE
from kg.resources import folder
from kg.store import Store

Json = dict[str, Any]
_ACTING = ("participant", "actor", "host", "mediator")
COLUMNS = (
    *("id", "date", "enddate", "source_code", "source_name", "source_type"),
    *("target_code", "target_name", "target_type", "plover", "cameo", "quad_code", "kg_type", "status"),
    *("attributed_to", "place", "content", "confidence", "document", "publisher", "url", "sentence"),
)
"""Of the table, a line for each pair of an acting side and a recipient."""


def plover(store: Store, output: BinaryIO) -> None:
    """PLOVER records as a JSON array, one a line."""
    facts = Facts(store)
    lines = [json.dumps(_record(facts, event), ensure_ascii=False) for event in facts.events]
    output.write(("[\n" + ",\n".join(lines) + "\n]\n").encode())


def plover_table(store: Store, output: BinaryIO) -> None:
    """The same as tab-separated values, UTF-8; line breaks and tabs of texts become blanks."""
    facts = Facts(store)
    text = io.StringIO()
    writer = csv.writer(text, csv.excel_tab, lineterminator="\n")
    writer.writerow(COLUMNS)
    for event in facts.events:
        for one, other in _pairs(event):
            writer.writerow([" ".join(str(cell).split()) for cell in _line(facts, event, one, other)])
    output.write(text.getvalue().encode())


def coded(event: Event) -> tuple[str, str]:
    """The PLOVER type and the CAMEO code of an event, empty where there is none."""
    rules = _rules()
    if event.status in rules["not_an_event"]:
        return "", ""
    changed = rules["planned"] if event.status in rules["planned_statuses"] else {}
    if event.type in changed:
        kind, code = changed[event.type]
        return str(kind), str(code)
    return next(iter(codes(event.type, "plover")), ""), next(iter(codes(event.type, "cameo")), "")


@cache
def _rules() -> Json:
    return tomllib.loads((folder("ontology") / "plover.toml").read_text(encoding="utf-8"))


def _record(facts: Facts, event: Event) -> Json:
    kind, code = coded(event)
    passages = [facts.passages[p] for p in event.passages if p in facts.passages]
    record: Json = {
        "id": BASE + event.id,
        "date": event.date,
        "enddate": event.end,
        "event": [kind] if kind else [],
        "quad_code": _rules()["quad"].get(kind),
        "actor": [_entity(facts, who) for role, who in event.roles if role in _ACTING],
        "recipient": [_entity(facts, who) for role, who in event.roles if role == "target"],
        "event_loc": [{"extracted_place": facts.label(place)} for place in event.places],
        "event_text": [event.trigger],
        "text": passages[0].exact if passages else "",
        "text_info": [{"start": p.start, "end": p.end, "text_story": BASE + p.document} for p in passages],
        "cite_info": [_citation(document) for document in facts.told_in(event.passages)],
        "coder": f"kg {kg_version()}",
        "kg": {
            "type": event.type,
            "status": event.status,
            "attributed_to": [facts.label(source) for source in event.sources],
            "content": event.content,
            "topic": [facts.label(topic) for topic in event.topics],
            "cameo": code,
            "confidence": event.confidence,
        },
    }
    record["kg"] = _without_empty(record["kg"])
    return _without_empty(record)


def _entity(facts: Facts, who: str) -> Json:
    known = facts.entities.get(who)
    given = {
        "code": _code(facts, known),
        "entity_text": facts.label(who),
        "identifier_id": known.wikidata if known else "",
        "sector": _rules()["sector"].get(known.type, "") if known else "",
    }
    return _without_empty(given)


def _code(facts: Facts, entity: Entity | None) -> str:
    """The ISO code of a state, or of the one that an entity belongs to or represents, in not more than three steps."""
    for _ in range(4):
        if entity is None or entity.iso:
            break
        owners = (*entity.of, *facts.represented(entity.id))
        entity = next((facts.entities[o] for o in owners if o in facts.entities), None)
    return entity.iso if entity else ""


def _citation(document: Document) -> Json:
    return _without_empty({"url": document.source, "title": document.title, "publication": document.publisher})


def _without_empty(record: Json) -> Json:
    return {name: value for name, value in record.items() if value not in ("", None, [])}


def _pairs(event: Event) -> list[tuple[str, str]]:
    """Who acts on whom; those who take part together pair by pair, once each way, as CAMEO has them."""
    acting = [who for role, who in event.roles if role in _ACTING and role != "participant"]
    together = [who for role, who in event.roles if role == "participant"]
    targets = [who for role, who in event.roles if role == "target"]
    pairs = [(one, other) for one in together for other in together if one != other]
    pairs += [(one, other) for one in acting + together for other in targets]
    return pairs or [(who, "") for who in acting + together] or [("", who) for who in targets] or [("", "")]


def _line(facts: Facts, event: Event, one: str, other: str) -> list[object]:
    kind, code = coded(event)
    passage = next((facts.passages[p] for p in event.passages if p in facts.passages), None)
    document = facts.documents.get(passage.document) if passage else None
    sides = [cell for who in (one, other) for cell in _side(facts, who)]
    told = [document.id, document.publisher, document.source] if document else ["", "", ""]
    return [
        event.id,
        event.date,
        event.end,
        *sides,
        kind,
        code,
        _rules()["quad"].get(kind, ""),
        event.type,
        event.status,
        "; ".join(facts.label(source) for source in event.sources),
        "; ".join(facts.label(place) for place in event.places),
        event.content,
        event.confidence,
        *told,
        passage.exact if passage else "",
    ]


def _side(facts: Facts, who: str) -> tuple[str, str, str]:
    known = facts.entities.get(who)
    return (_code(facts, known), facts.label(who), known.type if known else "") if who else ("", "", "")
