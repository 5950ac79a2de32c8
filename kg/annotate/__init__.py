"""The language model behind one spaCy pipeline: an Article becomes a Document.

``load`` gives the pipeline: tokenizer, ``kg_sentences`` (a splitter for raw text) and ``kg_parser`` (the ONNX
model: tags, lemmas, features, Universal Dependencies with subtypes, entities PER ORG GPE LOC FAC NORP EVENT DATE MISC).
The root of a sentence has the relation ``ROOT``, as everywhere in spaCy. A model of one's own is named by the
environment variable KG_MODEL: an .onnx file with its tokenizer.json beside it, or the folder of both. Other pipelines
come by name, as entry points ``kg.nlp`` (see kg/plugins.py): a function without arguments that gives a Language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from kg.annotate.dateline import dateline
from kg.model import MODEL, Article, Document

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["annotate", "annotate_all", "dateline", "load"]


@cache
def load() -> Language:
    """The pipeline, loaded once a process. Raises DataError where there is no model."""
    from kg.annotate.pipeline import build  # spaCy and onnxruntime take a second to import

    return build()


def annotate(article: Article, nlp: Language | None = None) -> Document:
    """The article with its analysis, by our own pipeline or another one that gives Universal Dependencies.

    Ours analyses each sentence on its own, so the same article has the same analysis in any company. Raises DataError
    where another pipeline gives less than is needed.
    """
    from kg.annotate.other import conform
    from kg.annotate.prose import prose_sentences

    doc = (nlp or load())(article.text)
    if MODEL not in doc.user_data:
        doc = conform(doc, article.text)
    reference = article.published or dateline(article.text)
    return Document(article, doc, prose_sentences(doc, article.title), reference)


def annotate_all(articles: Iterable[Article], nlp: Language | None = None) -> Iterator[Document]:
    """The articles with their analyses, one by one as they are asked for."""
    nlp = nlp or load()
    for article in articles:
        yield annotate(article, nlp)
