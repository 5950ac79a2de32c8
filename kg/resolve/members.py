"""Who a group is, where the text lists it: "the three countries (A, B and C)", "six states: …", "the Troika (A and B)".

Read by the words between the names, since parsers hang such lists in many ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.grammar import number
from kg.model import Mention
from kg.ontology import is_a

_OPENS = re.compile(r"\s*([(:,—–]|--?(?=\s))\s*(?:namely,?\s+|that is,?\s+|the\s+)*")
_COLON = re.compile(r"[^.;:!?\n]*(:)\s+(?:the\s+)?")  # after the clause of a group that is told with its number
_LINKS = re.compile(r"\s*(?:,?\s+and|,|;|&|\s+and)\s+(?:the\s+)?")
_CLOSES = {"(": re.compile(r"\s*\)"), ",": re.compile(r"\s*[,.]"), ":": re.compile(r"\s*[.;\n]|\s*$")}
_DASHED = re.compile(r"\s*(?:[—–.]|-)")
_FEWEST = 2


def members(mentions: Sequence[Mention], text: str) -> dict[Mention, tuple[Mention, ...]]:
    """The members of every group that lists them right after it."""
    names = sorted((m for m in mentions if m.form == "name" and is_a(m.type, ("Agent",))), key=lambda m: m.span)
    at = {m.span.start: m for m in names}
    return {m: found for m in mentions if _can_list(m, text) and (found := tuple(_listed(m, at, text)))}


def _can_list(mention: Mention, text: str) -> bool:
    """A group or states told by a noun in the plural, or a body by name."""
    if mention.form == "name":
        bracket = text[mention.span.end :].lstrip().startswith("(")
        return bracket and is_a(mention.type, "Organization")
    plural = text[: mention.span.end].endswith("s")
    return mention.form == "nominal" and plural and mention.type in ("Group", "State")


def _listed(group: Mention, at: dict[int, Mention], text: str) -> Iterator[Mention]:
    counted = any(number(word) > 1 for word in group.name.split())
    opened = _OPENS.match(text, group.span.end) or (_COLON.match(text, group.span.end) if counted else None)
    if opened is None:
        return
    found: list[Mention] = []
    place = opened.end()
    while (name := at.get(place)) is not None:
        found.append(name)
        link = _LINKS.match(text, name.span.end)
        if link is None or link.end() not in at:
            break
        place = link.end()
    closing = _CLOSES.get(opened[1], _DASHED)
    if len(found) >= _FEWEST and closing.match(text, found[-1].span.end) and _counted(group, len(found)):
        yield from found


def _counted(group: Mention, named: int) -> bool:
    """Whether a number that a group is told with is that of the names."""
    told = [n for word in group.name.split() if (n := number(word))]
    return not told or told[0] == named
