"""Days of dates that may be no more than a month or a year."""

from __future__ import annotations

import calendar
import re

DATED = re.compile(r"\d{4}(-\d\d){0,2}")
"""A day, month or year; what has no year cannot be put on a time line."""


def first_day(value: str) -> str:
    """The first day of a day, month or year.

    >>> first_day("2007-05")
    '2007-05-01'
    """
    return value + "-01" * (2 - value.count("-"))


def last_day(value: str) -> str:
    """The last day of a day, month or year.

    >>> last_day("2007-02"), last_day("2007")
    ('2007-02-28', '2007-12-31')
    """
    if value.count("-") == 2:
        return value
    value = value if "-" in value else f"{value}-12"
    year, month = map(int, value.split("-"))
    return f"{value}-{calendar.monthrange(year, month)[1]:02}"
