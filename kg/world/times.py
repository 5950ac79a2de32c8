"""When two tellings put an event: on the same day, perhaps, or not at all."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from kg.model import Time

_DAY_LENGTH = 10
_NEAR = ((2, 0.75), (7, 0.6), (14, 0.5), (45, 0.35), (120, 0.15))  # days apart, and what that is worth


@dataclass(frozen=True, slots=True)
class When:
    """The days, counted from year 1, between which an event lies; ``told`` the day of the article; None is unknown."""

    first: int | None
    last: int | None
    told: int | None

    @property
    def exact(self) -> bool:
        """Whether it is one day."""
        return self.first is not None and self.first == self.last


def when(time: Time | None, told: int | None) -> When:
    """When an event of that time, told on that day, took place. A day without a year is of the year of the telling."""
    if time is None:
        return When(None, None, told)
    bounds = [_bounds(value, told) for value in (time.value, time.end or time.value)]
    if bounds[0] is None or bounds[1] is None:
        return When(None, None, told)
    return When(bounds[0][0], max(bounds[0][1], bounds[1][1]), told)


def _bounds(value: str, told: int | None) -> tuple[int, int] | None:
    try:
        if value.startswith("--"):
            if told is None:
                return None
            value = f"{date.fromordinal(told).year}{value[1:]}"
        if len(value) == _DAY_LENGTH:
            day = date.fromisoformat(value).toordinal()
            return day, day
        year, _, month = value.partition("-")
        first, last = (int(month), int(month)) if month else (1, 12)
        end = monthrange(int(year), last)[1]
        return date(int(year), first, 1).toordinal(), date(int(year), last, end).toordinal()
    except ValueError:
        return None


def apart(one: When, other: When) -> bool:
    """Whether the days that are told exclude each other."""
    if one.first is None or one.last is None or other.first is None or other.last is None:
        return False
    return one.last < other.first or other.last < one.first


def agreement(one: When, other: When, *, ahead: bool | None) -> tuple[float, str]:
    """How well two times agree, from 0 to 1, and how that is put.

    ``ahead`` tells whether the events were still to come when they were told; None where that cannot be said.
    """
    if apart(one, other):
        return 0.0, "days differ"
    if one.exact and other.exact:
        return 1.0, "the same day"
    if one.first is not None and other.first is not None and one.last is not None and other.last is not None:
        wide = max(one.last - one.first, other.last - other.first)
        return (0.9 if wide <= 10 else 0.75 if wide <= 31 else 0.45), "a day within the other's time"
    if one.first is None and other.first is None:
        if one.told is None or other.told is None:
            return 0.25, "no day known"
        return _near(abs(one.told - other.told), "told")
    dated, undated = (one, other) if one.first is not None else (other, one)
    assert dated.first is not None
    assert dated.last is not None
    if undated.told is None:
        return 0.25, "a day in one only"
    if ahead and undated.told > dated.last + 1:
        return 0.1, "told after it, as if it were to come"
    if ahead is False and undated.told < dated.first - 1:
        return 0.1, "told before it, as if it were past"
    return _near(max(0, dated.first - undated.told, undated.told - dated.last), "the other told")


def _near(gap: int, what: str) -> tuple[float, str]:
    return next((worth for days, worth in _NEAR if gap <= days), 0.05), f"{what} {gap} days apart"
