"""An evaluation as text: aligned columns for people, Markdown for documents, JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from kg.errors import UsageError
from kg.evaluate.judge import PARTS, Verdict
from kg.evaluate.measure import Count, Evaluation

FORMATS = ("table", "json", "markdown")
_Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Table:
    title: str
    head: _Row
    rows: tuple[_Row, ...]


def evaluation_text(
    evaluation: Evaluation,
    form: str = "table",
    *,
    by_type: bool = False,
    thresholds: bool = False,
    errors: bool = False,
) -> str:
    """The figures by kind of fact; of events by type, by confidence, and the errors one by one, where asked for.

    JSON always has all of the figures. Raises UsageError where the format is unknown.
    """
    if form not in FORMATS:
        raise UsageError(f"there is no format {form!r}: choose one of {', '.join(FORMATS)}")
    if form == "json":
        return json.dumps(_json(evaluation, errors), ensure_ascii=False, indent=2) + "\n"
    tables = [_parts(evaluation), *([_types(evaluation)] if by_type else [])]
    tables += [_bins(evaluation), _levels(evaluation)] if thresholds else []
    draw, listed = (_markdown, _listed_markdown) if form == "markdown" else (_columns, _listed)
    told = [_headline(evaluation), *map(draw, tables), *(listed(evaluation.errors) if errors else ())]
    return "\n\n".join(told) + "\n"


def _headline(evaluation: Evaluation) -> str:
    least = f", facts of confidence {evaluation.min_confidence:g} and more" if evaluation.min_confidence else ""
    skipped = f", {len(evaluation.skipped)} of them not analysed" if evaluation.skipped else ""
    return f"{evaluation.articles} article{'s' * (evaluation.articles != 1)}{skipped}{least}"


def _figures(count: Count) -> _Row:
    return tuple(f"{value:.3f}" for value in (count.precision, count.recall, count.f1))


def _counts(count: Count) -> _Row:
    return tuple(map(str, (count.gold, count.right, count.extra)))


_HEAD = ("gold", "found", "extra", "P", "R", "F1")


def _parts(evaluation: Evaluation) -> _Table:
    counts = [*evaluation.parts.items(), ("FACTS", evaluation.facts)]
    return _Table("", ("kind", *_HEAD), tuple((name, *_counts(c), *_figures(c)) for name, c in counts))


def _types(evaluation: Evaluation) -> _Table:
    rows = tuple((name, *_counts(c), *_figures(c)) for name, c in evaluation.types.items())
    return _Table("Events by type", ("type", *_HEAD), rows)


def _bins(evaluation: Evaluation) -> _Table:
    rows = tuple(
        (b.part, f"{b.low:.1f}–{b.high:.1f}", str(b.facts), str(b.right), f"{b.mean:.3f}", f"{b.share:.3f}")
        for b in evaluation.bins
    )
    return _Table("Confidence and how many are right", ("kind", "bin", "facts", "right", "confidence", "share"), rows)


def _levels(evaluation: Evaluation) -> _Table:
    rows = tuple(
        (f"{level:g}", *_figures(events), *_figures(facts)) for level, (events, facts) in evaluation.levels.items()
    )
    head = ("at least", "events P", "R", "F1", "FACTS P", "R", "F1")
    return _Table("If only facts of some confidence were kept", head, rows)


def _columns(table: _Table) -> str:
    """Words to the left, numbers to the right."""
    rows = [table.head, *table.rows]
    wide = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [_line(row, wide).rstrip() for row in rows]
    return "\n".join([*([table.title] if table.title else []), *lines])


def _line(row: Sequence[str], wide: Sequence[int]) -> str:
    first = f"{row[0]:<{wide[0]}}"
    return "  ".join([first, *(f"{cell:>{width}}" for cell, width in zip(row[1:], wide[1:], strict=True))])


def _markdown(table: _Table) -> str:
    head = [table.head, ("---", *("---:" for _ in table.head[1:]))]
    lines = [f"| {' | '.join(row)} |" for row in (*head, *table.rows)]
    return "\n".join([*([f"## {table.title}", ""] if table.title else []), *lines])


def _grouped(errors: Iterable[Verdict]) -> Iterator[tuple[str, list[Verdict]]]:
    """The errors of each kind under a heading, what is missed first; of events that are errors, no roles and such."""
    found = list(errors)
    for part in PARTS:
        of = [v for v in found if v.part == part]
        missed, extra = ([v for v in of if v.outcome == o and not v.implied] for o in ("missed", "extra"))
        implied = len(of) - len(missed) - len(extra)
        more = f", and {implied} of events that are missed or extra themselves" if implied else ""
        if of:
            yield f"{part}: {len(missed)} missed, {len(extra)} extra{more}", [*missed, *extra]


def _told(verdict: Verdict) -> str:
    named = verdict.part in ("offices", "events", "statements")
    return verdict.what if named else f"{verdict.type} {verdict.what}"


def _listed(errors: Iterable[Verdict]) -> Iterator[str]:
    for title, verdicts in _grouped(errors):
        lines = [f"  {v.outcome:<6}  {_told(v)}\n          {v.article}: “{v.sentence}”" for v in verdicts]
        yield "\n".join([title, *lines])


def _listed_markdown(errors: Iterable[Verdict]) -> Iterator[str]:
    for title, verdicts in _grouped(errors):
        lines = [f"- {v.outcome} **{_told(v)}** “{v.sentence}” ({v.article})" for v in verdicts]
        yield "\n".join([f"## {title[0].upper()}{title[1:]}", "", *lines])


def _json(evaluation: Evaluation, errors: bool) -> dict[str, Any]:
    def figures(count: Count) -> dict[str, float]:
        shown = {"gold": count.gold, "found": count.right, "extra": count.extra}
        return shown | {"precision": count.precision, "recall": count.recall, "f1": count.f1}

    told: dict[str, Any] = {
        "articles": evaluation.articles,
        "skipped": list(evaluation.skipped),
        "min_confidence": evaluation.min_confidence,
        "kinds": {name: figures(count) for name, count in evaluation.parts.items()},
        "facts": figures(evaluation.facts),
        "types": {name: figures(count) for name, count in evaluation.types.items()},
        "reliability": [asdict(one) | {"share": one.share} for one in evaluation.bins],
        "thresholds": [
            {"at_least": level, "events": figures(events), "facts": figures(facts)}
            for level, (events, facts) in evaluation.levels.items()
        ],
    }
    return told | ({"errors": [asdict(one) for one in evaluation.errors]} if errors else {})
