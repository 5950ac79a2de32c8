"""Bring the entity annotations of the corpora to one tag set, in BIO tags.

Most corpora do not tell states (GPE) and buildings (FAC) from other places (LOC), nor peoples (NORP) from other
names (MISC): they leave the finer types open.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from training.corpora import Token, Tree

TYPES = ("PER", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "DATE", "MISC")
COARSE = {"GPE": "LOC", "FAC": "LOC", "NORP": "MISC"}
FINER = {"LOC": ["GPE", "FAC"], "MISC": ["NORP"]}
GUM_TYPES = {"person": "PER", "organization": "ORG", "place": "LOC", "time": "DATE", "event": "EVENT"}
CROSSNER_TYPES = {
    "politician": "PER",
    "person": "PER",
    "organisation": "ORG",
    "politicalparty": "ORG",
    "country": "GPE",
    "location": "LOC",
    "election": "EVENT",
    "event": "EVENT",
    "misc": "MISC",
}
TIME_LINKS = {"flat", "compound", "nummod", "appos", "nmod", "case", "punct", "amod", "det"}
THINGS = ("organization", "place", "event")
ANY_NAME = "PER ORG GPE LOC FAC NORP EVENT MISC"
NAME_MARKS = {"-", "–", "'", "’", ".", "&", "/"}

Span = tuple[int, int, str]


def repaired(tags: Sequence[str]) -> list[str]:
    """Return the tags with every entity begun by a B tag.

    >>> repaired(["I-ORG", "I-ORG", "O", "I-LOC", "I-PER"])
    ['B-ORG', 'I-ORG', 'O', 'B-LOC', 'B-PER']
    """
    result: list[str] = []
    for tag in tags:
        before = result[-1] if result else "O"
        result.append("B" + tag[1:] if tag[0] == "I" and before[2:] != tag[2:] else tag)
    return result


def spans_of(tags: Sequence[str]) -> list[Span]:
    """Return the entities of well-formed BIO tags as (start, end, type).

    >>> spans_of(["B-PER", "I-PER", "B-LOC", "O"])
    [(0, 2, 'PER'), (2, 3, 'LOC')]
    """
    found: list[Span] = []
    for index, tag in enumerate(repaired(tags)):
        if tag[0] == "B":
            found.append((index, index + 1, tag[2:]))
        elif tag[0] == "I":
            found[-1] = (found[-1][0], index + 1, tag[2:])
    return found


def aligned(words: Sequence[str], tagged: Iterable[tuple[str, str]]) -> list[str] | None:
    """Return the tags on other tokens of the same characters, or None where the characters differ.

    >>> aligned(["al-Ani", "'s"], [("al", "B-PER"), ("-", "I-PER"), ("Ani's", "I-PER")])
    ['B-PER', 'I-PER']
    """
    marks = [
        (char, tag if place == 0 else tag.replace("B-", "I-"))
        for form, tag in tagged
        for place, char in enumerate(form.replace(" ", ""))
    ]
    bare = [word.replace(" ", "") for word in words]
    if "".join(char for char, _ in marks) != "".join(bare):
        return None
    result, start = [], 0
    for word in bare:
        part = [tag for _, tag in marks[start : start + len(word)]]
        start += len(word)
        named = [tag for tag in part if tag != "O"]
        result.append("O" if not named else part[0] if part[0] != "O" else "B" + named[0][1:])
    return repaired(result)


def with_finer(tags: Sequence[str], also: Sequence[str]) -> list[str]:
    """Return `also` with the finer types of each coarse tag added.

    >>> with_finer(["B-LOC", "O"], ["", "DATE"])
    ['GPE FAC', 'DATE']
    """
    pairs = zip(tags, also, strict=True)
    return [" ".join([*types.split(), *FINER.get(tag[2:], ())]) for tag, types in pairs]


def coarse(tags: Iterable[str]) -> list[str]:
    """Return the tags with the types that every corpus tells apart.

    >>> coarse(["B-GPE", "I-GPE", "B-NORP", "O"])
    ['B-LOC', 'I-LOC', 'B-MISC', 'O']
    """
    return [tag[:2] + COARSE.get(tag[2:], tag[2:]) for tag in tags]


def uner_also(tokens: Sequence[Token], tags: Sequence[str]) -> list[str]:
    """Return what Universal NER leaves open: it marks no dates, and events are either O or OTH.

    A single word or an adjective of the class OTH ("Iraqi") is no event.
    """
    also = ["DATE EVENT" if tag == "O" else "" for tag in tags]
    for start, end, kind in spans_of(tags):
        if kind == "MISC" and end - start > 1 and tokens[end - 1].upos == "PROPN":
            also[start:end] = ["EVENT"] * (end - start)
    return also


def gum_also(tokens: Sequence[Token], tags: Sequence[str], mentions: Iterable[Span]) -> list[str]:
    """Return what GUM leaves open: modifiers are often no mentions there.

    Adjectives of nations ("Iraqi") may be MISC; a proper noun without a tag ("US" in "US President") may
    be anything; a mention of a time without a name ("last week") may be a date.
    """
    also = [_untagged_also(token) if tag == "O" else "" for token, tag in zip(tokens, tags, strict=True)]
    for start, end, kind in mentions:
        for index in range(start, end):
            if kind == "time" and tags[index] == "O":
                also[index] = f"{also[index]} DATE"
    return also


def _untagged_also(token: Token) -> str:
    if token.upos == "PROPN":
        return ANY_NAME
    return "MISC NORP" if _is_capital_adjective(token) else ""


def _is_capital_adjective(token: Token) -> bool:
    return token.upos == "ADJ" and token.form[:1].isupper()


def wikigold_also(tags: Sequence[str]) -> list[str]:
    """Return what Wikigold leaves open: it marks no dates, and events of several words are MISC."""
    also = ["DATE" if tag == "O" else "" for tag in tags]
    for start, end, kind in spans_of(tags):
        if kind == "MISC" and end - start > 1:
            also[start:end] = ["EVENT"] * (end - start)
    return also


def gum_mentions(document: Sequence[Tree]) -> Iterator[list[Span]]:
    """Yield the mentions of each sentence from the `Entity=` brackets, named or not, with GUM's types.

    The brackets of one document must be read in order; a mention across sentences is dropped.
    """
    opened: list[tuple[str, str, int, int]] = []
    for number, tree in enumerate(document):
        found: list[Span] = []
        for index, token in enumerate(tree.tokens):
            match = re.search(r"Entity=([^|]*)", token.misc)
            for bracket in re.findall(r"\([^()]+\)?|[^()]+\)", match[1]) if match else ():
                group, _, rest = bracket.strip("()").partition("-")
                if bracket[0] == "(" and bracket[-1] == ")":
                    found.append((index, index + 1, rest.split("-")[0]))
                elif bracket[0] == "(":
                    opened.append((group, rest.split("-")[0], number, index))
                else:
                    place = max((k for k, item in enumerate(opened) if item[0] == group), default=None)
                    if place is not None:
                        _, kind, began, start = opened.pop(place)
                        found += [(start, index + 1, kind)] if began == number else []
        yield found


def gum_tags(tokens: Sequence[Token], mentions: Iterable[Span]) -> list[str]:
    """Return BIO tags of the names within mentions; of overlapping names the longest stays."""
    names: list[tuple[int, int, Span]] = []
    for start, end, kind in mentions:
        name = _name_within(tokens, start, end, kind)
        if name:
            names.append((name[0] - name[1], end - start, name))
    tags = ["O"] * len(tokens)
    for _, _, (start, end, label) in sorted(names):
        if all(tag == "O" for tag in tags[start:end]):
            tags[start:end] = ["B-" + label] + ["I-" + label] * (end - start - 1)
    return tags


def _name_within(tokens: Sequence[Token], start: int, end: int, kind: str) -> Span | None:
    """Return the run of name words round the head of a mention, or None for a mention without a name."""
    roots = [i for i in range(start, end) if not start <= tokens[i].head - 1 < end]
    if not roots or tokens[roots[0]].upos not in (("PROPN", "NUM") if kind == "time" else ("PROPN",)):
        return None
    root = roots[0]
    kept, queue = {root}, [root]
    while queue:
        head = queue.pop()
        for child in range(start, end):
            if tokens[child].head - 1 == head and _belongs(tokens, child, head, root, kind):
                kept.add(child)
                queue.append(child)
    first, last = root, root
    while first - 1 in kept:
        first -= 1
    while last + 1 in kept:
        last += 1
    edge = ("PUNCT", "DET", "ADP", "CCONJ")
    while first < root and tokens[first].upos in edge:
        first += 1
    while last > root and tokens[last].upos in edge:
        last -= 1
    label = "MISC" if kind == "person" and tokens[root].xpos == "NNPS" else GUM_TYPES.get(kind, "MISC")
    return first, last + 1, label


def _belongs(tokens: Sequence[Token], child: int, head: int, root: int, kind: str) -> bool:
    """Tell whether a dependent is part of the name that its head is part of."""
    token, link = tokens[child], tokens[child].deprel
    proper = token.upos == "PROPN"
    if kind == "time":
        outside = link in ("det", "case") and child < root and head == root
        return link.removesuffix(":unmarked") in TIME_LINKS | {"obl"} and link != "obl" and not outside
    if link in ("flat", "goeswith"):
        return True
    if link in ("case", "det"):
        return head != root
    if link == "punct":
        return token.form in NAME_MARKS
    if link == "compound":
        return proper or token.upos == "NUM"
    if link == "nummod":
        return (proper or token.upos == "NUM") and kind != "person" and child > root
    if link == "amod":
        return proper or (_is_capital_adjective(token) and child < head and kind in THINGS)
    if link in ("cc", "conj"):
        return kind == "organization" and (proper or link == "cc")
    if link in ("nmod:poss", "nmod:unmarked"):
        return proper and kind in THINGS
    return link == "nmod" and proper and kind in THINGS and _links_name(tokens, child, kind)


def _links_name(tokens: Sequence[Token], child: int, kind: str) -> bool:
    cases = [t.form.lower() for t in tokens if t.head - 1 == child and t.deprel == "case"]
    return cases == ["of"] or (kind == "organization" and cases in (["for"], ["and"], ["on"]))
