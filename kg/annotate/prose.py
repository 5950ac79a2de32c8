"""Which sentences are running prose or a headline, and which are furniture of the page."""

from __future__ import annotations

from spacy.tokens import Doc, Span

_FEW = 4
_FINITE = {"VBD", "VBZ", "VBP", "MD"}


def prose_sentences(doc: Doc, title: str | None = None) -> frozenset[int]:
    """Indices into ``doc.sents`` of the sentences that are prose or the headline."""
    return frozenset(
        index for index, sentence in enumerate(doc.sents) if _is_headline(sentence, index, title) or _is_prose(sentence)
    )


def _is_headline(sentence: Span, index: int, title: str | None) -> bool:
    text = sentence.text.strip()
    return text == title.strip() if title else index == 0 and len(text.split()) >= _FEW


def _is_prose(sentence: Span) -> bool:
    words = [token for token in sentence if token.is_alpha]
    verb = any(token.tag_ in _FINITE for token in sentence)
    stop = sentence.text.rstrip()[-1:] in set(".!?…\"”’)':;,")
    return verb and (stop or len(words) >= _FEW) or (stop and len(words) >= 2 * _FEW)
