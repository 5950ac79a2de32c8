"""How an article was understood, sentence by sentence: what one reads to see why a fact is there, or is not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from os import PathLike

from kg.annotate.prose import left_out
from kg.extract.mentions import Mentions
from kg.model import Article, Claims, Facts
from kg.pipeline import OWN, analyse
from kg.query.format import clean
from kg.resolve.coreference import Coreference
from kg.trace.sentence import Context, sections

__all__ = ["trace"]


def trace(source: Article | str | PathLike[str], *, published: date | None = None, nlp: str = OWN) -> str:
    """For each sentence its words, its mentions and whom they mean, the frames tried with what came of it, its facts.

    ``source`` is one article, as for :func:`kg.extract`, with the same errors.
    """
    claims, facts = analyse(source, published=published, nlp=nlp)
    return "\n\n".join(_told(claims, facts)) + "\n"


def _told(claims: Claims, facts: Facts) -> Iterator[str]:
    document = claims.document
    article, reference = document.article, document.reference
    dates = f"dates count from {reference}" if reference else "tells no date: days stay without a year"
    title = f", “{article.title}”" if article.title else ""
    yield f"{clean(article.source)}{title}; {dates}"
    context = Context(claims, facts, Mentions(document), Coreference(claims))
    reasons = left_out(document.doc, article.title)
    for number, sentence in enumerate(document.doc.sents):
        head = f"[{number + 1}] {clean(sentence.text)}"
        if number in document.prose:
            yield "\n".join([head, *sections(sentence, context)])
        elif sentence.text.strip():
            yield f"{head}\n  left out: {reasons[number]}"
