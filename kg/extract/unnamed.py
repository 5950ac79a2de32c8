"""Offices whose holder the next sentence names: "Kenya's ambassador has protested. Daniel Otieno told reporters …"

Agencies open so: the first sentence tells the office, the second the name, as the subject of both and without a title
of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from spacy.tokens import Span as Tokens
from spacy.tokens import Token

from kg.extract.mentions import Mentions
from kg.extract.office_titles import title_text
from kg.extract.titles import is_title, plural_title
from kg.extract.tree import children, sentence_span
from kg.grammar import national, words
from kg.model import Mention, Tenure

_OPENING = 5  # sentences, headline included
_FULL_NAME = 2  # words


def named_next(mentions: Mentions, sentences: Sequence[Tokens], found: Sequence[Tenure]) -> Iterator[Tenure]:
    """The tenures that two opening sentences tell together."""
    titled = {t.holder.name for t in found}
    for first, second in pairwise(sentences[:_OPENING]):
        title, name = _title(first, mentions), _name(second, mentions)
        if title is not None and name is not None and name.name not in titled:
            office, former = title_text(title, mentions)
            if national(office) or title.lower_ not in words("offices", "vague"):
                yield Tenure(
                    holder=name, office=office, of=mentions.owner(title), evidence=sentence_span(title),
                    rule="office named in the next sentence", former=former, confidence=0.6,
                )  # fmt: skip


def _subject(sentence: Tokens) -> Token | None:
    return next(iter(children(sentence.root, "nsubj")), None)


def _title(sentence: Tokens, mentions: Mentions) -> Token | None:
    """The title that an opening sentence has as its subject, told with its owner and without a name."""
    subject = _subject(sentence)
    if subject is None or not is_title(subject) or plural_title(subject) or mentions.named(subject) is not None:
        return None
    told = mentions.at(subject)
    owned = told is not None and told.form == "nominal" and told.of is not None and told.of.form != "pronoun"
    return subject if owned else None


def _name(sentence: Tokens, mentions: Mentions) -> Mention | None:
    """The full name without a title that a sentence has as its subject."""
    subject = _subject(sentence)
    name = mentions.named(subject) if subject is not None else None
    if name is None or name.type != "Person" or len(name.name.split()) < _FULL_NAME:
        return None
    return name if mentions.title_before(name) is None else None
