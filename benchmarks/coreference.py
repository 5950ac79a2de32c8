"""How well mentions are traced to earlier ones of their article, on the news documents of the GUM corpus.

    python -m benchmarks.coreference DIRECTORY [--errors]

The directory holds GUM's ``*.conllu.gz``, whose ``Entity=`` notes number who each mention speaks of. Every noun and
pronoun is asked for, not only those that fill roles. One of our mentions is resolved where its entity was told before,
and right where one of these earlier mentions has the same number. Recall is over the gold mentions of persons,
organizations and places that were told before; precision over whatever we resolve, of any kind.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg.annotate import annotate
from kg.extract import extract
from kg.extract.mentions import Mentions
from kg.model import Article, Claims, Document, EntityId, Mention, Span
from kg.resolve.coreference import Coreference

FORMS = ("name", "nominal", "pronoun")
KINDS = ("person", "organization", "place")
_BRACKET = re.compile(r"\(([^()]+)(\))?|([^()]+)\)")
_NUMBER, _KIND, _HEADS = 0, 1, 5  # fields of an opening bracket
_FORM_OF = {"PROPN": "name", "PRON": "pronoun", "DET": "pronoun"}


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the corpus: its place in the text, its part of speech and the brackets that stand at it."""

    span: Span
    pos: str
    brackets: str


@dataclass(frozen=True, slots=True)
class Gold:
    """A mention as the corpus marks it: who it speaks of, and whether that was told before."""

    number: str
    kind: str
    form: str
    head: Span
    span: Span
    again: bool


@dataclass(frozen=True, slots=True)
class Attempt:
    """One of our mentions that was told before, by our lights, the gold mention that it is, and the judgement."""

    gold: Gold
    right: bool
    text: str
    earlier: str


def documents(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Name and lines of every news document."""
    for path in sorted(folder.glob("*.conllu.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for part in file.read().split("# newdoc id = ")[1:]:
                name, *lines = part.splitlines()
                if "_news_" in name:
                    yield name, lines


def words(lines: Sequence[str]) -> tuple[str, list[Word]]:
    """The text that the lines spell, paragraphs apart, and their words in it."""
    text, found, whole = "", list[Word](), Span(0, 0)
    for line in lines:
        cells = line.split("\t")
        if line.strip() == "# newpar" and text:
            text = text.rstrip() + "\n\n"
        if len(cells) == 1 or "." in cells[0]:
            continue
        notes = dict(n.split("=", 1) for n in cells[9].split("|") if "=" in n)
        inside = found[-1].span.end if found and found[-1].span.end > whole.start else whole.start
        if "-" in cells[0] or inside >= whole.end:
            start = len(text)
            text += cells[1] + ("" if notes.get("SpaceAfter") == "No" else " ")
            span = Span(start, start + len(cells[1]))
        else:  # a part of "don't", which was told before
            span = Span(inside, min(inside + len(cells[1]), whole.end))
        if "-" in cells[0]:
            whole = span
        else:
            found.append(Word(span, cells[3], notes.get("Entity", "")))
    return text, found


def gold_mentions(told: Sequence[Word]) -> list[Gold]:
    """The mentions that the brackets mark, in the order in which they begin, the longer first."""
    open_: dict[str, list[tuple[int, list[str]]]] = {}
    spans: list[tuple[int, int, list[str]]] = []
    for n, word in enumerate(told):
        for opened, closed_too, closed in _BRACKET.findall(word.brackets):
            fields = (opened or closed).split("-")
            if opened:
                open_.setdefault(fields[_NUMBER], []).append((n, fields))
            if closed_too or closed:
                start, fields = open_[fields[_NUMBER]].pop()
                spans.append((start, n, fields))
    known: set[str] = set()
    found = []
    for start, end, fields in sorted(spans, key=lambda s: (s[0], -s[1])):
        head = told[start + int(fields[_HEADS].split(",")[0]) - 1]
        span = Span(told[start].span.start, told[end].span.end)
        form = _FORM_OF.get(head.pos, "nominal")
        found.append(Gold(fields[_NUMBER], fields[_KIND], form, head.span, span, fields[_NUMBER] in known))
        known.add(fields[_NUMBER])
    return found


def asked(document: Document) -> Claims:
    """The claims of a document with every mention that a noun or pronoun of it heads."""
    mentions = Mentions(document)
    for token in document.doc:
        if token.pos_ in ("NOUN", "PROPN", "PRON", "DET"):
            mentions.at(token)
    claims = extract(document)
    every = {(m.span, m.form, m.type): m for m in (*mentions.all(), *claims.mentions)}
    return replace(claims, mentions=tuple(every[key] for key in sorted(every)))


def gold_of(mention: Mention, document: Document, golds: Sequence[Gold]) -> Gold | None:
    """The gold mention with the same head, else the shortest around our head whose own head we cover."""
    root = document.doc[mention.root]
    at = Span(root.idx, root.idx + len(root))
    around = sorted((g for g in golds if g.span.contains(at)), key=lambda g: g.span.end - g.span.start)
    same = [g for g in around if g.head.contains(at) or at.contains(g.head)]
    if same or not around:
        return same[0] if same else None
    return around[0] if mention.span.contains(around[0].head) else None


def attempts(claims: Claims, golds: Sequence[Gold]) -> Iterator[Attempt]:
    """Judge every mention whose entity was told before; two of ours for one gold mention count once."""
    who, text = Coreference(claims), claims.document.article.text
    told: list[tuple[Gold, frozenset[EntityId], str]] = []
    seen: set[Gold] = set()
    for mention in sorted(claims.mentions, key=lambda m: (m.root, m.form != "name")):
        gold, keys = gold_of(mention, claims.document, golds), frozenset(who.ids(mention))
        if gold is None or not keys:
            continue
        words_ = text[mention.span.start : mention.span.end]
        before = [(g, said) for g, ids, said in told if ids & keys and g != gold]
        told.append((gold, keys, words_))
        if before and gold not in seen:
            seen.add(gold)
            yield Attempt(gold, any(g.number == gold.number for g, _ in before), words_, before[-1][1])


def table(golds: Sequence[Gold], tried: Sequence[Attempt]) -> str:
    """The figures as Markdown."""
    again = Counter(g.form for g in golds if g.again and g.kind in KINDS)
    attempted = Counter(a.gold.form for a in tried)
    right = Counter(a.gold.form for a in tried if a.right)
    wanted = Counter(a.gold.form for a in tried if a.right and a.gold.kind in KINDS)
    lines = ["| form | gold | attempted | right | precision | recall |", "| --- | ---: | ---: | ---: | ---: | ---: |"]
    for name, forms in (*((f, (f,)) for f in FORMS), ("**all**", FORMS)):
        g, t, r, w = (sum(count[f] for f in forms) for count in (again, attempted, right, wanted))
        lines.append(f"| {name} | {g} | {t} | {r} | {r / max(t, 1):.3f} | {w / max(g, 1):.3f} |")
    return "\n".join(lines)


def main(folder: Path, errors: bool) -> None:
    """Judge all documents and print the table, the errors before it where asked."""
    golds, tried = list[Gold](), list[Attempt]()
    for name, lines in documents(folder):
        text, told = words(lines)
        marked = gold_mentions(told)
        judged = list(attempts(asked(annotate(Article(text, name))), marked))
        golds += marked
        tried += judged
        for a in judged:
            if errors and not a.right:
                print(f"{name}\t{a.gold.form}\t{'again' if a.gold.again else 'first'}\t{a.text} → {a.earlier}")
    print(table(golds, tried))


if __name__ == "__main__":
    main(Path(sys.argv[1]), "--errors" in sys.argv)
