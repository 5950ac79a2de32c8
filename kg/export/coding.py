"""The codes of events and actors in PLOVER and CAMEO, by the rules of ``ontology/event-codes.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import pyoxigraph as ox

from kg.errors import DataError
from kg.export.facts import Event, Facts, Tenure
from kg.ontology import DIP, graph, is_a, term
from kg.resources import folder
from kg.seeds import all_seeds, state_of_adjective

_STEPS = 4  # from somebody to the state: he holds an office of a body of a ministry of a state
_PAST = "ELI"  # of elites, who were in office
MIRRORED = {"042": "043"}
"""CAMEO tells a visit twice: that it is made, and that it is hosted."""


@dataclass(frozen=True, slots=True)
class Code:
    """A PLOVER type, a CAMEO code, and the quad class 1 to 4; empty and None where there is none."""

    plover: str
    cameo: str
    quad: int | None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the file, whose comment explains the fields."""

    type: str
    cameo: str
    plover: str
    example: str
    planned: bool
    about: frozenset[str]
    trigger: re.Pattern[str] | None
    words: re.Pattern[str] | None


def quad_class(plover: str) -> int | None:
    """The quad class of a PLOVER type: 1 and 2 verbal and material cooperation, 3 and 4 conflict; None of no type."""
    found: int | None = _table()["quad"].get(plover)
    return found


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, in the order in which they are tried."""
    return tuple(_rule(kind, row) for kind, rows in _table()["rules"].items() for row in rows)


def fitting(event: Event, about: Iterable[str], topic: str = "") -> Rule | None:
    """The first rule that fits; ``about`` are the types of the events that the event speaks of."""
    said = f"{event.trigger} {event.content} {topic}"
    planned, spoken = event.status in _table()["planned"], frozenset(about)
    for rule in rules():
        if rule.type != event.type or rule.planned != planned or (rule.about and not rule.about & spoken):
            continue
        if _has(rule.trigger, event.trigger) and _has(rule.words, said):
            return rule
    return None


class Coding:
    """Codes the events and actors of a graph."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._types = {event.id: event.type for event in facts.events}
        self._offices: dict[str, list[Tenure]] = {}
        for tenure in facts.tenures:
            self._offices.setdefault(tenure.holder, []).append(tenure)

    def event(self, event: Event) -> Code:
        """By the first rule that fits, else by the type."""
        if event.status in _table()["no_event"]:
            return Code("", "", None)
        about = [self._types[one] for one in event.about if one in self._types]
        rule = fitting(event, about, " ".join(map(self._facts.label, event.topics)))
        if rule is None and event.status in _table()["planned"]:
            return Code("", "", None)
        plover = rule.plover if rule else _notation(event.type, "plover")
        return Code(plover, rule.cameo if rule else _notation(event.type, "cameo"), quad_class(plover))

    def country(self, who: str) -> str:
        """The ISO code of a state, or of the one that an actor belongs to or holds an office of."""
        todo = [who]
        for _ in range(_STEPS):
            if found := next(filter(None, map(self._iso, todo)), ""):
                return found
            todo = [owner for one in todo for owner in self._owners(one)]
        return ""

    def sector(self, who: str) -> str:
        """The PLOVER sector, such as GOV or MIL; nothing where neither office nor name nor type tells it."""
        entity = self._facts.entities.get(who)
        if entity is None:
            return ""
        return self._of_person(who) if entity.type == "Person" else _named(entity.label) or _typed(entity.type)

    def actor(self, who: str) -> str:
        """The code of an actor as CAMEO builds it: country, then sector, as ``USAGOV``; a state is its country."""
        entity = self._facts.entities.get(who)
        return self.country(who) + ("" if entity and entity.type == "State" else self.sector(who))

    def _of_person(self, who: str) -> str:
        present = [tenure for tenure in self._offices.get(who, ()) if not tenure.former]
        if not present:
            return _PAST if who in self._offices else ""
        told = (_named(tenure.office) for tenure in present)
        return next(filter(None, (*told, *map(self.sector, self._owners(who)))), "")

    def _iso(self, who: str) -> str:
        entity, seed = self._facts.entities.get(who), all_seeds().get(who)
        return (entity.iso if entity else "") or (seed.iso if seed else None) or ""

    def _owners(self, who: str) -> list[str]:
        """Whom an actor belongs to: by offices that are best told, as the graph or the seeds tell it, or by name."""
        held = sorted((t for t in self._offices.get(who, ()) if t.of), key=lambda t: (t.former, -len(t.passages)))
        entity, seed = self._facts.entities.get(who), all_seeds().get(who)
        told = [*(one for tenure in held for one in tenure.of), *(entity.of if entity else ())]
        told += [seed.of] if seed and seed.of else []
        if told or entity is None or not is_a(entity.type, "Organization"):
            return told
        state = state_of_adjective(entity.label.partition(" ")[0])
        return [state.id] if state else []


@cache
def _table() -> dict[str, Any]:
    try:
        return tomllib.loads((folder("ontology") / "event-codes.toml").read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"ontology/event-codes.toml: {error}") from error


def _rule(kind: str, row: dict[str, Any]) -> Rule:
    return Rule(
        kind,
        row["cameo"],
        row.get("plover", _notation(kind, "plover")),
        row["example"],
        row.get("planned", False),
        frozenset(row.get("about", ())),
        _pattern(row.get("trigger", ())),
        _pattern(row.get("words", ())),
    )


def _pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    """Any of the words; those that end in a star, whatever they go on with."""
    parts = [re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "") for word in words]
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})\b", re.IGNORECASE) if parts else None


def _has(pattern: re.Pattern[str] | None, text: str) -> bool:
    return pattern is None or pattern.search(text) is not None


@cache
def _sectors() -> tuple[tuple[str, re.Pattern[str] | None], ...]:
    return tuple((sector, _pattern(words)) for sector, words in _table()["sector"]["words"].items())


def _named(text: str) -> str:
    return next((sector for sector, pattern in _sectors() if _has(pattern, text)), "")


def _typed(kind: str) -> str:
    return str(_table()["sector"]["type"].get(kind, ""))


@cache
def _notation(kind: str, scheme: str) -> str:
    """The first notation of a type of event in ``plover`` or ``cameo``."""
    found = (q.object for q in graph().quads_for_pattern(DIP[kind], term("skos:notation"), None))
    return min((x.value for x in found if isinstance(x, ox.Literal) and x.datatype == DIP[scheme]), default="")
