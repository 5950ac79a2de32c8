"""How real an event is: one sentence for each sign."""

from __future__ import annotations

import pytest

from tests.telling import tell

_TALKS = "Meeting"


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("Peru attacked Chile.", "Assault", "Occurred"),
        ("Chile was attacked by Peru.", "Assault", "Occurred"),
        ("Peru is attacking Chile.", "Assault", "Ongoing"),
        ("Peru will attack Chile.", "Assault", "Planned"),
        ("Peru plans to attack Chile.", "Assault", "Planned"),
        ("Peru is to meet Chile in Lima.", _TALKS, "Planned"),
        ("Peru and Chile will hold talks on fishing.", _TALKS, "Planned"),
        ("Peru may attack Chile.", "Assault", "Proposed"),
        ("If Peru attacks Chile, Bolivia will protest.", "Assault", "Proposed"),
        ("The United States urged Israel to release prisoners.", "Concession", "Proposed"),
        ("Peru proposed a meeting with Chile.", _TALKS, "Proposed"),
        ("Chile alleged that Peru attacked Bolivia.", "Assault", "Alleged"),
        ("Turkey accused Greece of supplying rebels with rockets.", "Aid", "Alleged"),
        ("Peru did not attack Chile.", "Assault", "Negated"),
        ("Peru never attacked Chile.", "Assault", "Negated"),
        ("Peru refused to attack Chile.", "Assault", "Negated"),
        ("Peru denied that it attacked Chile.", "Assault", "Negated"),
        ("Peru and Chile held no talks on fishing.", _TALKS, "Negated"),
        ("Japan has no diplomatic relations with North Korea.", "Relations", "Negated"),
        ("Peru cancelled the talks with Chile.", _TALKS, "Cancelled"),
        ("Peru has postponed a meeting with Chile.", _TALKS, "Cancelled"),
    ],
)
def test_status(text: str, kind: str, status: str) -> None:
    assert tell(text).statuses(kind) == {status}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The United States urged Israel to release prisoners.", "Request"),
        ("Turkey accused Greece of supplying rebels with rockets.", "Accusation"),
        ("Peru denied that it attacked Chile.", "Rejection"),
        ("Russia promised to help Cuba.", "Pledge"),
        ("Peru threatened to attack Chile.", "Threat"),
    ],
)
def test_a_speech_act_occurred_whatever_it_speaks_of(text: str, kind: str) -> None:
    assert tell(text).statuses(kind) == {"Occurred"}


def test_the_sign_counts_for_its_own_clause_only() -> None:
    told = tell("Peru attacked Chile but did not attack Bolivia.")
    assert {next(iter(told.who(e, "target"))): e.status for e in told.events("Assault")} == {
        "Chile": "Occurred",
        "Bolivia": "Negated",
    }


def test_what_is_said_beside_a_demand_is_said() -> None:
    told = tell("The five diplomats seized by Chad in May must be released, Iranian officials say.")
    assert told.statuses("Statement") == {"Occurred"}
