"""The pipeline component that finds the sentences of raw text, by rules over its tokens and lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from kg.annotate.english import ENGLISH
from kg.annotate.lines import hard_breaks

NAME = "kg_sentences"
_STOPS = frozenset(".!?…。！？")
_CLOSERS = frozenset("\"'”’»)]}") | {"''"}
_OPENERS = frozenset("\"'“‘„«([{`") | {"``", "-", "–", "—", "*", "•"}


@dataclass(frozen=True, slots=True)
class Word:
    """A token that is not white space; ``broken``: a hard line end follows; ``spaced``: white space follows."""

    text: str
    spaced: bool = True
    broken: bool = False


@Language.component(NAME)
def split(doc: Doc) -> Doc:
    """Set the sentence starts of a Doc; white space belongs to the sentence before it."""
    indices = [token.i for token in doc if not token.is_space]
    breaks = hard_breaks(doc.text)
    words = []
    for position, index in enumerate(indices):
        token = doc[index]
        end = token.idx + len(token)
        following = indices[position + 1] if position + 1 < len(indices) else None
        gap = range(end, doc[following].idx if following is not None else end)
        words.append(Word(token.text, len(gap) > 0, any(offset in breaks for offset in gap)))
    starts = {indices[position] for position in sentence_starts(words)}
    for token in doc:
        token.is_sent_start = token.i == 0 or (token.i in starts and token.i != (indices or [0])[0])
    return doc


def sentence_starts(words: Sequence[Word]) -> list[int]:
    """The positions of the words that begin a sentence."""
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
    """The last of the stops, quotes and brackets that follow a stop without a space."""
    while position + 1 < len(words) and not words[position].spaced:
        following = words[position + 1].text
        if following not in _CLOSERS and not _only_stops(following):
            break
        position += 1
    return position


def _only_stops(text: str) -> bool:
    return all(char in _STOPS for char in text)


def _ends(words: Sequence[Word], start: int, stop: int, last: int) -> bool:
    """Whether the stop, with its closers up to ``last``, ends the sentence."""
    if last + 1 >= len(words):
        return True
    following = _first_letter_word(words, last + 1)
    if not words[last].spaced:
        return words[stop].text == "." and stop > start and words[stop - 1].text.islower() and following.istitle()
    if following[:1].islower():
        return False
    if not _only_stops(words[stop].text):
        return _abbreviation_ends(words[stop].text, following)
    if stop == start + 1 and words[start].text.isalnum() and len(words[start].text) <= 3:
        return False  # the number of a list item
    return not (last > stop and words[stop].text != "." and _speaker_follows(words, last + 1))


def _first_letter_word(words: Sequence[Word], position: int) -> str:
    for word in words[position : position + 4]:
        if word.text not in _OPENERS:
            return word.text
    return words[position].text


def _abbreviation_ends(text: str, following: str) -> bool:
    if text in ENGLISH.titles:
        return False
    if text in ENGLISH.numbered and following[:1].isdigit():
        return False
    return following.lower() in ENGLISH.starters


def _speaker_follows(words: Sequence[Word], position: int) -> bool:
    """Whether a name and a verb of speech follow: "Why?" Clinton asked."""
    for word in words[position : position + 5]:
        if word.text in ENGLISH.speech:
            return True
        if not word.text[:1].isupper():
            return False
    return False
