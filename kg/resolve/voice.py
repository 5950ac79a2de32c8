"""Who says "we": the speaker of a quotation, else the state or body that issues the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg import seeds
from kg.grammar import words
from kg.model import Claims, Event, Mention, Span
from kg.ontology import is_a
from kg.seeds import Seed

_LONGEST = 4  # words of a state's name in a letterhead
_FINITE = ("VBD", "VBZ", "VBP")
_DECLARED = re.compile(r"\bWe, ((?:the )?)(?=\w)")
_ISSUERS = ("State", "Organization")


class Voices:
    """The voices of one document."""

    def __init__(self, claims: Claims) -> None:
        self._text, self._doc = claims.document.article.text, claims.document.doc
        self._statements = [e for e in claims.events if e.type == "Statement"]
        self._acts = [e for e in claims.events if is_a(e.type, "SpeechAct") and e.type != "Statement"]
        self._mentions = claims.mentions
        told = (s.start_char for s in self._doc.sents if any(t.tag_ in _FINITE for t in s))
        self._head = next(told, 0)

    def speakers(self, mention: Mention) -> list[Mention]:
        """Who speaks in the sentence or quotation that a pronoun is in; nobody in the text's own voice."""
        said = [e for e in self._statements if e.evidence.start <= mention.span.start]
        here = [e for e in said if e.evidence.contains(mention.span)]
        before = self._text[: mention.span.start]
        quoted = before.count("“") > before.count("”") or before.count('"') % 2 == 1
        announced = bool(said) and self._text[said[-1].evidence.end - 1] == ":"
        found = here or (said if quoted or announced else [])
        return [m for role, m in found[-1].roles if role == "actor"] if found else []

    def declarers(self) -> list[Mention]:
        """Who a declaration says that "we" are: "We, the Foreign Ministers of Chad and Peru, condemn …"."""
        opened = _DECLARED.search(self._text)
        if opened is None:
            return []
        found = [m for m in self._mentions if m.form != "pronoun" and m.span.start in (opened.start(1), opened.end())]
        return sorted(found, key=lambda m: (-m.span.end, m.span))[:1]

    def issuers(self) -> list[Mention]:
        """Who acts by what the text itself says, in the present tense: "Norway welcomes the agreement"."""
        for event in self._acts:
            actors = [m for role, m in event.roles if role == "actor" and m.form == "name" and is_a(m.type, _ISSUERS)]
            if actors and event.source is None and self._present(event):
                return actors
        return []

    def letterhead(self) -> tuple[Seed, Span] | None:
        """The state that a line above the text, which tells nothing, names beside a body of it: "Ministry of Foreign
        Affairs of Japan", "Republic of Chad". None where there are several."""
        found: dict[str, Span] = {}
        start = 0
        for line in self._text[: self._head].splitlines(keepends=True):
            said = {seeds.fold(word) for word in line.split()}
            if not said.isdisjoint(words("nouns", "body") | words("nouns", "state")):
                found.update(self._states(start, start + len(line)))
            start += len(line)
        return next(((seeds.all_seeds()[key], span) for key, span in found.items()), None) if len(found) == 1 else None

    def _states(self, start: int, end: int) -> Iterator[tuple[str, Span]]:
        tokens = [t for t in self._doc if start <= t.idx < end and not t.is_space]
        for n, token in enumerate(tokens):
            for last in tokens[n : n + _LONGEST]:
                span = Span(token.idx, last.idx + len(last))
                name = self._text[span.start : span.end]
                known = seeds.named(name, ("State",)) or (
                    seeds.state_of_adjective(name) if name[:1].isupper() else None
                )
                if known is not None:
                    yield known.id, span

    def _present(self, event: Event) -> bool:
        tokens = self._doc.char_span(event.trigger.start, event.trigger.end, alignment_mode="expand")
        return any(
            t.tag_ in ("VBZ", "VBP") and t.i <= token.i for token in tokens or () for t in (token, *token.children)
        )
