from __future__ import annotations

from datetime import date

import pytest

from kg.annotate import dateline

FOUND = {
    "May 28, 2007\n\nText.": date(2007, 5, 28),
    "Headline of the day\n\nWednesday, July 4, 2018 \n\nText.": date(2018, 7, 4),
    "28 May 2007\nText": date(2007, 5, 28),
    "2007-05-28\nText": date(2007, 5, 28),
    "2007-05-28T10:00:00Z\nText": date(2007, 5, 28),
    "Sept. 3, 2005\nText": date(2005, 9, 3),
    "Tue, 17 Jul 2007 14:30 GMT\nText": date(2007, 7, 17),
    "Last updated: July 17, 2007 4:00 PM\nText": date(2007, 7, 17),
    "Published on 17 July 2007\nText": date(2007, 7, 17),
    "Washington, D.C., January 5, 2010\nText": date(2010, 1, 5),
    "BAGHDAD, May 28, 2007 (Sample Wire) — Officials met.": date(2007, 5, 28),
    "NEW YORK, 3rd March 2011 - Officials met.": date(2011, 3, 3),
    "Headline\n\nBaghdad, Iraq (May 28, 2007) -- Officials met.": date(2007, 5, 28),
}

ABSENT = [
    "",
    "BAGHDAD, May 28 (Sample Wire) — Officials met.",
    "The meeting on May 28, 2007 - the first in years - ended.",
    "Remembering September 11, 2001\nText.",
    "They met on May 28, 2007.",
    "February 30, 2007\nText.",
    "\n".join(["Line of text."] * 20 + ["May 28, 2007"]),
]


@pytest.mark.parametrize(("text", "expected"), FOUND.items())
def test_found(text: str, expected: date) -> None:
    assert dateline(text) == expected


@pytest.mark.parametrize("text", ABSENT)
def test_absent(text: str) -> None:
    assert dateline(text) is None
