"""Codes of PLOVER and CAMEO: every rule is reached by its example, and keeps to what the code books join."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.export.coding import Coding, Rule, fitting, rules
from kg.export.facts import Event, Facts
from kg.graph import document_iri, quads
from kg.model import Entity, EntityId, TenureFact
from kg.ontology import subclasses
from kg.store import Embedded, Store
from tests.conftest import WIRE, wire

PLAIN = Event("event/x", "", "Occurred", "", "", "", "", (), (), (), (), (), "", 1.0, ())
MEANT = {
    "01": {""},
    "02": {"REQUEST"},
    "03": {"AGREE"},
    "04": {"CONSULT"},
    "05": {"SUPPORT", "CONCEDE"},  # an apology is a concession by the manual, support by its table
    "06": {"COOPERATE"},
    "07": {"AID"},
    "08": {"CONCEDE", "RETREAT"},
    "10": {"REQUEST"},
    "11": {"ACCUSE"},
    "12": {"REJECT"},
    "13": {"THREATEN"},
    "14": {"PROTEST"},
    "15": {"MOBILIZE"},
    "16": {"SANCTION"},
    "17": {"COERCE"},
    "18": {"ASSAULT"},
    "19": {"ASSAULT", "COERCE"},
    "20": {"ASSAULT"},
}
"""What the roots of CAMEO are in PLOVER."""


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: f"{rule.type} {rule.cameo} {rule.example}")
def test_every_rule_is_reached_by_its_example(rule: Rule) -> None:
    trigger, _, content = rule.example.partition(" | ")
    status = "Planned" if rule.planned else "Occurred"
    event = replace(PLAIN, type=rule.type, status=status, trigger=trigger, content=content)
    assert fitting(event, rule.about) == rule
    assert rule.plover in MEANT[rule.cameo[:2]]
    assert rule.cameo.isdigit()
    assert len(rule.cameo) in (3, 4)
    assert rule.about <= subclasses("Event")


@pytest.mark.parametrize(
    ("kind", "trigger", "content", "about"),
    [
        ("Coercion", "banked", "", ""),  # no ban
        ("Aid", "helped", "the army", ""),  # no arms
        ("Accusation", "accused", "of being unreliable", ""),
        ("Rejection", "dismissed", "the defence", ""),  # nothing defied
        ("Request", "urged", "to cut their ties", "Relations"),  # no cooperation
    ],
)
def test_what_no_rule_fits(kind: str, trigger: str, content: str, about: str) -> None:
    assert fitting(replace(PLAIN, type=kind, trigger=trigger, content=content), [about]) is None


@pytest.mark.parametrize("status", ["Proposed", "Negated", "Cancelled"])
def test_what_did_not_take_place_has_no_code(graph: Store, status: str) -> None:
    code = Coding(Facts(graph)).event(replace(PLAIN, type="Meeting", status=status))
    assert (code.plover, code.cameo, code.quad) == ("", "", None)


def test_where_no_rule_fits_the_type_tells(graph: Store) -> None:
    coding = Coding(Facts(graph))
    code = coding.event(replace(PLAIN, type="Visit", trigger="visited"))
    assert (code.plover, code.cameo, code.quad) == ("CONSULT", "042", 1)
    assert coding.event(replace(PLAIN, type="Vote", status="Planned")).cameo == ""


def _coding(*entities: Entity, tenures: tuple[TenureFact, ...] = ()) -> Coding:
    facts = wire()
    told = replace(facts, entities=(*facts.entities, *entities), tenures=(*facts.tenures, *tenures), events=())
    with Embedded() as store:
        store.replace(document_iri(WIRE), quads(told))
        return Coding(Facts(store))


def _entity(key: str, kind: str, label: str, of: str | None = None) -> Entity:
    owner = EntityId(of) if of else None
    return replace(
        wire().entities[0], id=EntityId(key), type=kind, label=label, aliases=(), same_as=(), iso=None, of=owner
    )


@pytest.mark.parametrize(
    ("entity", "code"),
    [
        (_entity("organization/united-states-department-of-state", "GovernmentBody", "State Department"), "USAGOV"),
        (_entity("organization/swiss-embassy", "Organization", "Swiss Embassy"), "CHEGOV"),
        (_entity("group/x", "Group", "Iranian troops", "state/irn"), "IRNMIL"),
        (_entity("group/x", "Group", "militiamen"), "UAF"),
        (_entity("organization/x", "ArmedGroup", "Blue Front"), "UAF"),
        (_entity("organization/united-nations", "IntergovernmentalOrganization", "United Nations"), "IGO"),
        (_entity("person/x", "Person", "A. Somebody"), ""),
    ],
)
def test_actors(entity: Entity, code: str) -> None:
    assert _coding(entity).actor(entity.id) == code


def test_officials(graph: Store) -> None:
    coding = Coding(Facts(graph))
    assert coding.actor("person/ryan-crocker") == "USAGOV"
    assert coding.actor("state/irn") == "IRN"
    held = wire().tenures[0]
    general = replace(held, holder=EntityId("person/g"), office="secretary-general", of=None, posted_to=None)
    assert _coding(_entity("person/g", "Person", "G."), tenures=(general,)).actor("person/g") == ""
    commander = replace(general, office="commander", of=EntityId("state/irn"))
    assert _coding(_entity("person/g", "Person", "G."), tenures=(commander,)).actor("person/g") == "IRNMIL"
    past = replace(commander, former=True)
    assert _coding(_entity("person/g", "Person", "G."), tenures=(past,)).actor("person/g") == "IRNELI"
