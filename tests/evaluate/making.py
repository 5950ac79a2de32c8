"""Gold files and found facts made by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kg.evaluate.found import found
from kg.evaluate.gold import read
from kg.evaluate.judge import PARTS, judge
from kg.model import Article, Entity, EntityId, EventFact, Facts, Span, TenureFact, Time

TEXT = """Ryan Crocker, the U.S. ambassador, met Hassan Kazemi Qomi in Baghdad on May 28.
Crocker accused Iran of arming militias. Iran denies it.
Nouri al-Maliki, a former exile, opened the talks.
"""
MET, ACCUSED, DENIES, OPENED = "Ryan Crocker,", "Crocker accused", "Iran denies", "Nouri al-Maliki"

ENTITIES: dict[str, dict[str, Any]] = {
    "crocker": {"type": "Person", "name": "Ryan Crocker", "aliases": ["Crocker"]},
    "qomi": {"type": "Person", "name": "Hassan Kazemi Qomi"},
    "maliki": {"type": "Person", "name": "Nouri al-Maliki"},
    "us": {"type": "State", "name": "United States", "aliases": ["U.S."]},
    "iran": {"type": "State", "name": "Iran"},
    "baghdad": {"type": "Place", "name": "Baghdad"},
    "militias": {"type": "Group", "name": "militias"},
}
IRAN = [{"id": "iran", "type": "State", "name": "Iran"}]
Told = Entity | TenureFact | EventFact
CLASSES = {"Place": "City"}


def line(words: str) -> str:
    """The sentence that begins with the words."""
    return TEXT[TEXT.index(words) :].partition(".\n")[0].partition(". I")[0]


def gold_file(folder: Path, *ids: str, text: str = TEXT, **sections: Any) -> Path:
    """A gold file that knows the entities of those ids; what is given in ``sections`` is taken as it is."""
    entities = [{"id": key, "aliases": [], **ENTITIES[key]} for key in ids]
    data: dict[str, Any] = {"id": "talks", "text": "talks.txt", "published": None, "entities": entities}
    (folder / "talks.txt").write_text(text, encoding="utf-8")
    path = folder / "talks.json"
    path.write_text(json.dumps(data | {"offices": [], "events": [], "statements": []} | sections), encoding="utf-8")
    return path


def gold_event(kind: str, words: str, status: str = "Occurred", **more: Any) -> dict[str, Any]:
    """An event of the gold that the sentence beginning with the words tells."""
    return {"type": kind, "status": status, "evidence": [line(words)], "date": None, **more}


def entity(key: str, **more: Any) -> Entity:
    """The found entity of that id."""
    row = ENTITIES[key]
    fields = {"type": CLASSES.get(row["type"], row["type"]), "label": row["name"], "aliases": row.get("aliases", ())}
    return Entity(EntityId(key), **{**fields, **more})


def event(kind: str, words: str, *roles: tuple[str, str], day: str | None = None, **more: Any) -> EventFact:
    """A found event that the sentence beginning with the words tells."""
    start = TEXT.index(words)
    span = Span(start, start + len(line(words)))
    told = tuple((role, EntityId(key)) for role, key in roles)
    fields = {"status": "Occurred", "time": Time(day) if day else None, **more}
    return EventFact(kind, roles=told, evidence=(span,), trigger=Span(start, start + 4), rule="test", **fields)


def tenure(holder: str, office: str, of: str | None = None, **more: Any) -> TenureFact:
    """A found office."""
    return TenureFact(
        EntityId(holder), office, EntityId(of) if of else None, (Span(0, len(line(MET))),), "test", **more
    )


def counts(folder: Path, *told: Told, least: float = 0.0) -> dict[str, tuple[int, int, int]]:
    """Right, missed and extra facts of each kind that has any, the gold being the file of the folder."""
    (gold,) = read(folder)
    facts = Facts(
        Article(TEXT, "talks.txt"),
        tuple(one for one in told if isinstance(one, Entity)),
        tuple(one for one in told if isinstance(one, TenureFact)),
        tuple(one for one in told if isinstance(one, EventFact)),
    )
    verdicts = judge(gold, found(facts, gold.text, least))
    table = {
        part: tuple(sum((v.part, v.outcome) == (part, o) for v in verdicts) for o in ("right", "missed", "extra"))
        for part in PARTS
    }
    return {part: (a, b, c) for part, (a, b, c) in table.items() if a or b or c}
