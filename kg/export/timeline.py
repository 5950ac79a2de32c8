"""Events by date: JSON for TimelineJS, and a calendar (iCalendar) of what is planned."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from html import escape
from typing import Any, BinaryIO

from kg.export.dates import DATED, first_day, last_day
from kg.export.facts import Event, Facts
from kg.iri import BASE
from kg.store import Store

_EXPECTED = ("Planned", "Proposed")
_OCTETS = 75  # of a line, RFC 5545, 3.1
_SPECIAL = re.compile(r"([\\;,])")


def timeline(store: Store, output: BinaryIO) -> None:
    """Dated events for TimelineJS, grouped by status, each with its first sentence and article.

    Texts are escaped: TimelineJS takes them for HTML.
    """
    facts = Facts(store)
    slides = [_slide(facts, event) for event in _dated(facts)]
    output.write((json.dumps({"events": slides}, ensure_ascii=False, indent=1) + "\n").encode())


def ics(store: Store, output: BinaryIO) -> None:
    """A calendar of the planned and proposed events whose date is known, as whole days.

    ``DTSTAMP`` is the day of the latest article that tells it, so that the same graph gives the same bytes.
    """
    facts = Facts(store)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//diplomacy-kg//kg//EN"]
    for event in _dated(facts):
        if event.status in _EXPECTED:
            lines += _entry(facts, event)
    lines.append("END:VCALENDAR")
    output.write("".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode())


def _dated(facts: Facts) -> list[Event]:
    found = [e for e in facts.events if DATED.fullmatch(e.date) and int(e.date[:4])]
    return sorted(found, key=lambda e: (first_day(e.date), e.id))


def _slide(facts: Facts, event: Event) -> dict[str, Any]:
    sentence = next((facts.passages[p].exact for p in event.passages if p in facts.passages), "")
    told = [d.title or d.source for d in facts.told_in(event.passages)]
    article = f" — {told[0]}" if told else ""
    slide: dict[str, Any] = {"unique_id": event.id, "group": event.status, "start_date": _parts(event.date)}
    if DATED.fullmatch(event.end):
        slide["end_date"] = _parts(event.end)
    text = f"{' '.join(sentence.split())}{article}"
    return slide | {"text": {"headline": escape(event.label or event.type), "text": escape(text)}}


def _parts(value: str) -> dict[str, int]:
    return dict(zip(("year", "month", "day"), map(int, value.split("-")), strict=False))


def _entry(facts: Facts, event: Event) -> Iterator[str]:
    documents = facts.told_in(event.passages)
    issued = max((d.issued for d in documents if len(d.issued) == 10), default=first_day(event.date))
    sentences = [facts.passages[p].exact for p in event.passages if p in facts.passages]
    end = event.end if DATED.fullmatch(event.end) else event.date
    yield "BEGIN:VEVENT"
    yield f"UID:{event.id.rpartition('/')[2]}@diplomacy-kg"
    yield f"DTSTAMP:{issued.replace('-', '')}T000000Z"
    yield f"DTSTART;VALUE=DATE:{first_day(event.date).replace('-', '')}"
    yield f"DTEND;VALUE=DATE:{date.fromisoformat(last_day(end)) + timedelta(1):%Y%m%d}"
    yield f"SUMMARY:{_text(event.label or event.type)}"
    yield f"DESCRIPTION:{_text(*sentences, *(d.title or d.source for d in documents))}"
    if event.places:
        yield f"LOCATION:{_text(', '.join(map(facts.label, event.places)))}"
    yield f"CATEGORIES:{event.type},{event.status}"
    yield "STATUS:TENTATIVE"
    yield f"URL:{BASE}{event.id}"
    yield "END:VEVENT"


def _text(*lines: str) -> str:
    shown = ("".join(filter(str.isprintable, " ".join(line.split()))) for line in lines)
    return r"\n".join(_SPECIAL.sub(r"\\\1", line) for line in shown)


def _folded(line: str) -> Iterator[str]:
    """The line in parts of not more than 75 octets, no character cut; all but the first begin with a blank."""
    part = ""
    for char in line:
        if len((part + char).encode()) > _OCTETS:
            yield part
            part = " "
        part += char
    yield part
