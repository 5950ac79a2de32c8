"""The date that an article carries at its top."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = "January February March April May June July August September October November December".split()
_MONTH = "|".join(rf"{month}|{month[:4] if month == 'September' else month[:3]}\.?" for month in _MONTHS)
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?"
_DATE = re.compile(
    rf"{_WEEKDAY}(?:(?P<m1>{_MONTH})\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y1>\d{{4}})"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<m2>{_MONTH}),?\s+(?P<y2>\d{{4}})"
    r"|(?P<y3>\d{4})-(?P<m3>\d{2})-(?P<d3>\d{2}))\b"
)
_DATELINE = re.compile(r"^[^a-z\n]{2,40}[^\n]{0,40}?\s[-–—]{1,2}\s")
_TOP_LINES = 8
_LONGEST_OWN_LINE = 60


def dateline(text: str) -> date | None:
    """The full date that stands on a line of its own at the top of the text, or in its dateline, else None."""
    for line in [line.strip() for line in text[:4000].splitlines() if line.strip()][:_TOP_LINES]:
        found = _DATE.search(line)
        if found and (_own_line(line, found) or _in_dateline(line, found)):
            return _made(found)
    return None


def _own_line(line: str, found: re.Match[str]) -> bool:
    return len(line) <= _LONGEST_OWN_LINE and not line[: found.start()].strip(" ,:-–—|") and len(line) - found.end() < 25


def _in_dateline(line: str, found: re.Match[str]) -> bool:
    opening = _DATELINE.match(line)
    return bool(opening) and found.end() <= opening.end()  # type: ignore[union-attr]


def _made(found: re.Match[str]) -> date | None:
    year, month, day = next(
        (found[f"y{n}"], found[f"m{n}"], found[f"d{n}"]) for n in (1, 2, 3) if found[f"y{n}"]
    )
    number = int(month) if month.isdigit() else 1 + [m[:3] for m in _MONTHS].index(month[:3])
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None
