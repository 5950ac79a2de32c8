"""What no English sentence does, put right: a subject or auxiliary hung beyond its verb, a noun tagged as a verb.

The network chooses head, relation and tag each by itself, so that they can contradict one another in short sentences.
"""

from __future__ import annotations

from dataclasses import replace

from kg.annotate.network import Analysis

_BEFORE = ("nsubj", "nsubj:pass", "aux", "aux:pass")
_NOUN_TAGS = frozenset({"NN", "NNS"})


def mended(analysis: Analysis) -> Analysis:
    """The analysis with tags that agree, and subjects and auxiliaries on a verb that can have them."""
    pairs = zip(analysis.upos, analysis.xpos, strict=True)
    upos = tuple("NOUN" if pos == "VERB" and tag in _NOUN_TAGS else pos for pos, tag in pairs)
    heads = tuple(_head(word, analysis) for word in range(1, len(analysis.heads) + 1))
    return replace(analysis, upos=upos, heads=heads) if (upos, heads) != (analysis.upos, analysis.heads) else analysis


def _head(word: int, analysis: Analysis) -> int:
    """The head of a word, counted from 1: "Peru" is the subject of "hold" in "Peru will hold talks", not of "talks"."""
    head, relation = analysis.heads[word - 1], analysis.relations[word - 1]
    if relation not in _BEFORE or not head:
        return head
    above = analysis.heads[head - 1]
    if word < above < head and analysis.relations[head - 1] == "obj" and analysis.upos[above - 1] == "VERB":
        return above
    if relation.startswith("aux") and head < word:
        return _clause_after(word, head, analysis) or head
    return head


def _clause_after(word: int, head: int, analysis: Analysis) -> int:
    """The verb right of an auxiliary that heads a clause of the verb left of it; 0 where there is none."""
    for verb in range(word + 1, len(analysis.heads) + 1):
        if analysis.heads[verb - 1] == head and analysis.relations[verb - 1] in ("ccomp", "xcomp", "advcl"):
            return verb
    return 0
