"""Which line ends of a text end a sentence, and which only wrap a paragraph."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, pairwise

_NARROWEST, _WIDEST = 40, 100
_SLACK = 3
_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    end: int


def hard_breaks(text: str) -> set[int]:
    """Offsets of the line ends at which a sentence ends whatever its words say."""
    lines = _lines(text)
    widest = max((len(line.text) for line in lines), default=0)
    breaks: set[int] = set()
    for blank, group in groupby(lines, key=lambda line: not line.text.strip()):
        paragraph = list(group)
        breaks.add(paragraph[-1].end)
        if not blank:
            breaks.update(_inside(paragraph, widest))
    return breaks


def _lines(text: str) -> list[_Line]:
    lines, offset = [], 0
    for raw in text.splitlines(keepends=True):
        body = raw.rstrip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
        lines.append(_Line(body.rstrip(), offset + len(body)))
        offset += len(raw)
    return lines


def _inside(paragraph: list[_Line], widest: int) -> set[int]:
    """The breaks between the lines of one paragraph."""
    width = max(len(line.text) for line in paragraph)
    width = widest if _NARROWEST <= widest <= _WIDEST else width
    pairs = list(pairwise(paragraph))
    full = [_full(line, after, width) for line, after in pairs]
    wrapped = _NARROWEST <= width <= _WIDEST and sum(full) >= _SHARE * len(full)
    return {
        line.end
        for (line, after), filled in zip(pairs, full, strict=True)
        if not ((wrapped and filled) or _goes_on(line, after, wrapped))
    }


def _full(line: _Line, after: _Line, width: int) -> bool:
    """Whether the next line's first word would not have fitted on this one."""
    return len(line.text) + 1 + len(after.text.split()[0]) > width - _SLACK


def _goes_on(line: _Line, after: _Line, wrapped: bool) -> bool:
    """A long line without a final stop and a next one in lower case."""
    long = wrapped or len(line.text) >= _NARROWEST
    return long and after.text.strip()[0].islower() and line.text[-1] not in ".!?…:"
