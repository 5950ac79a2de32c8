"""The pipeline component that finds the sentences of raw text, by rules over its tokens and lines, and by
what was learnt where those see no end."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.cuts import cuts, is_smiley
from kg.annotate.english import ENGLISH
from kg.annotate.lines import hard_breaks

NAME = "kg_sentences"
_STOPS = frozenset(".!?…。！？")
_CLOSERS = frozenset("\"'”’»)]}") | {"''"}
_DASHES = frozenset("-–—―") | {"--"}
_OPENERS = frozenset("\"'“‘„«([{`*•") | {"``"} | _DASHES


class Word(NamedTuple):
    """A token but white space; ``spaced``: white space follows; ``broken``: a hard line end follows."""

    text: str
    spaced: bool = True
    broken: bool = False


@Language.component(NAME)
def split(doc: Doc) -> Doc:
    """Set the sentence starts of a Doc; white space belongs to the sentence before it."""
    if not len(doc):
        return doc
    places, words = words_of(doc)
    values: Any = np.full(len(doc), -1)
    values[[places[position] for position in sentence_starts(words)[1:]]] = 1
    values[0] = 1
    return doc.from_array(["SENT_START"], values.astype(np.uint64)[:, None])


def words_of(doc: Doc) -> tuple[list[int], list[Word]]:
    """What the rules look at of each token but white space, after their places in the Doc."""
    table = doc.to_array(["ORTH", "IDX", "LENGTH", "IS_SPACE"])
    places = np.flatnonzero(table[:, 3] == 0).tolist()
    orths, starts, lengths, _ = table[places].T.tolist()
    ends = [start + length for start, length in zip(starts, lengths, strict=True)]
    nexts = [*starts[1:], *ends[-1:]]
    breaks, strings = hard_breaks(doc.text), doc.vocab.strings
    return places, [
        Word(strings[orth], end < after, end < after and not breaks.isdisjoint(range(end, after)))
        for orth, end, after in zip(orths, ends, nexts, strict=True)
    ]


def sentence_starts(words: Sequence[Word]) -> list[int]:
    """The positions of the words that begin a sentence."""
    starts = []
    ruled = [*ruled_starts(words), len(words)]
    stopped = stopped_share(words, ruled)
    for start, end in pairwise(ruled):
        texts, spaced, _ = zip(*words[start:end], strict=True)
        found = [start + cut for cut in cuts(texts, spaced, stopped)]
        starts += [start, *(place for place in found if not _goes_on(words, place))]
    return starts


def stopped_share(words: Sequence[Word], bounds: Sequence[int]) -> float:
    """The share of words in sentences that begin with a capital and end with a stop: nearly all in edited text."""
    pairs = pairwise(bounds)
    good = [end - start for start, end in pairs if words[start].text[0].isupper() and _is_stopped(words[end - 1].text)]
    return sum(good) / max(len(words), 1)


def _is_stopped(last: str) -> bool:
    return last in _CLOSERS or _may_end(last)


def _goes_on(words: Sequence[Word], place: int) -> bool:
    """Whether the speaker of what stands before the place follows, or only the verb: "the firm Yahoo! said"."""
    quoted, following = words[place - 1].text in _CLOSERS, words[place].text
    return following in ENGLISH.speech or (quoted and (following in _DASHES or _speaker_follows(words, place)))


def ruled_starts(words: Sequence[Word]) -> list[int]:
    """The positions of the words that begin a sentence by stops and line ends alone."""
    starts, position = [], 0
    while position < len(words):
        starts.append(position)
        position = _end(words, position) + 1
    return starts


def _end(words: Sequence[Word], start: int) -> int:
    """The last word of the sentence that begins at ``start``."""
    position = start
    while position < len(words):
        if _may_end(words[position].text):
            last = _with_closers(words, position)
            if words[last].broken or _ends(words, start, position, last):
                return last
        if words[position].broken:
            return position
        position += 1
    return len(words) - 1


def _may_end(text: str) -> bool:
    return text[-1] in _STOPS


def _with_closers(words: Sequence[Word], position: int) -> int:
    """The last of the stops, quotes and brackets that follow a stop without a space, and of smileys after them."""
    while position + 1 < len(words) and not words[position].spaced:
        following = words[position + 1]
        closes = following.text in _CLOSERS or (following.text in "“‘" and following.spaced)
        if not closes and not _only_stops(following.text):
            break
        position += 1
    while _is_reference(words, position + 1):
        position += 3
    while position + 1 < len(words) and not words[position].broken and is_smiley(words[position + 1].text):
        position += 1
    return position


def _is_reference(words: Sequence[Word], position: int) -> bool:
    """Whether the mark of a footnote, as "[17]", is here: it belongs to the sentence that it follows."""
    texts = [word.text for word in words[position : position + 3]]
    return len(texts) == 3 and texts[0] == "[" and texts[1].isdigit() and texts[2] == "]" and not words[position].spaced


def _only_stops(text: str) -> bool:
    return all(char in _STOPS for char in text)


def _ends(words: Sequence[Word], start: int, stop: int, last: int) -> bool:
    """Whether the stop, with its closers up to ``last``, ends the sentence."""
    if last + 1 >= len(words):
        return True
    following = _first_letter_word(words, last + 1)
    if not words[last].spaced:
        glued = words[stop].text == "." and stop > start and words[stop - 1].text.islower()
        return glued and following.istitle()
    if following[:1].islower():
        return False
    if stop == start and len(words[stop].text) > 1 and _only_stops(words[stop].text):
        return False  # "... and so on"
    if not _only_stops(words[stop].text):
        return _abbreviation_ends(words[stop].text, following)
    if stop == start + 1 and (words[start].text.isdigit() or len(words[start].text) == 1):
        return False  # the number of a list item
    return not (last > stop and _quotation_goes_on(words, stop, last + 1))


def _first_letter_word(words: Sequence[Word], position: int) -> str:
    for word in words[position : position + 4]:
        if word.text not in _OPENERS:
            return word.text
    return words[position].text


def _abbreviation_ends(text: str, following: str) -> bool:
    return text not in ENGLISH.titles and following.lower() in ENGLISH.starters


def _quotation_goes_on(words: Sequence[Word], stop: int, following: int) -> bool:
    """Whether the speaker comes after the quotation: "Why?" Clinton asked. "No." - Clinton."""
    asked = words[stop].text != "."
    return words[following].text in _DASHES or (asked and _speaker_follows(words, following))


def _speaker_follows(words: Sequence[Word], position: int) -> bool:
    for word in words[position : position + 5]:
        if word.text in ENGLISH.speech:
            return True
        if not word.text[:1].isupper():
            return False
    return False
