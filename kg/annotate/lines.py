"""Which line ends of a text end a sentence, and which only wrap a paragraph."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, pairwise

_NARROWEST, _WIDEST = 40, 100
_SLACK = 3
_FILLED = 0.8
"""Least share of filled lines in a wrapped paragraph."""
_LOWER = 0.3
"""Least share of lines that begin in lower case in a wrapped text; in a list of headlines none do."""


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    end: int


def hard_breaks(text: str) -> set[int]:
    """Offsets of the line ends at which a sentence ends whatever its words say."""
    lines = _lines(text)
    breaks: set[int] = set()
    paragraphs = []
    for blank, group in groupby(lines, key=lambda line: not line.text):
        paragraph = list(group)
        breaks.add(paragraph[-1].end)
        if not blank:
            paragraphs.append(paragraph)
    width = max((len(line.text) for line in lines), default=0)
    for paragraph in paragraphs:
        if width <= _WIDEST:
            breaks.update(_inside(paragraph, width, _wraps(paragraphs, width)))
        else:
            own = max(len(line.text) for line in paragraph)
            breaks.update(_inside(paragraph, own, _wraps([paragraph], own)))
    return breaks


def _lines(text: str) -> list[_Line]:
    lines, offset = [], 0
    for raw in text.splitlines(keepends=True):
        body = raw.rstrip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
        lines.append(_Line(body.rstrip(), offset + len(body)))
        offset += len(raw)
    return lines


def _wraps(paragraphs: list[list[_Line]], width: int) -> bool:
    """Whether lines are filled up to a width, and often begin within a sentence."""
    pairs = [pair for paragraph in paragraphs for pair in pairwise(paragraph) if _filled(*pair, width)]
    lower = sum(after.text.lstrip()[0].islower() for _, after in pairs)
    return _NARROWEST <= width <= _WIDEST and bool(pairs) and lower >= _LOWER * len(pairs)


def _inside(paragraph: list[_Line], width: int, wraps: bool) -> set[int]:
    """The breaks between the lines of one paragraph."""
    pairs = list(pairwise(paragraph))
    filled = [_filled(line, after, width) for line, after in pairs]
    wraps = wraps and sum(filled) >= _FILLED * len(filled)
    return {
        line.end
        for (line, after), full in zip(pairs, filled, strict=True)
        if not ((wraps and full) or _goes_on(line, after, wraps))
    }


def _filled(line: _Line, after: _Line, width: int) -> bool:
    """Whether the next line's first word would not have fitted on this one."""
    return len(line.text) + 1 + len(after.text.split()[0]) > width - _SLACK


def _goes_on(line: _Line, after: _Line, wraps: bool) -> bool:
    """A long line without a final stop and a next one in lower case."""
    long = wraps or len(line.text) >= _NARROWEST
    return long and after.text.lstrip()[0].islower() and line.text[-1] not in ".!?…:"
