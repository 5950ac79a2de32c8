"""The spaCy pipeline put together."""

from __future__ import annotations

from spacy.lang.en import English
from spacy.language import Language

from kg.annotate import parser, sentences, tokenizer
from kg.annotate.network import model_path

_MAX_CHARACTERS = 30_000_000
"""Memory is bounded by the sentences, not by the text; readers refuse what is too long for an article."""


def splitter() -> Language:
    """A new pipeline that finds words and sentences only, and needs no model."""
    nlp = English(create_tokenizer=tokenizer.make, max_length=_MAX_CHARACTERS)
    nlp.add_pipe(sentences.NAME)
    return nlp


def build() -> Language:
    """A new pipeline with the language model. Raises DataError where there is none."""
    path = model_path()
    nlp = splitter()
    nlp.add_pipe(parser.NAME, config={"model": str(path)})
    return nlp
