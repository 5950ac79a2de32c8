"""The date that an article carries at its top."""

from __future__ import annotations

import re
from calendar import month_abbr, month_name
from datetime import date

_MONTH = "|".join(month_name[1:]) + "|(?:" + "|".join(month_abbr[1:]) + r"|Sept)\.?"
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\.?"
_DATE = (
    rf"(?:(?:{_DAY}),?\s+)?(?:"
    rf"(?P<m1>{_MONTH})\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y1>\d{{4}})"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<m2>{_MONTH}),?\s+(?P<y2>\d{{4}})"
    r"|(?P<y3>\d{4})-(?P<m3>\d\d)-(?P<d3>\d\d))"
)
_NAME = r"[A-Z][^\W\d_.]*\.?(?:[\s,./-]+[A-Z][\w.’']*)*"
_PLACE = rf"(?:{_NAME}\s*(?:,|\(|--?|[–—])\s*|[A-Z]{{3,}}(?:\s[A-Z]{{3,}})*\s)"
_LABEL = r"(?:[A-Z]\w+(?:\s\w+)?:|[Pp]ublished|[Pp]osted|(?:[Ll]ast )?[Uu]pdated|[Rr]eleased)(?: on)?\s+"
_TIME = r"[\s,|·–-]*(?:at |T)?(?:\d{1,2}[:.]\d\d.{0,15})?"
_OWN_LINE = re.compile(rf"(?:{_LABEL}|{_PLACE})?{_DATE}{_TIME}")
_OPENING = re.compile(rf"(?:{_PLACE})?{_DATE}\)?[\s,]*(?:\([^()\n]{{2,40}}\))?\s*(?:--|[-–—:])\s")
_TOP_LINES = 12
_TOP = 5000


def dateline(text: str) -> date | None:
    """The full date on a line of its own at the top of the text, or in the dateline that opens one."""
    lines = [line.strip() for line in text[:_TOP].splitlines()]
    for line in [line for line in lines if line][:_TOP_LINES]:
        found = _OWN_LINE.fullmatch(line) or _OPENING.match(line)
        made = _made(found) if found else None
        if made:
            return made
    return None


def is_date(line: str) -> bool:
    """Whether a line holds a date and nothing else but a place, a time or a label."""
    return bool(_OWN_LINE.fullmatch(line.strip()))


def _made(found: re.Match[str]) -> date | None:
    year, month, day = next((found[f"y{n}"], found[f"m{n}"], found[f"d{n}"]) for n in "123" if found[f"y{n}"])
    number = int(month) if month.isdigit() else list(month_abbr).index(month[:3])
    try:
        return date(int(year), number, int(day))
    except ValueError:
        return None
