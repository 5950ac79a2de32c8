"""The rules of the scoring, one by one; the counts are right, missed and extra, worked out by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg.evaluate.align import family
from kg.model import TenureFact, Time
from tests.evaluate.making import (
    ACCUSED,
    DENIES,
    MET,
    OPENED,
    Told,
    counts,
    entity,
    event,
    gold_event,
    gold_file,
    line,
    tenure,
)

PEOPLE = ("crocker", "qomi")
TOLD = [entity("crocker"), entity("qomi")]
BOTH = [("participant", "crocker"), ("participant", "qomi")]
ENTITIES = {"entities": (2, 0, 0)}


def meeting(**more: Any) -> dict[str, Any]:
    return gold_event("Meeting", MET, participant=list(PEOPLE), **more)


def test_an_event_with_its_roles(tmp_path: Path) -> None:
    gold_file(tmp_path, *PEOPLE, events=[meeting()])
    right = {"events": (1, 0, 0), "roles": (2, 0, 0), "attributes": (1, 0, 0)}
    assert counts(tmp_path, *TOLD, event("Meeting", MET, *BOTH)) == ENTITIES | right
    missed = {"events": (0, 1, 0), "roles": (0, 2, 0), "attributes": (0, 1, 0)}
    assert counts(tmp_path, *TOLD) == ENTITIES | missed


def test_roles_count_one_by_one(tmp_path: Path) -> None:
    gold_file(tmp_path, *PEOPLE, events=[meeting()])
    told = event("Meeting", MET, ("participant", "crocker"), ("host", "qomi"))
    assert counts(tmp_path, *TOLD, told)["roles"] == (1, 1, 1)


def test_groups_fill_roles(tmp_path: Path) -> None:
    gold_file(tmp_path, "militias", events=[gold_event("Aid", ACCUSED, target=["militias"])])
    assert counts(tmp_path, entity("militias"), event("Aid", ACCUSED, ("target", "militias")))["roles"] == (1, 0, 0)


def test_a_kindred_type_is_no_right_event_but_its_roles_count(tmp_path: Path) -> None:
    gold_file(tmp_path, *PEOPLE, events=[meeting()])
    found = counts(tmp_path, *TOLD, event("Negotiation", MET, *BOTH))
    assert found == ENTITIES | {"events": (0, 1, 1), "roles": (2, 0, 0), "attributes": (1, 0, 0)}


def test_another_type_is_another_event(tmp_path: Path) -> None:
    gold_file(tmp_path, *PEOPLE, events=[meeting()])
    found = counts(tmp_path, *TOLD, event("Agreement", MET, *BOTH))
    assert found == ENTITIES | {"events": (0, 1, 1), "roles": (0, 2, 2), "attributes": (0, 1, 0)}


def test_families_are_those_of_plover_and_else_the_type() -> None:
    assert family("Meeting") == family("Mediation") == "CONSULT"
    assert family("Pledge") == family("Agreement")
    assert family("Vote") != family("Appointment")
    assert family("Relations") not in (family("Sanction"), family("Meeting"))


def test_events_need_a_sentence_or_a_filler_in_common(tmp_path: Path) -> None:
    gold_file(tmp_path, *PEOPLE, events=[meeting()])
    elsewhere = event("Meeting", OPENED, ("participant", "crocker"))
    assert counts(tmp_path, *TOLD, elsewhere)["events"] == (1, 0, 0)
    assert counts(tmp_path, *TOLD, event("Meeting", MET))["events"] == (1, 0, 0)
    assert counts(tmp_path, *TOLD, event("Meeting", OPENED))["events"] == (0, 1, 1)


def test_events_are_paired_one_to_one_to_the_best_total(tmp_path: Path) -> None:
    one, two = meeting(), gold_event("Meeting", OPENED, participant=["crocker"], status="Planned")
    gold_file(tmp_path, *PEOPLE, events=[two, one])
    found = event("Meeting", MET, *BOTH)
    assert counts(tmp_path, *TOLD, found)["roles"] == (2, 1, 0)  # it is the first meeting; the planned one is missed
    planned = event("Meeting", OPENED, ("participant", "crocker"), status="Planned")
    assert counts(tmp_path, *TOLD, found, planned)["attributes"] == (2, 0, 0)


def test_an_optional_event_takes_what_was_found_out_of_the_count(tmp_path: Path) -> None:
    gold_file(tmp_path, *PEOPLE, events=[meeting(optional=True)])
    assert counts(tmp_path, *TOLD) == ENTITIES
    assert counts(tmp_path, *TOLD, event("Negotiation", MET, ("actor", "qomi"))) == ENTITIES


def test_of_two_like_events_the_required_one_is_found(tmp_path: Path) -> None:
    gold_file(tmp_path, *PEOPLE, events=[meeting(optional=True), meeting()])
    assert counts(tmp_path, *TOLD, event("Meeting", MET, *BOTH))["events"] == (1, 0, 0)


@pytest.mark.parametrize(
    ("gold", "found", "expected"),
    [
        ("2007-05-28", "2007-05-28", (2, 0, 0)),
        ("2007-05-28", "2007-05", (1, 1, 1)),
        ("2007-05-28", None, (1, 1, 0)),
        (None, "2007-05-28", (1, 0, 1)),
        ("--05-28", "--05-28", (2, 0, 0)),
        ("2007", "2007", (2, 0, 0)),
        ("2007-05-28", "--05-28", (1, 1, 1)),
        (None, None, (1, 0, 0)),
    ],
)
def test_dates(tmp_path: Path, gold: str | None, found: str | None, expected: tuple[int, int, int]) -> None:
    gold_file(tmp_path, *PEOPLE, events=[meeting(date=gold)])
    told = event("Meeting", MET, *BOTH, day=found)
    assert counts(tmp_path, *TOLD, told)["attributes"] == expected  # the status is right


def test_intervals_are_dates(tmp_path: Path) -> None:
    gold_file(tmp_path, *PEOPLE, events=[meeting(date="2007-05-28/2007-05-30")])
    told = event("Meeting", MET, *BOTH, time=Time("2007-05-28", "2007-05-30"))
    assert counts(tmp_path, *TOLD, told)["attributes"] == (2, 0, 0)


def test_a_wrong_status_is_missed_and_extra(tmp_path: Path) -> None:
    gold_file(tmp_path, *PEOPLE, events=[meeting(status="Planned")])
    assert counts(tmp_path, *TOLD, event("Meeting", MET, *BOTH))["attributes"] == (0, 1, 1)


def test_places_count_one_by_one(tmp_path: Path) -> None:
    gold_file(tmp_path, *PEOPLE, "baghdad", "iran", events=[meeting(place=["baghdad", "iran"])])
    told: list[Told] = [*TOLD, entity("baghdad"), entity("us")]
    found = counts(tmp_path, *told, event("Meeting", MET, *BOTH, places=("baghdad", "us")))
    assert found["attributes"] == (2, 1, 1)  # the status and Baghdad


def test_one_right_source_is_enough(tmp_path: Path) -> None:
    gold_file(tmp_path, *PEOPLE, "iran", events=[meeting(source=["qomi", "iran"])])
    assert counts(tmp_path, *TOLD, event("Meeting", MET, *BOTH, sources=("qomi",)))["attributes"] == (2, 0, 0)
    assert counts(tmp_path, *TOLD, event("Meeting", MET, *BOTH, sources=("crocker",)))["attributes"] == (1, 1, 1)
    assert counts(tmp_path, *TOLD, event("Meeting", MET, *BOTH))["attributes"] == (1, 1, 0)


def test_a_source_that_the_gold_does_not_tell_is_extra(tmp_path: Path) -> None:
    gold_file(tmp_path, *PEOPLE, events=[meeting()])
    assert counts(tmp_path, *TOLD, event("Meeting", MET, *BOTH, sources=("qomi",)))["attributes"] == (1, 0, 1)


def test_attributes_of_extra_events_do_not_count(tmp_path: Path) -> None:
    gold_file(tmp_path, *PEOPLE)
    found = counts(tmp_path, *TOLD, event("Meeting", MET, *BOTH, day="2007-05-28"))
    assert found == ENTITIES | {"events": (0, 0, 1), "roles": (0, 0, 2)}


@pytest.mark.parametrize(
    ("given", "office", "expected"),
    [
        (tenure("crocker", "ambassador", "us"), {}, (1, 0, 0)),
        (tenure("crocker", "ambassador", "iran"), {}, (0, 1, 1)),
        (tenure("crocker", "ambassador"), {}, (0, 1, 1)),
        (tenure("crocker", "ambassador", "iran"), {"of": None}, (1, 0, 0)),
        (tenure("crocker", "ambassador", "us", former=True), {}, (0, 1, 1)),
        (tenure("crocker", "ambassador", "us", former=True), {"office": "former ambassador"}, (1, 0, 0)),
        (tenure("iran", "ambassador", "us"), {}, (0, 1, 1)),
        (tenure("crocker", "ambassador", "us"), {"optional": True}, (0, 0, 0)),
    ],
)
def test_offices(tmp_path: Path, given: TenureFact, office: dict[str, Any], expected: tuple[int, int, int]) -> None:
    told: list[Told] = [entity("crocker"), entity("us"), entity("iran"), given]
    row = {"person": "crocker", "office": "Ambassador", "of": "us", **office}
    gold_file(tmp_path, "crocker", "us", "iran", offices=[row])
    assert counts(tmp_path, *told).get("offices", (0, 0, 0)) == expected


@pytest.mark.parametrize(
    ("kind", "words", "actor", "expected"),
    [
        ("Statement", DENIES, "iran", (1, 0, 0)),
        ("Rejection", DENIES, "iran", (1, 0, 0)),  # any speech act credits its actor
        ("Statement", DENIES, "crocker", (0, 1, 1)),
        ("Statement", MET, "iran", (0, 1, 1)),
        ("Rejection", MET, "iran", (0, 1, 0)),  # counted as an event, and not twice
        ("Meeting", DENIES, "iran", (0, 1, 0)),
    ],
)
def test_statements(tmp_path: Path, kind: str, words: str, actor: str, expected: tuple[int, int, int]) -> None:
    gold_file(tmp_path, "iran", "crocker", statements=[{"speaker": "iran", "evidence": line(DENIES)}])
    found = counts(tmp_path, entity("iran"), entity("crocker"), event(kind, words, ("actor", actor)))
    assert found["statements"] == expected


def test_an_optional_statement_is_neither_missed_nor_extra(tmp_path: Path) -> None:
    optional = {"speaker": "iran", "evidence": line(DENIES), "optional": True}
    gold_file(tmp_path, "iran", statements=[optional])
    assert counts(tmp_path, entity("iran"), event("Statement", DENIES, ("actor", "iran"))) == {"entities": (1, 0, 0)}
    assert counts(tmp_path, entity("iran")) == {"entities": (1, 0, 0)}


def test_facts_below_a_confidence_are_not_found(tmp_path: Path) -> None:
    gold_file(tmp_path, *PEOPLE, events=[meeting()])
    told: list[Told] = [
        *TOLD,
        event("Meeting", MET, *BOTH, confidence=0.7),
        tenure("crocker", "ambassador", confidence=0.7),
    ]
    assert counts(tmp_path, *told, least=0.7)["events"] == (1, 0, 0)
    assert counts(tmp_path, *told, least=0.71) == ENTITIES | {
        "events": (0, 1, 0),
        "roles": (0, 2, 0),
        "attributes": (0, 1, 0),
    }
