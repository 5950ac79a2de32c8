"""What the model is told about, and says of, a single word: its shape and the rule to its lemma.

The model was trained with these values: they are part of its interface.
"""

from __future__ import annotations


def shape_of(word: str) -> int:
    """The class of a word's letters, which the uncased encoder does not see.

    1 lower, 2 Title, 3 UPPER, 4 one capital, 5 mixed, 6 digits, 7 digits and more, 8 no letter or digit,
    9 other letters; 0 is kept for special pieces.
    """
    if word.isdigit():
        return 6
    if any(char.isdigit() for char in word):
        return 7
    if not any(char.isalpha() for char in word):
        return 8
    return _letters_shape(word)


def _letters_shape(word: str) -> int:
    if word.islower():
        return 1
    if word.isupper():
        return 4 if len(word) == 1 or (len(word) == 2 and word[1] == ".") else 3
    if word[0].isupper() and word[1:].islower():
        return 2
    return 5 if any(char.isupper() for char in word) else 9


def apply_rule(form: str, rule: str) -> str:
    """The lemma that a rule makes of a form.

    ``C`` copies, ``L`` lower-cases, ``L|2|y`` lower-cases, cuts two letters and appends "y" (``C|2|y`` keeps
    the case), ``=be`` replaces the whole word. A rule that does not fit leaves the form.
    """
    if rule.startswith("="):
        return rule[1:]
    if "|" not in rule:
        return form.lower() if rule == "L" else form
    case, cut, suffix = rule.split("|", 2)
    base = form.lower() if case == "L" else form
    return base[: len(base) - int(cut)] + suffix if int(cut) <= len(base) else base
