"""JSON-LD framed for web developers: a list of events and offices, each with its people, places and sentences inside.

Names are those of ``ontology/context.jsonld``, which every file holds, so that it is read without a network. What
programs need rather than people (selectors of Web Annotation, extraction runs) is left to ``jsonld``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from typing import Any, BinaryIO

from kg.errors import DataError
from kg.export.facts import Event, Facts, Tenure
from kg.iri import BASE
from kg.resources import folder
from kg.store import Store

Json = dict[str, Any]
_FORMS = {"Date": r"\d{4}-\d\d-\d\d", "Month": r"\d{4}-\d\d", "Year": r"\d{4}", "DayOfYear": r"--\d\d-\d\d"}


def framed(store: Store, output: BinaryIO) -> None:
    """The events, then the tenures of offices, one a line; what they speak of is told inside each."""
    frames = _Frames(Facts(store))
    told = [*map(frames.event, frames.facts.events), *map(frames.tenure, frames.facts.tenures)]
    lines = ",\n".join(json.dumps(_said(item), ensure_ascii=False) for item in told)
    output.write(f'{{"@context": {json.dumps(context())},\n"@graph": [\n{lines}\n]}}\n'.encode())


@cache
def context() -> Json:
    """The published context. Raises DataError where it cannot be read."""
    path = folder("ontology") / "context.jsonld"
    try:
        found: Json = json.loads(path.read_text(encoding="utf-8"))["@context"]
    except (OSError, ValueError, KeyError) as error:
        raise DataError(f"ontology/context.jsonld cannot be read: {error}") from error
    return found


class _Frames:
    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    def event(self, event: Event) -> Json:
        """One event with all that it involves."""
        roles: dict[str, list[Json]] = {}
        for role, who in event.roles:
            roles.setdefault(role, []).append(self._entity(who))
        more = {"place": event.places, "topic": event.topics, "attributedTo": event.sources}
        dated = _date("start" if event.end else "", event.date) | _date("end", event.end)
        return {
            "id": BASE + event.id,
            "type": event.type,
            "status": event.status,
            "label": event.label,
            **dated,
            **roles,
            **{name: list(map(self._entity, found)) for name, found in more.items()},
            "about": [{"id": BASE + one} for one in event.about],
            "content": event.content,
            "trigger": event.trigger,
            **self._grounds(event.confidence, event.passages),
        }

    def tenure(self, tenure: Tenure) -> Json:
        """One tenure of an office."""
        of = [self._entity(one) for one in tenure.of]
        return {
            "id": BASE + tenure.id,
            "type": "Tenure",
            "holder": self._entity(tenure.holder),
            "office": {"id": BASE + tenure.office_id, "type": "Office", "name": tenure.office, "of": of},
            "postedTo": self._entity(tenure.posted_to) if tenure.posted_to else None,
            "former": "true" if tenure.former else None,
            **self._grounds(tenure.confidence, tenure.passages),
        }

    def _entity(self, who: str) -> Json:
        known = self.facts.entities.get(who)
        if known is None:
            return {"id": BASE + who}
        names = {"name": known.label, "alsoCalled": list(known.aliases), "sameAs": [{"id": iri} for iri in known.same]}
        return {"id": BASE + who, "type": known.type, **names, "isoAlpha3": known.iso}

    def _grounds(self, confidence: float, passages: Iterable[str]) -> Json:
        return {
            "confidence": f"{confidence:.2f}".rstrip("0").rstrip("."),
            "evidence": [self._passage(p) for p in passages if p in self.facts.passages],
        }

    def _passage(self, key: str) -> Json:
        passage = self.facts.passages[key]
        place = {"quote": passage.exact, "start": passage.start, "end": passage.end}
        return {"id": BASE + key, "type": "Passage", **place, "document": self._document(passage.document)}

    def _document(self, key: str) -> Json:
        known = self.facts.documents.get(key)
        if known is None:
            return {"id": BASE + key}
        told = {"title": known.title, "published": known.issued, "publisher": known.publisher, "url": known.source}
        return {"id": BASE + key, "type": "Document", **told}


def _date(prefix: str, value: str) -> Json:
    """A date under the name that the context has for its precision.

    >>> _date("", "2007-05"), _date("start", "2007-05-28")
    ({'month': '2007-05'}, {'startDate': '2007-05-28'})
    """
    name = next((name for name, form in _FORMS.items() if re.fullmatch(form, value)), "")
    return {f"{prefix}{name}" if prefix else name[:1].lower() + name[1:]: value} if name else {}


def _said(value: Any) -> Any:
    """The value without what says nothing; a list of one as the one."""
    if isinstance(value, dict):
        return {name: _said(inner) for name, inner in value.items() if inner not in ("", None, [], {})}
    if isinstance(value, list):
        return _said(value[0]) if len(value) == 1 else [_said(inner) for inner in value]
    return value
