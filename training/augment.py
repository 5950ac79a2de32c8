"""Cheap variants of training sentences: what newspapers do to text that web corpora seldom show.

Each function returns a sentence with as many labels as words; trees stay trees.
"""

import random
from collections.abc import Callable
from dataclasses import replace

from training.corpora import Sentence, Token

TYPOGRAPHIC = {"``": "“", "''": "”", "--": "—"}
FINAL = {".", "!", "?"}


def typographic(sentence: Sentence) -> Sentence:
    """Return the sentence with typographic quotes, apostrophes and dashes; '"' opens and closes in turn."""
    words, opening = [], True
    for word in sentence.words:
        if word == '"':
            words.append("“" if opening else "”")
            opening = not opening
        else:
            words.append(TYPOGRAPHIC.get(word, word.replace("'", "’")))
    return with_words(sentence, words)


def unstopped(sentence: Sentence) -> Sentence:
    """Return the sentence without its final stop, as in headlines."""
    if len(sentence.words) < 4 or sentence.words[-1] not in FINAL:
        return sentence
    last = len(sentence.words)
    if any(token.head == last for token in sentence.tokens):
        return sentence
    return replace(
        sentence,
        words=sentence.words[:-1],
        tokens=sentence.tokens[:-1],
        tags=sentence.tags[:-1],
        also=sentence.also[:-1],
    )


def capitals(sentence: Sentence) -> Sentence:
    """Return the sentence in capitals; lemmas keep their case."""
    return with_words(sentence, [word.upper() for word in sentence.words])


def small_letters(sentence: Sentence) -> Sentence:
    """Return the sentence in small letters; lemmas keep their case."""
    return with_words(sentence, [word.lower() for word in sentence.words])


def with_words(sentence: Sentence, words: list[str]) -> Sentence:
    """Return the sentence with other forms for its words."""
    tokens = tuple(replace(token, form=word) for token, word in zip(sentence.tokens, words, strict=False))
    return replace(sentence, words=tuple(words), tokens=tokens)


def joined(sentence: Sentence) -> Sentence:
    """Return the sentence with names such as 'al - Maliki' as one word, which the treebanks cut in three."""
    place = 0
    while place + 2 < len(sentence.tokens):
        if _is_hyphenated_name(sentence.tokens, place):
            sentence = _join(sentence, place)
        else:
            place += 1
    return sentence


def _is_hyphenated_name(tokens: tuple[Token, ...], place: int) -> bool:
    left, hyphen, right = tokens[place : place + 3]
    if hyphen.form != "-" or not (left.glued and hyphen.glued):
        return False
    heads = {token.head for token in (left, right)} - {place + 1, place + 2, place + 3}
    return left.upos == right.upos == "PROPN" and len(heads) == 1


def _join(sentence: Sentence, place: int) -> Sentence:
    group = sentence.tokens[place : place + 3]
    outer = next(t for t in (group[0], group[2]) if not place < t.head <= place + 3)
    form = "".join(token.form for token in group)
    merged = replace(outer, form=form, lemma=form, glued=group[2].glued, misc="_")
    tokens = (*sentence.tokens[:place], merged, *sentence.tokens[place + 3 :])

    def moved(head: int) -> int:
        return head if head <= place else max(place + 1, head - 2)

    tags = sentence.tags[place : place + 3]
    begun = [tag for tag in tags if tag[0] == "B"] or [tag for tag in tags if tag != "O"] or list(tags[:1])
    return replace(
        sentence,
        words=tuple(token.form for token in tokens),
        tokens=tuple(replace(token, head=moved(token.head)) for token in tokens),
        tags=(*sentence.tags[:place], *begun[:1], *sentence.tags[place + 3 :]),
        also=(*sentence.also[:place], *sentence.also[place : place + 1], *sentence.also[place + 3 :]),
    )


VARIANTS: tuple[tuple[float, Callable[[Sentence], Sentence]], ...] = (
    (0.5, joined),
    (0.05, typographic),
    (0.05, unstopped),
    (0.04, capitals),
    (0.04, small_letters),
)


def varied(sentence: Sentence, rng: random.Random) -> Sentence:
    """Return the sentence after those variants that the dice choose."""
    for chance, variant in VARIANTS:
        if rng.random() < chance:
            sentence = variant(sentence)
    return sentence
