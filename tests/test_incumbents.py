"""Whose office somebody is known to have held."""

from __future__ import annotations

from datetime import date

import pytest

from kg.incumbents import owners
from tests.telling import tell_all


@pytest.mark.parametrize(
    ("name", "office", "year", "expected"),
    [
        ("Hamid Karzai", "president", 2006, {"state/afg"}),
        ("Hamid Karzai", "commander", 1990, {"state/afg"}),  # whoever is told by his full name served there
        ("Karzai", "president", 2006, {"state/afg"}),
        ("Karzai", "president", 1990, set()),  # a surname alone: in those years only
        ("Karzai", "foreign minister", 2006, set()),
        ("Lavrov", "minister", 2021, {"state/rus"}),
        ("Nobody Known", "president", 2006, set()),
    ],
)
def test_owners(name: str, office: str, year: int, expected: set[str]) -> None:
    assert owners(name, office, year) == expected


def test_an_office_told_with_its_state_is_that_of_its_known_holder() -> None:
    told = tell_all(
        "Ali Khamenei met Nouri al-Maliki in Mashhad. Iran's supreme leader called for calm.", date(2007, 8, 10)
    )
    assert told.who(told.event("Request"), "actor") == {"Ali Khamenei"}
