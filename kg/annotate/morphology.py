"""Morphological features: those that the model names, else derived from tags, forms and tree (english.toml)."""

from __future__ import annotations

from collections.abc import Sequence

from kg.annotate.english import ENGLISH
from kg.annotate.network import Analysis

_PASSIVE = {"aux:pass", "nsubj:pass", "csubj:pass"}


def features(words: Sequence[str], analysis: Analysis) -> list[str]:
    """The features of each word in the notation of Universal Dependencies, "Number=Plur|Person=3"."""
    if analysis.features:
        return ["" if named == "_" else named for named in analysis.features]
    passive = {
        head - 1 for head, relation in zip(analysis.heads, analysis.relations, strict=True) if relation in _PASSIVE
    }
    return [
        "|".join(f"{name}={value}" for name, value in sorted(_of(word, analysis, k, k in passive).items()))
        for k, word in enumerate(words)
    ]


def _of(word: str, analysis: Analysis, k: int, passive: bool) -> dict[str, str]:
    upos, xpos, form = analysis.upos[k], analysis.xpos[k], word.lower().replace("’", "'")
    found = dict(ENGLISH.by_tag.get(xpos, {}))
    found |= ENGLISH.by_form.get(xpos, {}).get(form, {})
    if form in ENGLISH.negations:
        found["Polarity"] = "Neg"
    if passive and upos == "VERB":
        found["Voice"] = "Pass"
    return found
