"""Time expressions: what they denote, counted from the article's date where they are relative.

Dates are given only as far as the text tells: a month stays a month, "last week" stays nothing, and a day without a
year stays ``--MM-DD`` where the article has no date to count from. A weekday is the latest one up to the article's
date, or the next one where the clause looks ahead. "That day" and "two days later" count from the last date told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from spacy.tokens import Span as Tokens

from kg.grammar import number, numbers
from kg.model import Span, Time

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_MONTH = "|".join([*_MONTHS, *(rf"{m[:3]}\." for m in _MONTHS), r"Sept\.?"])
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[12]\d{3})"
_LENGTHS = {"day": 10, "month": 7, "year": 4}
_LOOK_BACK = 5  # sentences in which the date is looked for that another counts from
_FAR = 9  # months: a day that would come later than that is one that has passed
_SLACK = 1  # months by which a past-tense date may run ahead of the article's before it means last year


@dataclass(frozen=True, slots=True)
class Expression:
    """A time expression: where it stands, its head token, and what it denotes looking back and looking ahead."""

    span: Span
    root: int
    past: Time | None
    future: Time | None

    def value(self, ahead: bool) -> Time | None:
        """What it denotes in a clause that looks ahead or not."""
        return self.future if ahead else self.past


Reader = Callable[[re.Match[str], date | None, bool], Time | None]


def expressions(sentence: Tokens, reference: date | None) -> list[Expression]:
    """The time expressions of a sentence in text order, longest first where they overlap."""
    found: list[Expression] = []
    for pattern, reader in _patterns():
        for match in pattern.finditer(sentence.text):
            start, end = match.start() + sentence.start_char, match.end() + sentence.start_char
            span = Span(start, end)
            tokens = sentence.doc.char_span(start, end, alignment_mode="expand")
            if tokens is None or any(span.overlaps(e.span) for e in found):
                continue
            past, future = reader(match, reference, False), reader(match, reference, True)
            found.append(Expression(span, tokens.root.i, past, future))
    found = sorted([*found, *_listed_months(sentence, found, reference)], key=lambda e: e.span)
    return sorted([*found, *_counted_on(sentence, found, reference)], key=lambda e: e.span)


def _listed_months(sentence: Tokens, found: list[Expression], reference: date | None) -> Iterator[Expression]:
    """The months that stand beside one that is told without a day: "in May, July and August"."""
    for expression in found:
        end = expression.span.end
        own = sentence.doc.text[expression.span.start : end]
        while (match := _next_month().match(sentence.doc.text, end)) is not None and own.endswith(tuple(_MONTHS)):
            end, own = match.end(), match["month"]
            past, future = _bare_month(match, reference, False), _bare_month(match, reference, True)
            tokens = sentence.doc.char_span(match.start("month"), end, alignment_mode="expand")
            if tokens is not None:
                yield Expression(Span(match.start("month"), end), tokens.root.i, past, future)


@cache
def _next_month() -> re.Pattern[str]:
    return re.compile(rf"(?:,|,? and|,? or) (?P<month>{'|'.join(_MONTHS)})\b(?!,? \d)")


def _counted_on(sentence: Tokens, found: list[Expression], reference: date | None) -> Iterator[Expression]:
    """Expressions that count from the last date told: "that evening", "two days later", "the following month"."""
    for match in _counting().finditer(sentence.text):
        span = Span(match.start() + sentence.start_char, match.end() + sentence.start_char)
        tokens = sentence.doc.char_span(span.start, span.end, alignment_mode="expand")
        if tokens is None or any(span.overlaps(e.span) for e in found):
            continue
        unit = next((u for u in (match["part"], match["next"], match["unit"]) if u and u.lower() in _LENGTHS), "day")
        anchor = _told_before(sentence, span, found, reference, _LENGTHS[unit.lower()])
        if anchor is not None and (value := _moved(anchor, unit.lower(), _steps(match))) is not None:
            yield Expression(span, tokens.root.i, value, value)


def _steps(match: re.Match[str]) -> int:
    """How many days, months or years an expression counts on from the date before it."""
    if match["same"]:
        return 0
    count = number(match["n"]) if match["n"] else 1
    return -count if (match["way"] or "").lower() == "earlier" else count


def _told_before(
    sentence: Tokens, span: Span, found: list[Expression], reference: date | None, length: int
) -> str | None:
    """The last date of at least so many characters that was told before an expression, a few sentences back at most."""
    doc, back = sentence.doc, _LOOK_BACK
    while True:
        told = [e.past.value for e in found if e.span.end <= span.start and e.past and not e.past.value.startswith("-")]
        if fits := [value[:length] for value in told if len(value) >= length]:
            return fits[-1]
        if sentence.start == 0 or back == 0:
            return None
        sentence, back = doc[sentence.start - 1].sent, back - 1
        found = expressions(sentence, reference)


def _moved(anchor: str, unit: str, steps: int) -> Time | None:
    """A date so many days, months or years after another."""
    if unit == "day":
        return Time((date.fromisoformat(anchor) + timedelta(days=steps)).isoformat())
    if unit == "year":
        return Time(f"{int(anchor) + steps:04d}")
    months = int(anchor[:4]) * 12 + int(anchor[5:]) - 1 + steps
    return Time(f"{months // 12:04d}-{months % 12 + 1:02d}")


@cache
def _counting() -> re.Pattern[str]:
    """Expressions that count from another date."""
    return re.compile(
        r"\b(?:(?P<same>(?:hours|minutes) (?:later|earlier)|in the (?:morning|afternoon|evening)|"
        r"(?:shortly|immediately|soon) afterwards?|"
        r"(?:that|the same|that same) (?P<part>day|morning|afternoon|evening|night|month|year))|"
        r"the following (?P<next>day|month|year)|the next day"
        rf"|(?P<n>\d{{1,2}}|a|{'|'.join(numbers())}) (?P<unit>day|month|year)s? (?P<way>later|earlier))\b",
        re.IGNORECASE,
    )


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Reader], ...]:
    month = rf"(?P<month>{_MONTH})"
    until, last = rf"(?P<until>{_MONTH})", r"(?P<last>\d{1,2})(?:st|nd|rd|th)?"
    weekday = rf"(?:(?:{'|'.join(_DAYS)}),?\s+)?"
    rows: list[tuple[str, Reader]] = [
        (r"\b(?P<year>\d{4})-(?P<mm>\d\d)-(?P<day>\d\d)\b", _iso),
        (
            rf"\b{month}\s+{_DAY}\s*(?:-|–|to|and|through)\s*(?P<last>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+{_YEAR})?",
            _range,
        ),
        (rf"\b{_DAY}\s*(?:-|–|to|and)\s*(?P<last>\d{{1,2}})\s+{month}(?:,?\s+{_YEAR})?", _range),
        (
            rf"\b(?:from|between)\s+{month}\s+{_DAY}\s+(?:to|and|until|through)\s+{until}\s+{last}\b(?:,?\s+{_YEAR})?",
            _span,
        ),
        (
            rf"\b(?:from|between)\s+{_DAY}\s+{month}\s+(?:to|and|until|through)\s+{last}\s+{until}\b(?:,?\s+{_YEAR})?",
            _span,
        ),
        (rf"\b{weekday}{month}\s+{_DAY}\b(?:\s*,?\s+{_YEAR}\b)?", _full),
        (rf"\b{weekday}{_DAY}\s+(?:of\s+)?{month}\b(?:,?\s+{_YEAR}\b)?", _full),
        (rf"\b{month},?\s+{_YEAR}\b", _month),
        (rf"\b(?:from|between)\s+{_YEAR}\s+(?:to|and|until)\s+(?P<until>[12]\d{{3}})\b", _years),
        (rf"\b(?:last|past)\s+(?P<n>\d{{1,2}}|{'|'.join(numbers()[1:])})\s+years\b", _last_years),
        (r"\b(?P<rel>last|next|this|earlier this|later this)\s+(?P<unit>month|year)\b", _relative),
        (rf"\b(?:(?P<rel>last|next|this)\s+)?(?P<weekday>{'|'.join(_DAYS)})\b", _weekday),
        (r"\b(?P<word>[Tt]oday|[Yy]esterday|[Tt]omorrow|[Tt]onight)\b", _word),
        (r"\b(?P<n>\w+)\s+days?\s+ago\b", _ago),
        (
            rf"\b(?:(?i:in|last|since|until|by|late|early|mid-|next|this|of))\s+(?P<month>{_MONTH})\b(?!\s+\d)",
            _bare_month,
        ),
        (
            r"(?<![\d,.$€£-])\b(?P<year>1[5-9]\d\d|20\d\d)s?\b(?![\d,.%-]\d|\s+(?:people|troops|soldiers|refugees|MW|km))",
            _year,
        ),
    ]
    return tuple((re.compile(p), reader) for p, reader in rows)


def _number(month: str) -> int:
    return next(n for n, m in enumerate(_MONTHS, 1) if m.lower().startswith(month.lower().rstrip(".")[:3]))


def _valid(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _day(m: re.Match[str], reference: date | None, ahead: bool, day: int, name: str | None = None) -> str | None:
    """A day of the month that is named, or of the one that the match tells."""
    month = int(m["mm"]) if "mm" in m.groupdict() else _number(name or m["month"])
    if m["year"]:
        return f"{int(m['year']):04d}-{month:02d}-{day:02d}" if _valid(int(m["year"]), month, day) else None
    if not _valid(2024, month, day):
        return None
    if reference is None:
        return f"--{month:02d}-{day:02d}"
    year = reference.year
    far = (month, day) > (reference.month, reference.day)
    if far and not ahead and (month - reference.month) > _SLACK:
        year -= 1
    if not far and ahead and (month, day) < (reference.month, reference.day) and month + 12 - reference.month <= _FAR:
        year += 1
    return f"{year:04d}-{month:02d}-{day:02d}" if _valid(year, month, day) else None


def _full(m: re.Match[str], reference: date | None, ahead: bool) -> Time | None:
    value = _day(m, reference, ahead, int(m["day"]))
    return Time(value) if value else None


def _iso(m: re.Match[str], reference: date | None, ahead: bool) -> Time | None:
    return _full(m, reference, ahead)


def _range(m: re.Match[str], reference: date | None, ahead: bool) -> Time | None:
    first, last = _day(m, reference, ahead, int(m["day"])), _day(m, reference, ahead, int(m["last"]))
    if not first or not last or first >= last:
        return None
    return Time(first, last)


def _span(m: re.Match[str], reference: date | None, ahead: bool) -> Time | None:
    """From a day of one month to a day of the same or another: "from May 30 to June 2"."""
    first = _day(m, reference, ahead, int(m["day"]))
    last = _day(m, reference, ahead, int(m["last"]), m["until"])
    return Time(first, last) if first and last and first < last else None


def _month(m: re.Match[str], reference: date | None, ahead: bool) -> Time | None:
    return Time(f"{int(m['year']):04d}-{_number(m['month']):02d}")


def _bare_month(m: re.Match[str], reference: date | None, ahead: bool) -> Time | None:
    if reference is None:
        return None
    month = _number(m["month"])
    year = reference.year
    if ahead and month < reference.month:
        year += 1
    if not ahead and month > reference.month:
        year -= 1
    return Time(f"{year:04d}-{month:02d}")


def _years(m: re.Match[str], reference: date | None, ahead: bool) -> Time | None:
    return Time(m["year"], m["until"]) if m["year"] < m["until"] else None


def _last_years(m: re.Match[str], reference: date | None, ahead: bool) -> Time | None:
    return Time(f"{reference.year - number(m['n']):04d}", f"{reference.year:04d}") if reference else None


def _year(m: re.Match[str], reference: date | None, ahead: bool) -> Time | None:
    return None if m[0].endswith("s") else Time(m["year"])


def _relative(m: re.Match[str], reference: date | None, ahead: bool) -> Time | None:
    if reference is None:
        return None
    step = {"last": -1, "next": 1}.get(m["rel"], 0)
    if m["unit"] == "year":
        return Time(f"{reference.year + step:04d}")
    if m["rel"] not in ("last", "next", "this"):
        return Time(f"{reference.year:04d}-{reference.month:02d}")
    months = reference.year * 12 + reference.month - 1 + step
    return Time(f"{months // 12:04d}-{months % 12 + 1:02d}")


def _weekday(m: re.Match[str], reference: date | None, ahead: bool) -> Time | None:
    if reference is None:
        return None
    wanted = _DAYS.index(m["weekday"])
    back = (reference.weekday() - wanted) % 7
    if m["rel"] == "last" and back == 0:
        back = 7
    if (ahead and m["rel"] != "last") or m["rel"] == "next":
        forward = (wanted - reference.weekday()) % 7
        return Time((reference + timedelta(days=forward or 7 * (m["rel"] == "next"))).isoformat())
    return Time((reference - timedelta(days=back)).isoformat())


def _word(m: re.Match[str], reference: date | None, ahead: bool) -> Time | None:
    if reference is None:
        return None
    step = {"yesterday": -1, "tomorrow": 1}.get(m["word"].lower(), 0)
    return Time((reference + timedelta(days=step)).isoformat())


def _ago(m: re.Match[str], reference: date | None, ahead: bool) -> Time | None:
    count = number(m["n"])
    if reference is None or not count:
        return None
    return Time((reference - timedelta(days=count)).isoformat())
