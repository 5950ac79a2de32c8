"""What every reader does to the raw values it finds: text, titles, dates and addresses made fit for use."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime
from urllib.parse import urlsplit

_NEWLINES = re.compile(r"\r\n|[\r\v\f\x85]")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_SPACES = re.compile(r"\s+")
_ADDRESS = re.compile(
    r"https?://(?:[^\W_]|[-._~%!$&'()*+,;=:@]|\[[0-9a-f:.]+\])+(?::\d+)?(?:[/?#](?:\w|[-.~!$&'()*+,;=:@/?#]|%[0-9a-f]{2})*)?",
    re.IGNORECASE,
)
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_LONGEST_ADDRESS = 2000
_LONGEST_LINE = 1000
_LONGEST_HEADLINE = 160
_ABBREVIATION = re.compile(r"(?:\b[A-Z]\.){2,}$")

_MONTHS = "|".join([*calendar.month_name[1:], *calendar.month_abbr[1:], "Sept"])
_DAYS = "|".join([*calendar.day_name, *calendar.day_abbr])
_DATE = rf"(?:(?:{_MONTHS})\.? \d{{1,2}}|\d{{1,2}} (?:{_MONTHS})\.?)(?:,? \d{{4}})?|\d{{4}}-\d\d-\d\d"
_PLACE = r"(?:[^,]{1,40}, ?){0,2}"
_DATE_LINE = re.compile(rf"{_PLACE}(?:(?:{_DAYS})\.?,? )?(?:{_DATE})\W*(?:\([^()]*\))?\W*", re.IGNORECASE)


def clean(text: str) -> str:
    """The text that offsets refer to.

    Every line end becomes ``\\n``. A byte order mark at the top, surrogates, noncharacters and other control
    characters go: XML and RDF forbid or lose them. Nothing else is touched. To clean twice is to clean once.
    """
    return _FORBIDDEN.sub("", _NEWLINES.sub("\n", text)).lstrip("\ufeff")


def one_line(value: object) -> str | None:
    """A title or name on one line, cut where it is absurdly long; None where there is none."""
    if not isinstance(value, str):
        return None
    return _SPACES.sub(" ", clean(value[: 2 * _LONGEST_LINE])).strip()[:_LONGEST_LINE] or None


def iso_date(value: object) -> date | None:
    """The day of an ISO 8601 date or datetime, in its own time zone; None for nothing. Raises ValueError."""
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise ValueError(value)
    return datetime.fromisoformat(value.strip()).date()


def address(value: object) -> str | None:
    """An http(s) address fit to be an IRI, without user name, password and fragment; None for any other."""
    if not isinstance(value, str) or len(value) > _LONGEST_ADDRESS or not _ADDRESS.fullmatch(value.strip()):
        return None
    try:
        parts = urlsplit(value.strip())
    except ValueError:
        return None
    host = parts.netloc.rpartition("@")[2]
    whole = parts._replace(netloc=host, fragment="").geturl() if host else None
    return _LONE_PERCENT.sub("%25", whole) if whole else None


def headline(text: str) -> str | None:
    """The first line if it looks like a headline: short, no final stop, no date line, above a blank line."""
    first, _, rest = text.lstrip("\n").partition("\n")
    line = one_line(first)
    after, _, body = rest.partition("\n")
    if line is None or len(line) > _LONGEST_HEADLINE or after.strip() or not body.strip():
        return None
    end = line.rstrip("\"'”’»)")
    stops = end.endswith((".", ",", ";", ":")) and not _ABBREVIATION.search(end)
    return None if stops or _DATE_LINE.fullmatch(line) else line
