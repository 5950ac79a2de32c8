"""Sentences of the treebanks with some words exchanged for others of the same tags, and with fillers put in.

A trained encoder knows the sentences of its treebanks by heart, so that a head can learn nothing from them; from words
that it has not seen there it can. Of their labels only the tags stay right.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace

from kg.annotate.lemmas import dictionary
from training.corpora import Sentence, Token

OPEN = frozenset({"NOUN", "VERB", "ADJ", "ADV", "PROPN"})
HELD = frozenset({"fixed", "goeswith", "flat", "compound:prt"})
"""Relations of words that are nothing without their neighbours."""
SHARES = (0.05, 0.15, 0.25)
"""What share of the words of a sentence is exchanged: one of these."""
RARE, FILLED, FILLER = 0.3, 0.06, 0.15
"""Shares: of new words from the dictionary, of sentences with fillers, and of places for one that get it."""
LEAST_FORMS = 20

Tags = tuple[str, str]
LIKE = Token("like", "like", "INTJ", "UH", 0, "discourse", "_", False)
COMMA = Token(",", ",", "PUNCT", ",", 0, "punct", "_", False)


def one_class() -> dict[Tags, list[str]]:
    """Return the forms by tags that the dictionary knows in one word class alone: "modify" is a verb."""
    classes: dict[str, dict[str, str]] = defaultdict(dict)
    for key, lemmas in dictionary().items():
        form, _, kind = key.rpartition(",")
        classes[form][kind] = lemmas
    found: dict[Tags, list[str]] = defaultdict(list)
    for form, kinds in classes.items():
        if len(kinds) == 1 and form.isalpha() and len(form) > 3:
            ((kind, lemma),) = kinds.items()
            for tags in _tags(form, kind, form == lemma):
                found[tags].append(form)
    return found


def _tags(form: str, kind: str, base: bool) -> list[Tags]:
    if kind == "noun":
        return [("NOUN", "NN" if base else "NNS")]
    if kind == "verb":
        return [("VERB", "VB"), ("VERB", "VBP")] if base else [("VERB", "VBZ")] if form.endswith("s") else []
    if kind == "adj" and base and not form.endswith(("ed", "ing")):
        return [("ADJ", "JJ")]
    return [("ADV", "RB")] if kind == "adv" and base and form.endswith("ly") else []


class Swaps:
    """Makes variants; ``sentences`` are the treebanks whose words are exchanged for one another."""

    def __init__(self, sentences: Iterable[Sentence], seed: int) -> None:
        self._dice = random.Random(seed)
        self._rare = one_class()
        forms: dict[Tags, Counter[str]] = defaultdict(Counter)
        for sentence in sentences:
            for token in filter(_free, sentence.tokens):
                forms[token.upos, token.xpos][token.form if token.upos == "PROPN" else token.form.lower()] += 1
        self._forms = {
            tags: (list(counts), [count**0.5 for count in counts.values()])
            for tags, counts in forms.items()
            if len(counts) >= LEAST_FORMS
        }

    def of(self, sentence: Sentence) -> list[Token]:
        """Return the words of a variant; their heads count as if no filler were there."""
        dice, share = self._dice, self._dice.choice(SHARES)
        tokens = [self._other(token) if dice.random() < share else token for token in sentence.tokens]
        return self._filled(tokens) if dice.random() < FILLED else tokens

    def _other(self, token: Token) -> Token:
        tags = token.upos, token.xpos
        capital = token.form[0].isupper()
        if tags not in self._forms or not _free(token) or (capital and token.upos != "PROPN"):
            return token
        rare = self._dice.random() < RARE and self._rare.get(tags)
        form = self._dice.choice(rare) if rare else self._dice.choices(*self._forms[tags])[0]
        shouted = token.form.isupper() and len(token.form) > 1
        return replace(token, form=form.upper() if shouted else form[0].upper() + form[1:] if capital else form)

    def _filled(self, tokens: list[Token]) -> list[Token]:
        result: list[Token] = []
        for token, after in zip(tokens, [*tokens[1:], None], strict=True):
            result.append(token)
            if after and _may_halt(token, after) and self._dice.random() < FILLER:
                result += [COMMA, LIKE, COMMA] if self._dice.random() < FILLER else [LIKE]
        return result


def _free(token: Token) -> bool:
    """Whether a word may be exchanged for another: no particle, no part of a phrase, of adverbs only those in -ly."""
    plain = token.upos in OPEN and token.form.isalpha() and token.deprel not in HELD
    return plain and (token.upos != "ADV" or token.form.endswith("ly"))


def _may_halt(token: Token, after: Token) -> bool:
    """Whether a speaker may halt between two words: "it was, like, so cold", "at like ten"."""
    if token.upos == "ADP" and token.deprel == "case":
        return after.upos in {"DET", "ADJ", "NUM", "PROPN"}
    if token.upos == "AUX":
        return after.upos in {"ADV", "ADJ", "VERB", "DET"} and after.form not in {"not", "n't"}
    if token.upos == "ADJ" and token.deprel == "amod":
        return after.upos in {"NOUN", "ADJ"}
    return (token.form == "," and after.upos in {"PRON", "ADP"}) or (token.upos == "VERB" and after.upos == "ADV")
