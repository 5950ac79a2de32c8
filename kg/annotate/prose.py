"""Which sentences are running prose or a headline, and which are furniture of the page.

The judgement is on blocks, the sentences between two hard line ends, by their shape: length, a finite verb, a
final stop, repetition, and the company of other short blocks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from spacy.tokens import Doc, Span, Token

from kg.annotate.dateline import is_date
from kg.annotate.english import ENGLISH
from kg.annotate.lines import hard_breaks

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_STOPS = tuple(".!?…:;,")
_CLOSERS = "\"'”’»)]} "
_BULLETS = tuple("-–—*•·▪◦‣")
_FEWEST = 3
"""Fewest words of a sentence, a list item or a headline with a verb."""
_HEADLINE = 5
"""Fewest words of a headline without a verb."""
_PHRASE = 8
"""Fewest words of a sentence with a stop but without a verb."""
_LINE = 10
"""Fewest words of a line with a verb but without a stop; shorter ones are subheads and links."""
_SHORT = 12
"""Most words of a block that is furniture when it is repeated, an order, or one of many."""
_MANY = 3


@dataclass(frozen=True, slots=True)
class Block:
    """Some sentences of a Doc (their indices) and what their shape tells; ``longest`` is in words."""

    sentences: tuple[int, ...]
    text: str
    words: int
    longest: int
    verb: bool
    order: bool
    link: bool

    @property
    def stop(self) -> bool:
        """Whether it ends as a sentence does."""
        return self.text.rstrip(_CLOSERS).endswith(_STOPS)

    @property
    def item(self) -> bool:
        """Whether it is an item of a list."""
        return self.text.startswith(_BULLETS)

    @property
    def loose(self) -> bool:
        """Whether it is short and without a stop, as headlines, subheads and links are."""
        return self.words <= _SHORT and not self.stop and not self.item


def prose_sentences(doc: Doc, title: str | None = None) -> frozenset[int]:
    """Indices into ``doc.sents`` of the sentences that are prose or the headline."""
    return frozenset(range(len(list(doc.sents)))) - set(left_out(doc, title))


def left_out(doc: Doc, title: str | None = None) -> dict[int, str]:
    """The other sentences by index, with the reason why they are no prose."""
    every = list(_blocks(doc))
    blocks = _once([block for block in every if block.words and not is_date(block.text)])
    menus, lists = _in_runs(blocks), _under_headings(blocks)
    faults = [
        "one of many short lines" if n in menus else "under a heading of links" if n in lists else _fault(block)
        for n, block in enumerate(blocks)
    ]
    body = [block for block, fault in zip(blocks, faults, strict=True) if fault is None]
    body = body or [block for block in blocks if block.verb]
    above = blocks[: blocks.index(body[0])] if body else blocks
    kept = {index for block in (*body, *_headlines(blocks, above, title)) for index in block.sentences}
    reasons = dict.fromkeys(range(len(list(doc.sents))), "furniture of the page")
    reasons |= {index: "a date, a repeated line or no words" for block in every for index in block.sentences}
    reasons |= {i: fault for b, fault in zip(blocks, faults, strict=True) if fault for i in b.sentences}
    return {index: reason for index, reason in reasons.items() if index not in kept}


def _blocks(doc: Doc) -> Iterator[Block]:
    breaks = hard_breaks(doc.text)
    group: dict[int, Span] = {}
    for index, sentence in enumerate(doc.sents):
        text = sentence.text.rstrip()
        if not (len(sentence) < 2 * _SHORT and ENGLISH.furniture.search(text)):
            group[index] = sentence
        gap = range(sentence.start_char + len(text), sentence.end_char)
        if group and any(offset in breaks for offset in gap):
            yield _block(group)
            group = {}
    if group:
        yield _block(group)


def _block(group: dict[int, Span]) -> Block:
    lengths = [sum(token.text[0].isalnum() for token in sentence) for sentence in group.values()]
    return Block(
        sentences=tuple(group),
        text=" ".join(word for sentence in group.values() for word in sentence.text.split()),
        words=sum(lengths),
        longest=max(lengths),
        verb=any(_is_clause(token) for sentence in group.values() for token in sentence),
        order=len(group) == 1 and all(_is_order(sentence) for sentence in group.values()),
        link=any(token.like_url or token.like_email for sentence in group.values() for token in sentence),
    )


def _is_clause(token: Token) -> bool:
    """Whether a token is a finite verb, or one with a subject whatever form the tagger saw."""
    return token.tag_ in _FINITE or (token.pos_ == "VERB" and any(c.dep_.startswith("nsubj") for c in token.children))


def _is_order(sentence: Span) -> bool:
    """Whether it tells the reader to do something: "Share this article"."""
    relations = [token.dep_ for token in sentence.root.children]
    subject = any(name.startswith(("nsubj", "csubj", "aux", "expl")) for name in relations)
    return sentence.root.tag_ in {"VB", "VBP"} and not subject


def _once(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without the repetitions of short ones."""
    seen: set[str] = set()
    kept = []
    for block in blocks:
        if block.words > _SHORT or block.text not in seen:
            kept.append(block)
        seen.add(block.text)
    return kept


def _in_runs(blocks: Sequence[Block]) -> set[int]:
    """The numbers of blocks in a run of many loose ones: menus and lists of links."""
    found: set[int] = set()
    for loose, run in groupby(range(len(blocks)), key=lambda number: blocks[number].loose):
        numbers = list(run)
        if loose and len(numbers) >= _MANY:
            found.update(numbers)
    return found


def _under_headings(blocks: Sequence[Block]) -> set[int]:
    """The numbers of blocks under a heading like "Sources", up to the next true paragraph."""
    found: set[int] = set()
    under = False
    for number, block in enumerate(blocks):
        paragraph = block.verb and block.stop and (len(block.sentences) > 1 or block.words > 2 * _SHORT)
        under = block.text.casefold().strip(" :") in ENGLISH.list_headings or (under and not paragraph)
        if under:
            found.add(number)
    return found


def _fault(block: Block) -> str | None:
    """Why a block is no prose, None where it is."""
    if block.words <= _SHORT and (block.link or block.order):
        return "a short line with a link" if block.link else "an order to the reader"
    verb = "with" if block.verb else "without"
    if block.stop:
        return None if block.longest >= (_FEWEST if block.verb else _PHRASE) else f"too short, {verb} a verb"
    if block.verb and block.words >= (_FEWEST if block.item else _LINE):
        return None
    return f"no full stop, {verb} a verb, {block.words} words"


def _headlines(blocks: Sequence[Block], above: Sequence[Block], title: str | None) -> list[Block]:
    """The title, or where none is given the lines above the body that are long enough to say something."""
    if title is not None:
        return [block for block in blocks if _plain(block.text) == _plain(title)]
    found = [block for block in above if _says_something(block)]
    return found if len(found) <= _MANY else found[-1:]


def _says_something(block: Block) -> bool:
    if block.link or block.order or block.text.endswith("."):
        return False
    return block.words >= (_FEWEST if block.verb else _HEADLINE)


def _plain(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())
