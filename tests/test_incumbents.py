"""Whose office somebody is known to have held."""

from __future__ import annotations

import pytest

from kg.incumbents import owners


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
