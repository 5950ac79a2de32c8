"""Names of one article joined: the short form to the longer one that it belongs to."""

from __future__ import annotations

import pytest

from tests.telling import tell


@pytest.mark.parametrize(
    ("text", "label", "alias"),
    [
        ("North Korean envoy Ri Yong Chol arrived. Ri praised Norway.", "Ri Yong Chol", "Ri"),
        ("Foreign Minister Syed Hamid Razak arrived. Syed Hamid praised Norway.", "Syed Hamid Razak", "Syed Hamid"),
        ("The Arab League met in Cairo. On Monday the League condemned Norway.", "Arab League", "League"),
        ("North Korea fired a missile. Norway asked the North for restraint.", "North Korea", "North"),
    ],
)
def test_a_short_form_joins_the_longer_name(text: str, label: str, alias: str) -> None:
    assert alias in tell(text).aliases(label)
