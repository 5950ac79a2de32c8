"""Read the corpora: CoNLL-U trees, and word-per-line entity files, plain or gzipped."""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a treebank; `head` counts from 1, 0 is the root; `glued` when no space follows."""

    form: str
    lemma: str
    upos: str
    xpos: str
    head: int
    deprel: str
    misc: str
    glued: bool
    feats: str = "_"


@dataclass(frozen=True, slots=True)
class Happenings:
    """What a sentence of an annotated article tells; words are counted from 0.

    fold: the number of the teacher that must not see it. kinds: the event type that a word tells, "" where that is
    disputed; all other words tell none. status: how real it is. parts: (telling word, other word, part or "none").
    """

    fold: int
    kinds: dict[int, str]
    status: dict[int, str]
    parts: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A training sentence.

    words: n forms. tokens: n treebank words, or none for a corpus of entities only.
    tags: n BIO tags, or none where the corpus has no entities.
    also: n strings of entity types, separated by spaces, that the tag does not rule out
    (a corpus without dates says O of a date).
    happenings: none where the corpus has no events.
    """

    source: str
    ident: str
    words: tuple[str, ...]
    tokens: tuple[Token, ...] = ()
    tags: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    happenings: Happenings | None = None


@dataclass(slots=True)
class Tree:
    """One sentence of a CoNLL-U file, with the document it belongs to, and whether it begins a paragraph."""

    ident: str
    document: str
    tokens: list[Token] = field(default_factory=list)
    paragraph: bool = False


def lines_of(path: Path) -> Iterator[str]:
    """Yield the lines of a UTF-8 file without their ends; '.gz' files are unpacked."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            yield line.rstrip("\n")


def read_trees(path: Path) -> Iterator[Tree]:
    """Yield the trees of a CoNLL-U file; empty nodes are left out, multiword ranges only tell spaces."""
    document, ident, paragraph, rows = "", "", False, list[list[str]]()
    for line in lines_of(path):
        if line.startswith("# newdoc id = "):
            document = line.partition(" = ")[2].strip()
        elif line.startswith("# sent_id = "):
            ident = line.partition(" = ")[2].strip()
        elif line == "# newpar" or line.startswith("# newpar id"):
            paragraph = True
        elif line and not line.startswith("#"):
            rows.append(line.split("\t"))
        elif not line and rows:
            yield Tree(ident, document, _tokens(rows), paragraph)
            paragraph, rows = False, []
    if rows:
        yield Tree(ident, document, _tokens(rows), paragraph)


def _tokens(rows: list[list[str]]) -> list[Token]:
    glued_by_range: dict[str, bool] = {}
    for row in rows:
        if "-" in row[0]:
            first, last = map(int, row[0].split("-"))
            glued_by_range |= {str(number): True for number in range(first, last)}
            glued_by_range[str(last)] = "SpaceAfter=No" in row[9]
    return [
        Token(
            form=row[1],
            lemma=row[2],
            upos=row[3],
            xpos=row[4],
            head=int(row[6]),
            deprel=row[7],
            misc=row[9],
            feats=row[5],
            glued=glued_by_range.get(row[0], "SpaceAfter=No" in row[9]),
        )
        for row in rows
        if row[0].isdigit()
    ]


def read_uner(path: Path) -> dict[str, list[tuple[str, str]]]:
    """Return the (form, tag) pairs of a Universal NER file by sentence; OTH is called MISC.

    The first release of the training part has a few tags 'B-O', which mean O.
    """
    sentences: dict[str, list[tuple[str, str]]] = {}
    ident = ""
    for line in lines_of(path):
        if line.startswith("# sent_id"):
            ident = line.partition(" = ")[2].strip()
            sentences[ident] = []
        elif line and not line.startswith("#"):
            _, form, tag = line.split("\t")[:3]
            sentences[ident].append((form, "O" if tag == "B-O" else tag.replace("OTH", "MISC")))
    return sentences


def read_columns(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    """Yield (forms, tags) of a CoNLL file of word and tag a line, blank lines between sentences."""
    forms: list[str] = []
    tags: list[str] = []
    for line in lines_of(path):
        columns = re.split(r"[\t ]+", line.strip())
        if len(columns) >= 2:
            forms.append(columns[0])
            tags.append(columns[-1])
        elif forms:
            yield forms, tags
            forms, tags = [], []
    if forms:
        yield forms, tags
