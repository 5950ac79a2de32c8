"""The spaCy pipeline put together."""

from __future__ import annotations

import spacy
from spacy.language import Language

from kg.annotate import parser, sentences
from kg.annotate.network import model_path
from kg.annotate.tokenizer import adapt

_MAX_CHARACTERS = 30_000_000
"""Memory is bounded by the sentences, not by the text; readers refuse what is too long for an article."""


def build() -> Language:
    """A new pipeline. Raises DataError where there is no model."""
    path = model_path()
    nlp = spacy.blank("en")
    nlp.max_length = _MAX_CHARACTERS
    adapt(nlp)
    nlp.add_pipe(sentences.NAME)
    nlp.add_pipe(parser.NAME, config={"model": str(path)})
    return nlp
