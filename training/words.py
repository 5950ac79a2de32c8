"""The rule that turns a form into its lemma: what the model learns to name (applied by kg.annotate.words)."""

MAX_EDIT = 6


def lemma_rule(form: str, lemma: str) -> str:
    """Return the shortest edit that turns a form into its lemma.

    'C' copies, 'L' lower-cases, 'L|2|y' lower-cases, cuts two letters and appends 'y' ('C|2|y' keeps the
    case), '=be' replaces the whole word.

    >>> [lemma_rule(*pair) for pair in [("Iran", "Iran"), ("The", "the"), ("Parties", "party"), ("is", "be")]]
    ['C', 'L', 'L|3|y', '=be']
    """
    if form == lemma:
        return "C"
    if form.lower() == lemma:
        return "L"
    base, case = (form.lower(), "L") if lemma == lemma.lower() else (form, "C")
    shared = 0
    while shared < min(len(base), len(lemma)) and base[shared] == lemma[shared]:
        shared += 1
    cut, suffix = len(base) - shared, lemma[shared:]
    if shared and cut <= MAX_EDIT and len(suffix) <= MAX_EDIT:
        return f"{case}|{cut}|{suffix}"
    return "=" + lemma
