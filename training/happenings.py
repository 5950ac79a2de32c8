"""Annotated articles as training sentences: which words tell an event, how real it is, and who has which part in it.

    python -m training.happenings LABELS... --words CORPORA/ner/gmb-silver.iob2.gz --out PREPARED

writes happenings.jsonl.gz (sentences that a network learns from) and happenings-dev.jsonl.gz (those of held out
articles). Sentences and mentions are those that the installed kg finds. Articles are dealt to the teachers by their
name, so that each teacher can be kept from a third of them (see `training.train`).
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator
from pathlib import Path

from spacy.tokens import Span as Tokens

from kg.extract import features
from kg.extract.matching import sighting
from kg.extract.times import expressions
from kg.model import ROLES
from training.articles import annotated
from training.corpora import Happenings, Sentence
from training.eventexamples import Annotated, part_of
from training.prepare import write_sentences

TEACHERS = 3
_HELD_OUT = 13  # one article in so many


def fold_of(ident: str) -> int:
    """The teacher that must not see an article, or -1 for articles that nothing is trained on."""
    number = int(hashlib.sha256(ident.encode()).hexdigest()[:8], 16)
    return number % TEACHERS if number % _HELD_OUT else -1


def sentences(article: Annotated) -> Iterator[Sentence]:
    """The sentences of running text of an article with what each tells."""
    for number, sentence in enumerate(article.document.doc.sents):
        if number in article.document.prose:
            place = {t.i: n for n, t in enumerate(t for t in sentence if not t.is_space)}
            words = tuple(t.text for t in sentence if not t.is_space)
            told = _told(article, sentence, place)
            yield Sentence("events", f"{article.gold['id']}-{number}", words, happenings=told)


def _told(article: Annotated, sentence: Tokens, place: dict[int, int]) -> Happenings:
    seen = sighting(sentence, article.document, article.mentions)
    twins = article.twins(sentence, seen.events)
    times = expressions(sentence, article.document.reference)
    candidates = features.candidates(sentence, article.mentions, times)
    kinds, status = {}, {}
    parts: list[tuple[int, int, str]] = []
    for token in sentence:
        here = sorted(article.events.get(token.i) or twins.get(token.i, []), key=lambda e: bool(e.get("optional")))
        if not here or token.i not in place:
            continue
        event, told = here[0], place[token.i]
        kinds[told] = "" if event.get("optional") else event["type"]
        status[told] = event.get("status", "Occurred")
        found = {(place[c.word.i], part_of(article, event, c)) for c in candidates if c.word.i in place}
        best = {word: part for word, part in sorted(found, key=lambda f: f[1] in ROLES) if part}
        parts += [(told, word, part) for word, part in sorted(best.items())]
    return Happenings(fold_of(str(article.gold["id"])), kinds, status, tuple(parts))


def main() -> None:
    """Write the two parts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("labels", nargs="+", type=Path)
    parser.add_argument("--words", type=Path, help="the corpus that labels without texts refer to")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    found = [
        s
        for file in options.labels
        for gold, text in annotated(file, options.words)
        for s in sentences(Annotated(gold, text))
    ]
    kept = [s for s in found if s.happenings and s.happenings.fold >= 0]
    write_sentences(options.out / "happenings.jsonl.gz", kept)
    held = [s for s in found if s.happenings and s.happenings.fold < 0]
    write_sentences(options.out / "happenings-dev.jsonl.gz", held)
    print(f"{len(kept)} sentences, {len(held)} held out")


if __name__ == "__main__":
    main()
